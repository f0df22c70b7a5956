"""
SQLite, for the embedded hub: one file, one writer, one transaction per batch.

The only file that imports ``sqlite3``. Everything the hub must not lose (log, intake
memory, checkpoints, positions) stands in one database, so that a batch is either wholly
there or wholly not. The journal mode is WAL with ``synchronous=FULL``: a commit returns
after the disk has the WAL, so a receipt that was handed out survives a power cut. The cost
is one flush per batch of thousands of events, which is why batches exist. (``NORMAL``
would save that flush and could lose the last batches after their receipts were sent.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

SqliteError = sqlite3.Error

Row = Any
"""A tuple of the selected columns."""

_PATIENCE_S: Final = 60.0
"""How long a writer waits for another: a projector notes its place in the file of the log."""
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-65536",  # 64 MiB: the pages a batch touches stay in memory
    "PRAGMA mmap_size=268435456",
    "PRAGMA wal_autocheckpoint=8000",
)


class Database:
    """One connection. Methods may be called from any thread, by one thread at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._connection = sqlite3.connect(
            path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            self._connection.execute(pragma)

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        self._connection.execute(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of *sql* as they are read; a cursor of its own per call."""
        yield from self._connection.execute(sql, values)

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def widen(self, table: str, columns: Iterable[str]) -> None:
        """Give *table* those of *columns* (``name type …``) that a file of an older hub lacks."""
        known = {row[1] for row in self.rows(f"PRAGMA table_info({table})")}
        for column in columns:
            if column.partition(" ")[0] not in known:
                self.run(f"ALTER TABLE {table} ADD COLUMN {column}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside are kept, or, when the body raises, none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def copy_to(self, path: Path) -> None:
        """Write all that stands now into a new database at *path*, while others go on."""
        with closing(sqlite3.connect(path)) as target:
            self._connection.backup(target)

    def damage(self) -> str:
        """Return what SQLite finds wrong with the file, '' for nothing."""
        [(said,)] = self._connection.execute("PRAGMA integrity_check(1)").fetchall()
        return "" if said == "ok" else str(said)

    def close(self) -> None:
        self._connection.close()
