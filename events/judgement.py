"""
What intake is given and what it says: a message as received, the settings, the judgement.

``events.intake`` judges; a host writes what the judgement holds.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from events.event import Event
from events.instant import Instant
from events.messages import Language
from events.people import Entrusted, Pseudonym
from events.receipts import Receipt
from events.record import Headers, Outgoing
from events.remembered import Coordinates, Remembered
from events.routing import DEFAULT_PARTITIONS
from events.signers import NOBODY, Signers


def _sealed(raw: bytes, _: Instant) -> str:
    return b64encode(raw).decode()


@dataclass(frozen=True, slots=True)
class Settings:
    """
    ``partitions`` of each journal; ``limit`` in bytes; ``seal`` turns a rejected message,
    received then, into the text kept as ``raw`` (encrypted where the host has a vault, else plain
    base64); ``pseudonym`` names people (None: nobody is looked for, as where nothing is kept);
    ``signers`` as the log has them now (None: signatures are not looked at).
    """

    partitions: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PARTITIONS)
    limit: int = 1024 * 1024
    language: Language = "en"
    seal: Callable[[bytes, Instant], str] = _sealed
    pseudonym: Pseudonym | None = None
    signers: Signers | None = NOBODY


class Received(NamedTuple):
    """One message of ``ingest.<department>``; ``received_at`` is wall time."""

    department: str
    value: bytes
    headers: Headers
    topic: str
    partition: int
    offset: int
    received_at: Instant

    @property
    def coordinates(self) -> Coordinates:
        return Coordinates(self.topic, self.partition, self.offset)


class Accepted(NamedTuple):
    """
    ``event`` is what the last of ``journal`` decodes to, for a host that folds it itself;
    ``entrusted`` what the vault must hold before the journal does.
    """

    journal: tuple[Outgoing, ...]
    remembered: Remembered
    receipt: Receipt
    event: Event
    entrusted: tuple[Entrusted, ...] = ()

    @property
    def time(self) -> Instant:
        return self.event.time


class Duplicate(NamedTuple):
    """
    ``redelivered``: the log handed out the same entry again; the receipt is the first.

    ``journal`` repeats what a crash may have lost; harmless, readers drop what they know.
    """

    receipt: Receipt
    redelivered: bool
    journal: tuple[Outgoing, ...] = ()


class Rejected(NamedTuple):
    record: Outgoing
    receipt: Receipt


Judgement = Accepted | Duplicate | Rejected
DEFAULT: Final = Settings()
