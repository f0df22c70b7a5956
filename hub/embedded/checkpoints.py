"""
Fold checkpoints: what ``Partition.changed`` gave, kept until ``Partition.restore`` takes it.

They are written in the transaction of the batch whose records they have folded, so state
and log never disagree. State is never the truth: with this table emptied, or written in another
format than this hub's, the next start folds the log again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hub.embedded.log import Place
from hub.sqlite import Database
from processors.folding import checkpoint
from processors.folding.checkpoint import POSITION

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
_ENDS: Final = "SELECT value FROM checkpoint WHERE key = ?"
_READ: Final = "SELECT key, value FROM checkpoint WHERE topic = ? AND partition = ?"


class Checkpoints:
    """The latest entry of every key of every folded partition."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)

    def readable(self) -> bool:
        """Tell whether there are entries, and every partition's are of this hub's format."""
        ends = [value for (value,) in self._database.rows(_ENDS, (POSITION,))]
        return bool(ends) and all(map(checkpoint.readable, ends))

    def clear(self) -> None:
        """Forget everything, inside the caller's transaction."""
        self._database.run("DELETE FROM checkpoint")

    def put(self, place: Place, entries: Mapping[str, bytes | None]) -> None:
        """Keep *entries* (None deletes), inside the caller's transaction."""
        kept = ((*place, key, value) for key, value in entries.items() if value is not None)
        gone = ((*place, key) for key, value in entries.items() if value is None)
        self._database.run_many(_PUT, kept)
        self._database.run_many(_DELETE, gone)

    def read(self, place: Place) -> Iterator[tuple[str, bytes]]:
        yield from self._database.rows(_READ, place)
