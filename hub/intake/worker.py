"""
Intake on Kafka: a plain consumer group over every ``ingest.<department>``.

One batch at a time: judge, write journals and rejections, remember, write receipts, commit.
A crash in between repeats the batch: what was remembered gets its first receipt again, what
was not is written to the journal a second time, where folds drop it. A broker that is away
is waited for; nothing is refused because of it.

When the breaker says that refusals are our own fault, the batch is left unanswered, the
partitions go back to the first event refused within its window, and intake pauses until it
is started again, saying so.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from events import topics
from events.generations import FIRST, Layout
from events.instant import Instant
from events.intake import Accepted, Duplicate, Judgement, Received, Rejected, Settings, judge
from events.kafka import (
    BrokersAwayError,
    Connection,
    Consumer,
    NotCommittedError,
    NotDeliveredError,
    Place,
    Producer,
    subscribed,
)
from events.people import forgotten
from events.record import Outgoing, Record
from hub.cluster.topics import department_topics, ensure
from hub.intake.breaker import WINDOW_S, Breaker, Taken
from hub.intake.signer_watch import SignerWatch
from hub.intake.worker_memory import IntakeMemory
from hub.vault.store import Vault

log = logging.getLogger(__name__)

GROUP: Final = "hub-intake"
PATTERN: Final = r"^ingest\.[A-Za-z0-9][A-Za-z0-9._-]*$"
"""Topics whose rest can be a department's name; nobody's else is taken in."""
_PATIENCE_S: Final = 240.0
"""How long a batch is sent again; less than the group waits for a member that does not poll."""
_PAUSE_S: Final = 1.0
_SAY_AGAIN_S: Final = 30.0
_FETCHED: Final = 256 * 1024
"""
Bytes of a department's records fetched at once: what is fetched is taken in before another's turn
comes. With more, a department that sends a register would keep all others waiting for minutes. A
record that is larger comes all the same, by itself.
"""


class _Judged(NamedTuple):
    record: Record
    department: str
    judgement: Judgement


class IntakeWorker:
    """One member of the group. ``run`` works until *stopping* says so."""

    def __init__(
        self,
        connection: Connection,
        memory: IntakeMemory,
        group: str = GROUP,
        layout: Layout = FIRST,
        vault: Vault | None = None,
        still: Callable[[], bool] = lambda: True,
        **client: Any,
    ) -> None:
        """
        *layout*: the live generation of the log; *still*: whether it is that and takes events, as
        the brokers know it now. *vault*: where people are known and refusals sealed; without one,
        neither is done. *client*: settings of the Kafka consumer, beyond the usual ones.
        """
        self._connection, self._memory, self._layout = connection, memory, layout
        self._settings = Settings(partitions={t: layout.counts[t] for t in topics.JOURNALS})
        self._vault, self._still = vault, still
        if vault is not None:
            self._settings = replace(self._settings, seal=vault.seal, pseudonym=vault.pseudonym)
        self._producer = Producer(connection)
        self._consumer = coming(connection, group, self._given, **client)
        self._watch = SignerWatch(connection)
        self._breaker = Breaker()
        self._refused: deque[tuple[float, Place, int]] = deque()
        self._told: set[str] = set()
        self._behind = self._paused = self._unheard = False
        self._refusals: Counter[str] = Counter()

    def run(self, stopping: Callable[[], bool]) -> None:
        """Take in until *stopping*; it is asked at least once a second."""
        while not stopping():
            records = self._consumer.poll()
            if self._behind and not self._caught_up():
                self._back_to(records)
            elif records:
                self._watch.look(self._memory.signers)
                self._take(records, stopping)

    @property
    def waits(self) -> bool:
        """Whether it paused itself, or the brokers take nothing: no commit then, and rightly."""
        return self._paused or self._unheard

    @property
    def refused(self) -> Mapping[str, int]:
        """How many records were refused since the start, by department."""
        return self._refusals

    def holds(self) -> list[Place]:
        """Return the partitions this member has now."""
        return self._consumer.assignment()

    def close(self) -> None:
        self._consumer.close()
        self._watch.close()
        self._producer.close()
        self._memory.close()
        if self._vault is not None:
            self._vault.close()

    def _caught_up(self) -> bool:
        """
        Learn what others accepted of partitions that are ours now; False: not to be had yet.

        Who changes the log sees this member from now on, or is seen: one of both waits.
        """
        try:
            if not self._still():
                return False
            self._memory.catch_up()
        except (BrokersAwayError, TimeoutError) as error:
            log.warning("%s: what others accepted is not known yet", error)
            return False
        self._behind = False
        return True

    def _given(self, places: list[Place]) -> None:
        """Hear of a new assignment; what is raised in here the client would swallow."""
        log.info("taking in %s", ", ".join(topic for topic, _ in places) or "nothing")
        self._behind = True

    def _take(self, records: list[Record], stopping: Callable[[], bool]) -> None:
        judged = [self._judge(record) for record in records]
        if wronged := self._breaker.hear(time.monotonic(), _count(judged)):
            self._drop()
            self._pause(wronged, stopping)
            return
        self._note_refused(judged)
        try:
            self._answer(judged)
            self._consumer.commit(_ends(records))
        except (NotDeliveredError, NotCommittedError, BrokersAwayError) as error:
            log.warning("%s: the batch comes again", error)
            self._drop()
            self._back_to(records)

    def _drop(self) -> None:
        """Know nothing of the batch: it comes again."""
        self._memory.drop()
        if self._vault is not None:
            self._vault.drop()

    def _judge(self, record: Record) -> _Judged:
        department = topics.ingest_department(record.topic) or ""
        now = Instant(time.time_ns() // 1000)
        received = Received(department, record.value, record.headers, *record[:3], now)
        if self._settings.signers is not (known := self._memory.signers.known):
            self._settings = replace(self._settings, signers=known)
        judgement = judge(received, self._memory.recall, self._settings)
        if isinstance(judgement, Accepted):
            self._memory.hold(judgement.remembered)
            if self._vault is not None:
                self._vault.hold(judgement.entrusted, forgotten(judgement.event))
            self._memory.signers.hear(judgement.event, judgement.journal[-1].value)
        return _Judged(record, department, judgement)

    def _answer(self, judged: list[_Judged]) -> None:
        if self._vault is not None:
            self._vault.write()
        self._make_receipts_topics({one.department for one in judged})
        self._send(self._placed(effect) for one in judged for effect in _effects(one.judgement))
        self._memory.write()
        self._send(one.judgement.receipt.outgoing(one.department) for one in judged)

    def _placed(self, effect: Outgoing) -> Outgoing:
        return effect._replace(topic=self._layout.live(effect.topic))

    def _make_receipts_topics(self, departments: set[str]) -> None:
        for department in departments - self._told:
            ensure(self._connection, department_topics(department)[1:])
            self._told.add(department)

    def _send(self, outgoing: Iterable[Outgoing]) -> None:
        """Send until it is held; repeats are harmless to every reader."""
        batch, until = list(outgoing), time.monotonic() + _PATIENCE_S
        while batch:
            try:
                self._producer.send(batch)
            except NotDeliveredError as error:
                if time.monotonic() > until:
                    raise
                self._unheard = True
                log.warning("%s: sending again", error)
                time.sleep(_PAUSE_S)
            else:
                self._unheard = False
                return

    def _back_to(self, records: list[Record]) -> None:
        """Read again what was not committed, as far as it is still ours."""
        ours = set(self._consumer.assignment())
        for place, first in _firsts(records).items():
            if place in ours:
                self._consumer.seek(*place, first)

    def _note_refused(self, judged: list[_Judged]) -> None:
        now = time.monotonic()
        for one in judged:
            if isinstance(one.judgement, Rejected):
                self._refused.append((now, one.record[:2], one.record.offset))
                self._refusals[one.department] += 1
        while self._refused and now - self._refused[0][0] >= WINDOW_S:
            self._refused.popleft()

    def _pause(self, wronged: tuple[str, ...], stopping: Callable[[], bool]) -> None:
        """Go back to the first event refused, stay in the group, read nothing, and say so."""
        first: dict[Place, int] = {}
        for _, place, offset in self._refused:
            first.setdefault(place, offset)
        ours = set(self._consumer.assignment())
        if back := {place: offset for place, offset in first.items() if place in ours}:
            self._consumer.commit(back)
        self._paused = True
        said = 0.0
        while not stopping():
            if time.monotonic() - said > _SAY_AGAIN_S or not said:
                said = time.monotonic()
                log.critical(
                    "intake is paused: over half of what %s sent within a minute was refused, "
                    "so the fault is ours; mend this deployment and start intake again",
                    ", ".join(wronged),
                )
            self._consumer.pause(self._consumer.assignment())
            self._consumer.poll()


def coming(
    connection: Connection, group: str, given: Callable[[list[Place]], None], **client: Any
) -> Consumer:
    """Return a member of *group* to whom all departments speak in turn, a little at a time."""
    fetched = {"max_partition_fetch_bytes": _FETCHED} | client
    return subscribed(connection, group, PATTERN, given, **fetched)


def _effects(judgement: Judgement) -> tuple[Outgoing, ...]:
    match judgement:
        case Accepted():
            return judgement.journal
        case Duplicate():
            return judgement.journal
        case Rejected():
            return (judgement.record,)


def _count(judged: list[_Judged]) -> dict[str, Taken]:
    counts = Counter(one.department for one in judged)
    refused = Counter(one.department for one in judged if isinstance(one.judgement, Rejected))
    return {name: Taken(count, refused[name]) for name, count in counts.items()}


def _firsts(records: Iterable[Record]) -> dict[Place, int]:
    first: dict[Place, int] = {}
    for record in records:
        first.setdefault((record.topic, record.partition), record.offset)
    return first


def _ends(records: Iterable[Record]) -> dict[Place, int]:
    return {(record.topic, record.partition): record.offset + 1 for record in records}
