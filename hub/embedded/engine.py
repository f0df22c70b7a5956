"""
The engine of the embedded hub: from a department's bytes to findings, in one transaction.

A batch goes through intake (``hub.intake.receiving``), which appends what was sent, its receipts
and its journal records, ticks in between; the folded partitions (``hub.embedded.hosting``) append
what follows from those; then log, intake memory and checkpoints are written together. A
process killed at any instant finds, when it starts again, the batches that were committed,
whole, and nothing of the one that was not.

Time: a log begins in event mode, where ticks follow the events of a load, and turns to wall
mode once, where ticks follow the clock on the wall (see ``hub.ticks``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, Final

from events import topics
from events.instant import Instant, render
from events.messages import Language
from events.receipts import Receipt
from events.record import Outgoing
from events.signers import Signers
from hub.embedded.checkpoints import Checkpoints
from hub.embedded.hosting import Host
from hub.embedded.log import Log, Place
from hub.embedded.meta import Clock, Meta
from hub.failure import Failure
from hub.garbage import held_back
from hub.intake.memory import Memory
from hub.intake.receiving import Receiving
from hub.intake.signers import SignerMemory
from hub.loading.counts import Counts
from hub.loading.files import Raw
from hub.publishing import policy_check, publications, rules_check
from hub.publishing.publications import BEGINNING, PUBLISHED, Publication
from hub.sqlite import Database
from hub.ticks import Clock as Ticks
from hub.vault.keys import scrub
from hub.vault.store import Vault

_MILLISECOND: Final = 1000


class Engine:
    """One per open log. Calls may come from any thread; they take turns."""

    def __init__(
        self, database: Database, now: Callable[[], Instant], vault: Vault | None = None
    ) -> None:
        """*now* gives the wall clock's instant: of records, and in wall mode of ticks."""
        self._database, self._now, self._vault = database, now, vault
        self._turn = RLock()
        self._broken: BaseException | None = None
        self.log = Log(database)
        self._memory = Memory(database)
        self._signers = SignerMemory(database)
        self._checkpoints = Checkpoints(database)
        self._meta = Meta(database)
        layout = self.log.layout
        for topic in topics.PARTITIONS:
            self.log.create(layout.live(topic), layout.counts[topic])
        self._host = Host(self.log, layout)
        if self._host.restore(self._checkpoints, self.log):
            with database.transaction():
                self._checkpoints.clear()
                self.log.write()
                if layout.generation:
                    self._host.take_back(self.log)
                    self.log.write()
                self._host.checkpoint(self._checkpoints)
        self._ticks = Ticks(self._host.ticks())
        self._receiving = Receiving(self.log, self._memory, self._ticks, self._signers, vault)

    def clock(self) -> Clock:
        """Return how the log tells time now."""
        return self._meta.clock()

    def begin(self, defaults: bool = True) -> None:
        """Publish the default policies and calendar where no journal holds anything."""
        empty = all(self.log.end(*place) == 0 for place in self._host.ticks())
        if defaults and empty:
            self.accept(publications.default_raws(), None)

    def turn_to_wall(self) -> None:
        """Live at the wall clock from now on: the first tick is the current minute."""
        with self._turn, self._batch():
            self._meta.turn_to_wall()
        self.tick(self._now())

    def accept(
        self, raws: Iterable[Raw], clock: str | None = None, told: list[Receipt] | None = None
    ) -> Counts:
        """
        Take in *raws*, conclude, and return their counts once all of it is durable.

        Args:
            raws: n >= 0, in the order in which their departments sent them.
            clock: ``wall`` turns the log to the wall clock first; else it stays as it is.
            told: gets the receipts, in the order of *raws*.
        """
        if clock == "wall" and self.clock() == "event":
            self.turn_to_wall()
        with self._turn, self._batch():
            follow = self.clock() == "event"
            counts, fresh, events = self._receiving.take(raws, self._now(), follow, told)
            self._host.fold(fresh, self._milliseconds(), events)
        return counts

    def finish(self, clock: str, until: Instant | None = None) -> None:
        """End a load in event mode: tick every partition to *until* or the last event."""
        if clock == "event" and self.clock() == "event":
            self.tick(max(until or self._receiving.latest, self._ticks.latest()))

    def tick(self, at: Instant) -> None:
        """Bring every journal partition to *at*'s minute and conclude what is due."""
        with self._turn, self._batch():
            stamp = self._milliseconds()
            ticks = [self.log.append(tick, stamp) for tick in self._ticks.everywhere(at)]
            self._host.fold(ticks, stamp)

    def publish(self, published: Sequence[Publication]) -> int:
        """Publish reference data as of the log's now; raise ``Failure`` when it is refused."""
        now = self._published_at()
        counts = self.accept([publications.encode(one, PUBLISHED, now) for one in published])
        if counts.rejected:
            raise Failure("policy-refused", codes=", ".join(counts.by_code))
        return counts.accepted

    def as_of(self) -> str:
        """Return the log's now, RFC 3339: what is published at once is valid from it."""
        return render(self._published_at())

    def _published_at(self) -> Instant:
        return self._now() if self.clock() == "wall" else max(self._ticks.latest(), BEGINNING)

    def problems(self, published: Sequence[Publication], language: Language = "en") -> list[str]:
        """Return what is wrong with *published* beside the rules of the log, one line each."""
        return policy_check.problems_beside(self._host.reference(), published, language)

    def unusable(self) -> list[dict[str, Any]]:
        """Return the publications that the folds pass over (``hub.publishing.rules_check``)."""
        return rules_check.unusable(self._host.reference(), self._ticks.latest())

    def expire(self, before: Instant) -> int:
        """Delete what departments sent before *before*, beyond recovery; return how many."""
        count = 0
        with self._turn, self._database.transaction():
            for topic in filter(topics.ingest_department, self.log.topics()):
                begin = self.log.older(topic, 0, before // _MILLISECOND)
                if (gone := begin - self.log.begin(topic, 0)) > 0:
                    self.log.cut(topic, 0, begin)
                    count += gone
        if count:
            scrub(self._database)
        return count

    def signers(self) -> Signers:
        """Return who signs, and who must, as the log has it."""
        return self._signers.known

    def clocks(self) -> dict[Place, Instant]:
        """Return the last tick of every journal partition (0: none)."""
        return self._host.ticks()

    def say(self, said: Sequence[Outgoing]) -> None:
        """Add records that no fold reads (alerts sent, refusals settled); return once durable."""
        with self._turn, self._batch():
            for one in said:
                self.log.append(one, self._milliseconds())

    def create_topics(self, names: Sequence[str]) -> tuple[str, ...]:
        """Make topics of one partition exist; return those that did not."""
        with self._turn, self._batch():
            known = self.log.topics()
            made = tuple(name for name in names if name not in known)
            for name in made:
                self.log.create(name, 1)
        return made

    def _milliseconds(self) -> int:
        return self._now() // _MILLISECOND

    @contextmanager
    def _batch(self) -> Iterator[None]:
        """Write what the body appended, all of it or nothing; a failed engine is done for."""
        if self._broken is not None:
            raise Failure("engine-broken", reason=self._broken) from self._broken
        try:
            with held_back():
                yield
                if self._vault is not None:
                    self._vault.write()
                with self._database.transaction():
                    self.log.write()
                    self._memory.write()
                    self._signers.write()
                    self._host.checkpoint(self._checkpoints)
        except BaseException as error:
            self._broken = error
            raise
