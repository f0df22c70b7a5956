"""
The hub port: what gateway, pages, alerter and operations ask of a hub, whatever it runs on.

Two adapters stand behind it: ``hub.embedded.hub`` (SQLite and chDB, in this process) and
``hub.cluster.hub`` (Kafka and ClickHouse). On SQLite an event is judged while its sender waits, so
the answer is its receipt; on Kafka the answer is where the event stands, and its receipt follows.
Calls block, and may come from any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple, Protocol

from events.instant import Instant
from events.record import Outgoing, Record
from events.signers import Signers
from hub.journal import Journal, Positions
from hub.loading.files import Raw
from hub.publishing.publications import Publication
from hub.settings import Settings

Rows = list[dict[str, Any]]

WRITTEN: Final = "written"
"""The outcome in an answer of ``take`` where the log has the event and intake judges it later."""


class Told(NamedTuple):
    """A receipt as a stream has it; ``offset`` in ``receipts.<department>``."""

    offset: int
    receipt: dict[str, Any]


class Asked(Protocol):
    """What an operation that only asks needs of a hub."""

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        """Return the rows that answer *sql*, instants as RFC 3339; raise ``Failure`` for none."""
        ...


class Hub(Asked, Protocol):
    """A hub that runs: it is asked, told, and heard."""

    settings: Settings
    judged: bool
    """Whether ``take`` answers with receipts; else with positions, outcome ``WRITTEN``."""

    def now(self) -> Instant:
        """Return the wall clock's instant."""
        ...

    def signers(self) -> Signers | None:
        """Return who signs, as intake has it; None where only intake knows."""
        ...

    def known_as(self, party: str) -> str:
        """Return the id under which *party* stands in the log: a pseudonym for a number."""
        ...

    def take(self, raws: Sequence[Raw]) -> Rows:
        """Return, once the log holds *raws*, a receipt or position for each; raise if not."""
        ...

    def reading(self) -> AbstractContextManager[Journal]:
        """Give the log as it stands now while the body runs."""
        ...

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        """Return the receipts of *department* from offset *after* on, at most *limit*."""
        ...

    def findings(self, positions: Positions) -> Sequence[Record]:
        """Return some of the records of topic ``findings`` from *positions* on."""
        ...

    def say(self, said: Sequence[Outgoing]) -> object:
        """Append records that no fold reads, as those of topic ``alerts``."""
        ...

    def publish(self, published: Sequence[Publication]) -> object:
        """Say *published* in the hub's own name; raise ``Failure`` where it is refused."""
        ...

    def as_of(self) -> str:
        """Return since when what is published now is valid, RFC 3339."""
        ...
