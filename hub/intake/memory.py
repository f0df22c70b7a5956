"""
Intake's memory, on disk: every event taken, by (source, id).

It tells a second sending from a first, a conflict from a repeat, and where a withdrawal must
go. What a batch adds is held in memory, seen by ``recall`` at once, and written with the
batch. Sources are numbered, so that the ids of one source lie together in the tree.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from events.instant import Instant
from events.jsonbytes import dumps
from events.remembered import Coordinates, Remembered
from events.routing import Route
from hub.sqlite import Database

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS source (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS remembered (
        source INTEGER NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL,
        topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
        recorded_time INTEGER NOT NULL, route BLOB NOT NULL,
        PRIMARY KEY (source, id)
    ) WITHOUT ROWID
    """,
)
_RECALL: Final = """
SELECT hash, topic, partition, offset, recorded_time, route FROM remembered
WHERE source = ? AND id = ?
"""
_PUT: Final = "INSERT INTO remembered VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class Memory:
    """One per database; ``recall`` is what ``events.intake.judge`` asks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        for statement in _SCHEMA:
            database.run(statement)
        self._sources: dict[str, int] = {
            name: number for number, name in database.rows("SELECT number, name FROM source")
        }
        self._new_sources: list[tuple[int, str]] = []
        self._pending: dict[tuple[str, str], Remembered] = {}

    def recall(self, source: str, id: str) -> Remembered | None:
        """Return what is remembered of the event, this batch included; None when it is new."""
        pending = self._pending.get((source, id))
        number = self._sources.get(source)
        if pending is not None or number is None:
            return pending
        row = self._database.row(_RECALL, (number, id))
        return None if row is None else _remembered(source, id, row)

    def remember(self, remembered: Remembered) -> None:
        """Hold *remembered* until ``write``."""
        self._pending[remembered.source, remembered.id] = remembered
        if remembered.source not in self._sources:
            number = len(self._sources) + 1
            self._sources[remembered.source] = number
            self._new_sources.append((number, remembered.source))

    def write(self) -> None:
        """Write what is held, inside the caller's transaction."""
        self._database.run_many("INSERT INTO source VALUES (?, ?)", self._new_sources)
        self._database.run_many(_PUT, (self._row(one) for one in self._pending.values()))
        self._new_sources.clear()
        self._pending.clear()

    def _row(self, one: Remembered) -> tuple[Any, ...]:
        route = dumps(tuple(one.route))
        number = self._sources[one.source]
        return number, one.id, bytes.fromhex(one.hash), *one.first, one.recorded_time, route


def _remembered(source: str, id: str, row: tuple[Any, ...]) -> Remembered:
    hash, topic, partition, offset, recorded_time, route = row
    way, keys = orjson.loads(route)
    first = Coordinates(topic, partition, offset)
    at = Instant(recorded_time)
    return Remembered(source, id, hash.hex(), first, at, Route(way, tuple(keys)))
