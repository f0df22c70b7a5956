"""
The file of keys: one for each person and one for each day, wrapped by the hub's own key.

To forget is to delete a row here: SQLite overwrites what it deletes (``secure_delete``), and its
write-ahead log is cut off at once. The file is small and stands apart from what its keys open, so
that a copy of the rest may be kept as long as one likes. Who was forgotten stays listed: what is
said of them later gets no new key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hub.sqlite import Database
from hub.vault.sealing import AlteredError, HubKey, new_key

_SCHEMA: Final = (
    "PRAGMA secure_delete=ON",
    "CREATE TABLE IF NOT EXISTS wrapped (name TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS forgotten (person TEXT PRIMARY KEY) WITHOUT ROWID",
)
_GET: Final = "SELECT key FROM wrapped WHERE name = ?"
_PUT: Final = "INSERT OR IGNORE INTO wrapped VALUES (?, ?)"


def private(path: Path) -> Database:
    """Return the database *path*, readable by its owner alone, that overwrites what it deletes."""
    database = Database(path)
    os.chmod(path, 0o600)  # noqa: PTH101 - the file may be a mount of its own
    database.run("PRAGMA secure_delete=ON")
    return database


class Keys:
    """The keys in the file *path*, by name."""

    def __init__(self, path: Path, hub: HubKey) -> None:
        self._database, self._hub = private(path), hub
        for statement in _SCHEMA:
            self._database.run(statement)

    def get(self, name: str) -> bytes | None:
        """
        Return the key of *name*; None when there is none, or none any more.

        Raises:
            AlteredError: it was wrapped by another hub's key, or was altered.
        """
        row = self._database.row(_GET, (name,))
        return None if row is None else self._hub.unwrap(row[0], name)

    def get_or_make(self, name: str) -> bytes:
        """Return the key of *name*, a new one where there is none; it is durable."""
        found = self.get(name)
        if found is None:
            with self._database.transaction():
                self._database.run(_PUT, (name, self._hub.wrap(new_key(), name)))
            found = self.get(name)
        if found is None:
            raise AlteredError(name)
        return found

    def shred(self, names: Iterable[str]) -> int:
        """Delete the keys of *names* beyond recovery; return how many there were."""
        count = 0
        with self._database.transaction():
            for name in names:
                count += self._database.row(_GET, (name,)) is not None
                self._database.run("DELETE FROM wrapped WHERE name = ?", (name,))
        scrub(self._database)
        return count

    def names(self, prefix: str) -> list[str]:
        rows = self._database.rows("SELECT name FROM wrapped ORDER BY name")
        return [name for (name,) in rows if name.startswith(prefix)]

    def forget(self, person: str) -> None:
        """Remember that *person* is to stay forgotten."""
        with self._database.transaction():
            self._database.run("INSERT OR IGNORE INTO forgotten VALUES (?)", (person,))

    def is_forgotten(self, person: str) -> bool:
        asked = "SELECT 1 FROM forgotten WHERE person = ?"
        return self._database.row(asked, (person,)) is not None

    def close(self) -> None:
        self._database.close()


def scrub(database: Database) -> None:
    """Bring deletions into the file itself, and cut off the log that still holds what was."""
    list(database.rows("PRAGMA wal_checkpoint(TRUNCATE)"))
