"""
What the gateway needs of the hub behind it, and that hub in this process.

On SQLite an event is judged while its sender waits, so the answer is its receipt. On Kafka
(``hub.gateway.cluster``) the answer is where the event stands; its receipt follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any, NamedTuple, Protocol

import orjson

from events import topics
from events.instant import Instant
from events.people import known_as
from events.receipts import Receipt
from events.signers import Signers
from hub.embedded.hub import Embedded
from hub.gateway.together import Together
from hub.loading.files import Raw
from hub.wall import wall_now

Rows = list[dict[str, Any]]


class Told(NamedTuple):
    """A receipt as a stream has it; ``offset`` in ``receipts.<department>``."""

    offset: int
    receipt: dict[str, Any]


class Gate(Protocol):
    """Blocking; called from worker threads."""

    judged: bool
    """Answers are receipts; else they are positions."""

    def now(self) -> Instant: ...

    def signers(self) -> Signers | None:
        """Return who signs, as intake has it; None where only intake knows."""
        ...

    def take(self, department: str, values: Sequence[bytes]) -> Rows:
        """Return, once the log holds *values*, a receipt or position for each; raise if not."""
        ...

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        """Return the receipts of *department* from offset *after* on, at most *limit*."""
        ...

    def known_as(self, party: str) -> str:
        """Return the id under which *party* stands in the log: a pseudonym for a number."""
        ...

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        """Return the warehouse's rows; raise ``Failure`` while it is away."""
        ...


class EmbeddedGate:
    """The gate of a ``hub serve``."""

    judged = True

    def __init__(self, hub: Embedded) -> None:
        self._hub = hub
        self._together = Together(self._write)
        self._reading = Lock()

    def now(self) -> Instant:
        return wall_now()

    def signers(self) -> Signers:
        return self._hub.engine.signers()

    def take(self, department: str, values: Sequence[bytes]) -> Rows:
        return self._together.take([(department, value) for value in values])

    def _write(self, raws: list[Raw]) -> Rows:
        told: list[Receipt] = []
        self._hub.engine.accept(raws, None, told)
        return [orjson.loads(receipt.value()) for receipt in told]

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        topic = topics.receipts(department)
        if self._hub.engine.log.written(topic, 0) <= after:
            return []
        with self._reading, self._hub.reading() as log:
            records = log.read(topic, 0, after, after + limit)
            return [Told(record.offset, orjson.loads(record.value)) for record in records]

    def known_as(self, party: str) -> str:
        return known_as(party, self._hub.vault.pseudonym)

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        return self._hub.query(sql, params)
