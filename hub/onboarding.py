"""
A department joins the hub, or is reorganised: what must be made, and what was not.

Joining takes five parts together: the entry in the registry, the two topics, a principal, a key
and a quota. In the embedded hub the key stands hashed beside the log, with the quota, for the
door that departments send through. On a cluster the broker's own administration makes principal,
access rules and quota, where it has them enabled; what it refuses is said with the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hub.failure import Failure
from hub.names import is_department
from hub.sqlite import Database

ZONE: Final = ZoneInfo("Asia/Shanghai")
LEVELS: Final = ("province", "city", "county", "township", "village")
QUOTA: Final = 1_048_576
"""Bytes a second a department may send unless said otherwise."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS department_key (
    department TEXT PRIMARY KEY, hash BLOB NOT NULL, quota INTEGER NOT NULL
)
"""


class Part(NamedTuple):
    """One part of joining: whether it was made just now, and what there is to know of it."""

    part: str
    made: bool
    note: str

    def document(self) -> dict[str, Any]:
        return self._asdict()


def registration(id: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the data of ``department.registered`` or ``reorganised``.

    Args:
        id: names the department and its topics.
        said: name, level, valid_from (a local date), and parent_id, area, successors if any.

    Raises:
        Failure: the id or the level is none.
    """
    if not is_department(id):
        raise Failure("department-wrong", value=id)
    if said["level"] not in LEVELS:
        raise Failure("level-wrong", value=said["level"], known=", ".join(LEVELS))
    since = datetime.combine(date.fromisoformat(said["valid_from"]), time(), ZONE).isoformat()
    data = {"department_id": id, **said, "valid_from": since}
    return {name: value for name, value in data.items() if value}


class Keys:
    """The keys of departments, hashed, in the log's own file. A key is shown once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)

    def knows(self, department: str) -> bool:
        return self._row(department) is not None

    def make(self, department: str, quota: int) -> str:
        """Return a new key for *department*; one it had is void from now on."""
        key = token_urlsafe(32)
        sql = "INSERT OR REPLACE INTO department_key VALUES (?, ?, ?)"
        with self._database.transaction():
            self._database.run(sql, (department, _hash(key), quota))
        return key

    def opens(self, department: str, key: str) -> bool:
        """Tell whether *key* is that of *department*."""
        row = self._row(department)
        return row is not None and bytes(row[0]) == _hash(key)

    def quota(self, department: str) -> int:
        """Return the bytes a second *department* may send; 0 for one without a key."""
        row = self._row(department)
        return 0 if row is None else int(row[1])

    def _row(self, department: str) -> tuple[Any, ...] | None:
        sql = "SELECT hash, quota FROM department_key WHERE department = ?"
        return self._database.row(sql, (department,))


def _hash(key: str) -> bytes:
    """Return the hash of *key*: it is 32 random bytes, so one round is as good as many."""
    return sha256(key.encode()).digest()
