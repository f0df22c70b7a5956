"""
Fold checkpoints: what ``Partition.changed`` gave, kept until ``Partition.restore`` takes it.

They are written in the transaction of the batch whose records they have folded, so state
and log never disagree. State is never the truth: with this table emptied, the next start
folds the journals again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hub.log import Place
from hub.sqlite import Database

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS checkpoint (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (topic, partition, key)
)
"""
_PUT: Final = """
INSERT INTO checkpoint VALUES (?, ?, ?, ?)
ON CONFLICT (topic, partition, key) DO UPDATE SET value = excluded.value
"""
_DELETE: Final = "DELETE FROM checkpoint WHERE topic = ? AND partition = ? AND key = ?"
_READ: Final = "SELECT key, value FROM checkpoint WHERE topic = ? AND partition = ?"


class Checkpoints:
    """The latest entry of every key of every folded partition."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)

    def put(self, place: Place, entries: Mapping[str, bytes | None]) -> None:
        """Keep *entries* (None deletes), inside the caller's transaction."""
        kept = ((*place, key, value) for key, value in entries.items() if value is not None)
        gone = ((*place, key) for key, value in entries.items() if value is None)
        self._database.run_many(_PUT, kept)
        self._database.run_many(_DELETE, gone)

    def read(self, place: Place) -> Iterator[tuple[str, bytes]]:
        yield from self._database.rows(_READ, place)
