"""
``hub repartition --cluster``: the log of a cluster is copied into a new generation.

One step after the other (``hub.generations.state``), each written to topic ``generations`` before
its work begins. Killed at any instant, the command is given again and goes on where that stands;
one alone is at work, for it is the only member of a group. One that stood still for longer than
the group waits finds that another went on: whoever does says so by a record of its own, and before
each step and each batch it is looked whether the last record is still ours. Brokers that are away
are waited for; then the step under way is begun again.

The parts end and begin by themselves as the steps say (``hub.cluster.generations``); one that does
not is waited for, and while nothing is copied yet, the change is given up for it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

from events import topics
from events.brokers import BrokersAwayError, NotDeliveredError
from events.kafka import (
    Connection,
    Producer,
    group_members,
    subscribed,
)
from hub.batching import batched
from hub.cluster import topics as administration
from hub.cluster.connecting import connection_of
from hub.cluster.generations import FRESH_S, read_state, write_state
from hub.cluster.kafka_journal import KafkaJournal
from hub.cluster.standing import lags, part_named
from hub.cluster.taking_back import take_back
from hub.failure import Failure
from hub.generations import state as steps
from hub.generations.copying import lacking
from hub.generations.plan import Copy, Counts, copies, cut_of
from hub.output import metered
from hub.settings import Settings

log = logging.getLogger(__name__)

Say = Callable[..., None]
"""Tells people of a step: its sentence's key, and what the sentence names."""

GROUP: Final = "hub-repartition"
_SESSION_MS: Final = 30_000
_ALONE_S: Final = 60.0
"""Longer than the group waits for a member that was killed."""
_FOREVER_MS: Final = 7 * 24 * 60 * 60 * 1000
_PAUSE_S: Final = 1.0
_BATCH: Final = 10_000
_MARK: Final = 1_000


def repartition(
    settings: Settings, asked: Counts, patience_s: float, say: Say
) -> list[dict[str, Any]]:
    """
    Give the log of a cluster the partition counts *asked*; none: go on with the change under way.

    *patience_s*: for how long parts may show no progress (monotonic clock).

    Returns:
        A row per journal topic: its name, partitions and records.

    Raises:
        Failure: the counts are none, another change is under way, or parts do not come along.
    """
    connection = connection_of(settings)
    administration.create(connection, [administration.GENERATIONS])
    with _alone(connection):
        found = read_state(connection)
        change = Change(connection, found, patience_s, say)
        change.run(steps.begin(found, asked))
    return _rows(connection)


class Change:
    """A change of the log of *connection*, which stands as *found*."""

    def __init__(
        self, connection: Connection, found: steps.State, patience_s: float, say: Say
    ) -> None:
        self._connection, self._patience_s, self._say = connection, patience_s, say
        self.state, self._since = found, time.monotonic()
        self._name = uuid4().hex

    def run(self, begun: steps.State) -> None:
        """Go on from the step of *begun* until the new generation is live."""
        work = {"halting": self._halt, "copying": self._copy, "folding": self._fold}
        self._write(begun)
        while self.state.step != "live":
            try:
                work[self.state.step]()
            except (BrokersAwayError, NotDeliveredError, TimeoutError) as error:
                log.warning("%s: waiting for the brokers", error)
                self._until(lambda: "")

    def _write(self, state: steps.State) -> None:
        """Write *state*, also one that stands already: from then on it is ours to go on with."""
        self._look()
        stands = write_state(self._connection, state._replace(by=self._name))
        if stands.by != self._name:
            raise self._taken()
        self.state, self._since = stands, time.monotonic()
        self._say(f"generation-{state.step}", generation=state.next.generation)

    def _look(self) -> None:
        """
        Learn how the log stands: a step that was written may have stood when nobody answered.

        Raises:
            Failure: another went on while this one stood still.
        """
        found = read_state(self._connection)
        if found.by != self._name and found.at != self.state.at:
            raise self._taken()
        self.state = found

    def _taken(self) -> Failure:
        return Failure("change-taken", generation=self.state.next.generation)

    def _halt(self) -> None:
        with self._given_up():
            self._until(lambda: self._at_work("intake") or self._behind())
        self._write(steps.halted(self.state))

    def _copy(self) -> None:
        if not self.state.cut:
            self._cut()
            return
        new = administration.generation_topics(self.state.next)
        administration.create(self._connection, new)
        while self._copy_once():
            pass  # once more, which proves it
        self._until(self._anybody)
        if self._ends() != self.state.cut:  # a part came late and wrote: that belongs to it
            self._write(steps.cut(self.state, self._ends()))
        else:
            self._write(steps.copied(self.state))

    def _cut(self) -> None:
        """Write down up to where the journals are copied, once nobody writes to them."""
        with self._given_up():
            self._until(self._anybody)
        time.sleep(max(0.0, self._since + 2 * FRESH_S - time.monotonic()))
        if self._behind():  # a tick came after all
            self._write(self.state._replace(step="halting"))
        elif not self._anybody():
            self._write(steps.cut(self.state, self._ends()))

    def _fold(self) -> None:
        self._until(self._behind)
        take_back(self._connection, self.state.live)
        self._write(steps.folded(self.state))

    def _ends(self) -> dict[tuple[str, int], int]:
        with KafkaJournal(self._connection) as journal:
            return cut_of(journal, self.state.live)

    def _copy_once(self) -> int:
        """Copy what is lacking; return how many records that were."""
        old, new, cut = self.state.live, self.state.next, self.state.cut
        sent = 0
        with (
            KafkaJournal(self._connection) as journal,
            Producer(self._connection) as producer,
            metered("generations", sum(cut.values())) as meter,
        ):
            plan = _counted(copies(journal, old, new, cut), meter.advance)
            for some in batched(lacking(plan, journal, new.journal_places), _BATCH):
                self._look()
                _append(producer, some)
                sent += len(some)
        return sent

    def _anybody(self) -> str:
        return self._at_work("intake") or self._at_work("worker")

    def _at_work(self, part: str) -> str:
        count = group_members(self._connection, part_named(part).group)
        return f"{part} ({count})" if count else ""

    def _behind(self) -> str:
        """Name what workers have not folded of the live generation; '': nothing."""
        left = [lag for lag in lags(self._connection, (part_named("worker"),)) if lag.records]
        return f"worker (-{sum(lag.records for lag in left)})" if left else ""

    def _until(self, waits: Callable[[], str]) -> None:
        """Wait until *waits* names nothing; as long as what it names changes, with new patience."""
        last, since = "", time.monotonic()
        while now := self._asked(waits):
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > self._patience_s:
                raise Failure(
                    "parts-at-work", step=self.state.step, parts=now, s=int(self._patience_s)
                )
            time.sleep(_PAUSE_S)

    def _asked(self, waits: Callable[[], str]) -> str:
        try:
            self._look()
            return waits()
        except (BrokersAwayError, TimeoutError):
            return "Kafka"

    @contextmanager
    def _given_up(self) -> Iterator[None]:
        """Let the log be as it was where the body fails: nothing is copied yet."""
        try:
            yield
        except Failure:
            self._write(steps.given_up(self.state))
            raise


def _append(producer: Producer, some: Iterable[Copy]) -> None:
    producer.send_at(some)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Be the one who changes the log, while the body runs."""
    topic = f"^{topics.GENERATIONS}$"
    lasting: dict[str, Any] = {
        "session_timeout_ms": _SESSION_MS,
        "max_poll_interval_ms": _FOREVER_MS,
    }
    with subscribed(connection, GROUP, topic, **lasting) as member:
        until = time.monotonic() + _ALONE_S
        while not member.assignment():
            member.poll(_PAUSE_S)
            if time.monotonic() > until:
                raise Failure("change-at-work")
        yield


def _counted(plan: Iterable[Copy], advance: Callable[[int], None]) -> Iterator[Copy]:
    for number, copy in enumerate(plan, 1):
        if number % _MARK == 0:
            advance(_MARK)
        yield copy


def _rows(connection: Connection) -> list[dict[str, Any]]:
    layout = read_state(connection).live
    with KafkaJournal(connection) as journal:
        return [
            {
                "topic": layout.live(kind),
                "generation": layout.generation,
                "partitions": layout.counts[kind],
                "records": sum(
                    journal.end(layout.live(kind), n) for n in range(layout.counts[kind])
                ),
            }
            for kind in topics.JOURNALS
        ]
