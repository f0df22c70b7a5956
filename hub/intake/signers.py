"""
Who signs, kept beside intake's memory: the events about keys and duties, as the journal has them.

They are few. All are read when the hub starts; what a batch adds counts at once and is written
with the batch. Never the truth: lost, they are read again from the journal.
"""

from __future__ import annotations

from typing import Final

from events import codec
from events.event import Event
from events.record import Record
from events.routing import EVERYWHERE, Route
from events.signers import NOBODY
from hub.sqlite import Database

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS signer (event_id TEXT PRIMARY KEY, value BLOB NOT NULL)"
)
_PUT: Final = "INSERT OR IGNORE INTO signer VALUES (?, ?)"
_EVERYWHERE: Final = Route(EVERYWHERE, ()).header()[1][:5]
"""How the header begins that records of reference events bear, and no others."""


class SignerMemory:
    """One per database. ``known`` are the signers of all that was heard."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)
        self._new: list[tuple[str, bytes]] = []
        self.known = NOBODY
        for (value,) in database.rows("SELECT value FROM signer"):
            self.known = self.known.learn(codec.decode(bytes(value)))

    def hear(self, event: Event, value: bytes) -> bool:
        """Learn *event* (*value* in the journal) if it is about signing; tell whether it was."""
        if not self.known.holds(event):
            return False
        if event.event_id not in self.known.facts:
            self.known = self.known.learn(event)
            self._new.append((event.event_id, value))
        return True

    def write(self) -> None:
        """Write what is new, inside the caller's transaction."""
        self._database.run_many(_PUT, self._new)
        self._new.clear()


def about_signing(record: Record) -> Event | None:
    """Return the event of a journal *record* that may be about signing; None for most."""
    for name, held in record.headers:
        if name == "route" and held.startswith(_EVERYWHERE):
            return codec.decode(record.value)
    return None
