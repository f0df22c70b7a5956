"""
OCEL 2.0 as a SQLite database: one table per type of event and of object, relations beside.

Source: OCEL 2.0, relational format (www.ocel-standard.org).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from events.instant import Instant, render
from hub.exporting.ocel import OBJECTS, Happening, Thing, attributes
from hub.sqlite import Database

_ALWAYS: Final = "1970-01-01 00:00:00"
_KEPT: Final = 5_000
"""How many rows of a table are written at once."""
_TABLES: Final = (
    "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)",
    "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)",
    "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT)",
)
_SQL_TYPES: Final = {"integer": "INTEGER", "boolean": "BOOLEAN", "float": "REAL"}


class _Writer:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._known: dict[str, Mapping[str, str]] = {}
        self.counts = {"events": 0, "objects": 0}

    def event(self, one: Happening) -> None:
        wanted = self._typed("event", one.type, attributes(one.type))
        self._add("event", (one.id, one.type))
        values = (_stored(one.values.get(name), type) for name, type in wanted.items())
        self._add(f"event_{mapped(one.type)}", (one.id, _stamp(one.at), *values))
        for target, qualifier in one.relations:
            self._add("event_object", (one.id, target, qualifier))
        self.counts["events"] += 1

    def object(self, one: Thing) -> None:
        wanted = self._typed("object", one.type, OBJECTS[one.type])
        self._add("object", (one.id, one.type))
        values = (_stored(one.values.get(name), type) for name, type in wanted.items())
        self._add(f"object_{mapped(one.type)}", (one.id, _ALWAYS, None, *values))
        for target, qualifier in one.relations:
            self._add("object_object", (one.id, target, qualifier))
        self.counts["objects"] += 1

    def finish(self) -> None:
        """Write what is held, and the types of objects that none is of."""
        for type, told in OBJECTS.items():
            self._typed("object", type, told)
        for table in list(self._rows):
            self._flush(table)

    def _typed(self, what: str, type: str, told: Mapping[str, str]) -> Mapping[str, str]:
        table = f"{what}_{mapped(type)}"
        if table not in self._known:
            self._known[table] = told
            changed = ", ocel_changed_field TEXT" if what == "object" else ""
            columns = "".join(f', "{name}" {_SQL_TYPES.get(t, "TEXT")}' for name, t in told.items())
            made = f"CREATE TABLE {table} (ocel_id TEXT, ocel_time TIMESTAMP{changed}{columns})"
            self._database.run(made)
            self._add(f"{what}_map_type", (type, mapped(type)))
        return told

    def _add(self, table: str, row: tuple[Any, ...]) -> None:
        self._rows[table].append(row)
        if len(self._rows[table]) >= _KEPT:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows = self._rows.pop(table, [])
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._database.run_many(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - names of ours


def write(path: Path, told: Iterable[Thing | Happening]) -> dict[str, int]:
    """Write what is *told* to the new file *path*; return how many events and objects."""
    with closing(Database(path)) as database:
        # One plain file without a log beside it; one that breaks off is written again.
        database.run("PRAGMA journal_mode=DELETE")
        database.run("PRAGMA synchronous=OFF")
        with database.transaction():
            for statement in _TABLES:
                database.run(statement)
            writer = _Writer(database)
            for one in told:
                writer.event(one) if isinstance(one, Happening) else writer.object(one)
            writer.finish()
    return writer.counts


def mapped(type: str) -> str:
    """Return the *type* as part of a table's name: ``case.part-reported`` as CasePartReported."""
    return "".join(word.capitalize() for word in re.findall(r"[a-z]+", type))


def _stored(value: Any, type: str) -> Any:
    return _stamp(value) if type == "time" and value is not None else value


def _stamp(at: Instant) -> str:
    return render(at).replace("T", " ").removesuffix("Z")
