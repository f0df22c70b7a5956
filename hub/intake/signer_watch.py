"""
How every intake of a cluster hears of keys: it reads ``ingest.hub`` beside its own share.

One member of the group takes in what the hub says; the others would learn of a revoked key only
from the journals, when partitions are given out anew. So each looks at the little that stands in
``ingest.hub`` every few seconds, and judges what is about signing as intake does: what would be
refused there is refused here.
"""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from events import topics
from events.instant import Instant
from events.intake import Accepted, Received, judge
from events.kafka import BrokersAwayError, Connection, assigned
from events.record import Record
from events.remembered import Coordinates, Remembered
from events.routing import EVERYWHERE, Route
from events.validation import HUB
from hub.intake.signers import SignerMemory

log = logging.getLogger(__name__)

_EVERY_S: Final = 2.0
_TOPIC: Final = topics.ingest(HUB)
_WORDS: Final = (b"key.published", b"key.revoked", b"signing", b"event.withdrawn")


class SignerWatch:
    """Tells *memory* what is said in ``ingest.hub``; for one thread."""

    def __init__(self, connection: Connection) -> None:
        self._consumer = assigned(connection, [(_TOPIC, 0)])
        self._next = -_EVERY_S

    def look(self, memory: SignerMemory) -> None:
        """Hear what is new, if some time has passed since the last look."""
        if time.monotonic() < self._next:
            return
        try:
            while records := self._consumer.poll(0.01):
                for record in records:
                    _hear(record, memory)
        except BrokersAwayError as error:
            log.warning("%s: keys may have changed meanwhile", error)
        self._next = time.monotonic() + _EVERY_S

    def close(self) -> None:
        self._consumer.close()


def _hear(record: Record, memory: SignerMemory) -> None:
    if not any(word in record.value for word in _WORDS):
        return
    now = Instant(time.time_ns() // 1000)
    received = Received(HUB, record.value, record.headers, *record[:3], now)

    def recall(source: str, id: str) -> Remembered | None:
        event_id = f"{source}#{id}"
        if event_id not in memory.known.facts:
            return None
        first = Coordinates(_TOPIC, 0, -1)
        return Remembered(source, id, "", first, now, Route(EVERYWHERE, ("",)))

    judgement: Any = judge(received, recall)
    if isinstance(judgement, Accepted):
        memory.hear(judgement.event, judgement.journal[-1].value)
