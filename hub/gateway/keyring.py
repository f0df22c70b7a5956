"""
Who may come in: keys with a name, a role, a department and a quota; and what was refused.

Keys are 32 random bytes, shown once and kept as SHA-256 (``hub.onboarding`` makes those of
departments). Every stored hash is compared in constant time, and all of them at every request,
so that the time of an answer tells nothing of a key. Refusals are counted per minute, caller and
reason: a flood of them is a number, not a full disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_bytes, token_urlsafe
from threading import Lock
from typing import Any, Final, NamedTuple

from events.instant import Instant, floor_minute, render
from hub.sqlite import Database

_SCHEMA: Final = (
    """
    CREATE TABLE IF NOT EXISTS access_key (
        name TEXT PRIMARY KEY, department TEXT NOT NULL, role TEXT NOT NULL,
        hash BLOB NOT NULL, quota INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS refusal (
        minute INTEGER NOT NULL, caller TEXT NOT NULL, address TEXT NOT NULL,
        method TEXT NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL, code TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (minute, caller, address, method, path, code)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY CHECK (one = 1), value BLOB)",
)
_COUNT: Final = """
INSERT INTO refusal VALUES (?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (minute, caller, address, method, path, code) DO UPDATE SET count = count + 1
"""
_REFUSALS: Final = """
SELECT minute, caller, address, method, path, status, code, count FROM refusal
ORDER BY minute DESC, caller, path LIMIT ?
"""
_KEPT_ROWS: Final = 200_000
_LONGEST: Final = 200


class Caller(NamedTuple):
    """Who holds a key. ``department`` is '' for one who belongs to none."""

    name: str
    department: str
    role: str
    quota: int


class Refusal(NamedTuple):
    """Somebody was not let in, or not let do it. ``caller`` is '' where no key was valid."""

    caller: str
    address: str
    method: str
    path: str
    status: int
    code: str


class Keyring:
    """One per database. Methods may be called from any thread; they take turns."""

    def __init__(self, database: Database) -> None:
        self._database, self._turn = database, Lock()
        for statement in _SCHEMA:
            database.run(statement)

    @property
    def path(self) -> Path:
        """The file it stands in; other files of the gateway stand beside it."""
        return self._database.path

    def make(self, caller: Caller) -> str:
        """Return a new key for *caller*; one of the same name is void from now on."""
        key = token_urlsafe(32)
        self.accept(caller, key)
        return key

    def accept(self, caller: Caller, key: str) -> None:
        """Let *key* open as *caller* from now on."""
        row = (caller.name, caller.department, caller.role, _hash(key), caller.quota)
        with self._turn, self._database.transaction():
            self._database.run("INSERT OR REPLACE INTO access_key VALUES (?, ?, ?, ?, ?)", row)

    def revoke(self, name: str) -> bool:
        """Make the key of *name* void; tell whether there was one."""
        known = any(caller.name == name for caller in self.callers())
        with self._turn, self._database.transaction():
            self._database.run("DELETE FROM access_key WHERE name = ?", (name,))
        return known

    def callers(self) -> list[Caller]:
        """Return all who have a key, by name."""
        return [caller for _, caller in self._held()]

    def named(self, name: str) -> Caller | None:
        return next((caller for caller in self.callers() if caller.name == name), None)

    def hash_of(self, name: str) -> bytes:
        """Return the hash of the key of *name*, b"" where there is none."""
        return next((held for held, caller in self._held() if caller.name == name), b"")

    def secret(self) -> bytes:
        """Return 32 bytes that only this keyring knows: they sign the sessions of the pages."""
        with self._turn:
            row = self._database.row("SELECT value FROM secret")
            if row is None:
                row = (token_bytes(32),)
                self._database.run("INSERT INTO secret VALUES (1, ?)", row)
        return bytes(row[0])

    def opens(self, key: str) -> Caller | None:
        """Return who holds *key*, None for nobody."""
        hashed, found = _hash(key), None
        for held, caller in self._held():
            if compare_digest(held, hashed):
                found = caller
        return found

    def refuse(self, refusal: Refusal, at: Instant) -> None:
        """Write down that *refusal* happened, *at* wall time."""
        words = [str(word)[:_LONGEST] for word in refusal]
        row = (floor_minute(at), *words[:4], refusal.status, words[5])
        with self._turn, self._database.transaction():
            self._database.run(_COUNT, row)

    def refusals(self, limit: int = 1000) -> list[dict[str, Any]]:
        """Return what was refused, newest minute first."""
        with self._turn:
            rows = list(self._database.rows(_REFUSALS, (limit,)))
        names = ("minute", "caller", "address", "method", "path", "status", "code", "count")
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return [row | {"minute": render(Instant(row["minute"]))} for row in found]

    def forget(self) -> None:
        """Keep the newest refusals only, as many as a disk holds without being noticed."""
        sql = "SELECT minute FROM refusal ORDER BY minute DESC LIMIT 1 OFFSET ?"
        with self._turn, self._database.transaction():
            last = self._database.row(sql, (_KEPT_ROWS,))
            if last is not None:
                self._database.run("DELETE FROM refusal WHERE minute <= ?", last)

    def _held(self) -> list[tuple[bytes, Caller]]:
        sql = "SELECT hash, name, department, role, quota FROM access_key ORDER BY name"
        with self._turn:
            return [(bytes(row[0]), Caller(*row[1:])) for row in self._database.rows(sql)]


@contextmanager
def open_keyring(data: Path) -> Iterator[Keyring]:
    """Give the keyring of the folder *data*: a file of its own, apart from the log."""
    database = Database(data / "access.sqlite")
    try:
        yield Keyring(database)
    finally:
        database.close()


def _hash(key: str) -> bytes:
    """Return the hash of *key*: it is 32 random bytes, so one round is as good as many."""
    return sha256(key.encode()).digest()
