"""
Receipts: what a department is told of each event it sent, on ``receipts.<department>``.

``sha256`` names the content (the journal's ``hash`` header) of an event that was taken, and
the bytes as received of one that was not: those may not even be text. ``topic``,
``partition`` and ``offset`` are where the department wrote it; ``time`` is wall time, when
the hub took it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from events.instant import Instant, render
from events.jsonbytes import dumps
from events.record import Outgoing
from events.topics import receipts

stamp = lru_cache(maxsize=1024)(render)
"""``render`` of a time of receipt: a whole batch shares one."""

Outcome = Literal["accepted", "duplicate", "rejected"]


class Receipt(NamedTuple):
    """``code`` and ``field`` are '' unless the event was rejected."""

    event_id: str
    outcome: Outcome
    code: str
    message: str
    field: str
    time: Instant
    sha256: str
    topic: str
    partition: int
    offset: int

    def value(self) -> bytes:
        """Return the receipt as JSON."""
        return dumps(self._asdict() | {"time": stamp(self.time)})

    def outgoing(self, department: str) -> Outgoing:
        """Return the receipt as a record for *department*, keyed by event_id or coordinates."""
        key = self.event_id or f"{self.topic}:{self.partition}:{self.offset}"
        return Outgoing(receipts(department), key.encode(), self.value())
