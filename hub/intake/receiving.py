"""
Intake in the embedded hub: what a department sent is appended, judged, and receipted.

Every line stands in its department's ingest topic first, whatever it is; ``events.intake``
judges it there; an accepted one goes to the journals (after the tick its minute needs, where
ticks follow the events), a refused one to ``rejected``, and each gets its receipt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from events import topics
from events.event import Event
from events.instant import Instant
from events.intake import Accepted, Duplicate, Judgement, Received, Rejected, Settings, judge
from events.partitioner import partition_of
from events.people import forgotten
from events.receipts import Receipt
from events.record import Outgoing, Record
from hub.embedded.log import Log
from hub.intake.memory import Memory
from hub.intake.signers import SignerMemory
from hub.loading.counts import Counts
from hub.loading.files import UNKNOWN
from hub.names import is_department
from hub.ticks import Clock, ticked
from hub.vault.store import Vault

_MILLISECOND: Final = 1000


class Receiving:
    """Appends to *log*; nothing is durable until the caller writes log and memory."""

    def __init__(
        self,
        log: Log,
        memory: Memory,
        ticks: Clock,
        signers: SignerMemory,
        vault: Vault | None = None,
    ) -> None:
        """*vault*: where people are known and refusals sealed; without one, neither is done."""
        self._log, self._memory, self._ticks, self._signers = log, memory, ticks, signers
        self._vault = vault
        self._settings = Settings(partitions=log.layout.counts, signers=signers.known)
        if vault is not None:
            self._settings = replace(self._settings, seal=vault.seal, pseudonym=vault.pseudonym)
        self._known: set[str] = set()
        self._fresh: list[Record] = []
        self._events: list[Event | None] = []
        self._stamp = 0
        self._follow = False
        self._told: list[Receipt] | None = None
        self.latest = Instant(0)
        """The greatest event time accepted since the start."""

    def take(
        self,
        raws: Iterable[tuple[str, bytes]],
        now: Instant,
        follow: bool,
        told: list[Receipt] | None = None,
    ) -> tuple[Counts, list[Record], list[Event | None]]:
        """
        Return the counts of *raws*, the journal records they gave, in order, and their events.

        Args:
            raws: (department, bytes).
            now: wall time of their receipt.
            follow: ticks follow the events' own times.
            told: gets the receipt of each, for a sender who waits for it.
        """
        self._told = told
        self._fresh, self._events = [], []
        self._stamp, self._follow = now // _MILLISECOND, follow
        counts = Counts()
        for department, raw in raws:
            judgement = self._judge(department if is_department(department) else UNKNOWN, raw, now)
            self._settle(judgement, counts)
        return counts, self._fresh, self._events

    def _judge(self, department: str, raw: bytes, now: Instant) -> Judgement:
        topic = topics.ingest(department)
        if department not in self._known:
            self._log.create(topic, 1)
            self._log.create(topics.receipts(department), 1)
            self._known.add(department)
        sent = self._log.append(Outgoing(topic, b"", raw, (), 0), self._stamp)
        received = Received(department, raw, (), topic, 0, sent.offset, now)
        return judge(received, self._memory.recall, self._settings)

    def _settle(self, judgement: Judgement, counts: Counts) -> None:
        match judgement:
            case Accepted():
                self._enter(judgement)
                self._memory.remember(judgement.remembered)
                if self._vault is not None:
                    self._vault.hold(judgement.entrusted, forgotten(judgement.event))
                counts.accepted += 1
            case Duplicate():
                counts.duplicate += 1
            case Rejected():
                self._log.append(judgement.record, self._stamp)
                counts.rejected += 1
                counts.by_code[judgement.receipt.code] += 1
        receipt = judgement.receipt
        if self._told is not None:
            self._told.append(receipt)
        department = topics.ingest_department(receipt.topic) or UNKNOWN
        self._log.append(receipt.outgoing(department), self._stamp)

    def _enter(self, accepted: Accepted) -> None:
        self.latest = max(self.latest, accepted.time)
        own = accepted.journal[-1].value
        if self._signers.hear(accepted.event, own):
            self._settings = replace(self._settings, signers=self._signers.known)
        for outgoing in accepted.journal:
            kind, key, value, headers, number = outgoing
            topic = self._log.layout.live(kind)
            if number is None:
                number = partition_of(key, self._log.layout.counts[kind])
            if self._follow and (tick := self._ticks.before((topic, number), accepted.time)):
                self._fresh.append(self._log.append(tick, self._stamp))
                self._events.append(ticked((topic, number), accepted.time))
            placed = Outgoing(topic, key, value, headers, number)
            self._fresh.append(self._log.append(placed, self._stamp))
            self._events.append(accepted.event if value is own else None)
