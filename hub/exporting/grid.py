"""
What a table or a report is to the forms that write it: typed columns, and rows in batches.

Types are the warehouse's own, read from it once; instants come as RFC 3339 text (as JSON has
them) and are made what a form needs in that form's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from events.messages import Language
from hub.client import Client
from hub.exporting.selection import Selection
from hub.exporting.source import Advance, Row
from hub.failure import Failure
from projections import reporting
from projections.exported import TABLES

_ROWS: Final = 20_000
"""About how many rows of a table are held at once."""
_WRAPPED: Final = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)")


class Type(Enum):
    """What the values of a column are."""

    TEXT = auto()
    WHOLE = auto()
    NUMBER = auto()
    TIME = auto()
    DAY = auto()
    TEXTS = auto()
    OTHER = auto()


class Column(NamedTuple):
    """``title`` is what people read, in their language, where there is one."""

    name: str
    title: str
    type: Type


class Grid(NamedTuple):
    """``batches`` is walked once; ``steps`` is how many it has."""

    columns: tuple[Column, ...]
    batches: Iterator[list[Row]]
    steps: int


def of_report(client: Client, name: str, selection: Selection, language: Language | None) -> Grid:
    """
    Return the report *name* as its reader may see it; titles in *language*, None: names.

    Raises:
        Failure: there is no such report, or it cannot be narrowed like that.
    """
    given = {"from": selection.since, "to": selection.until, "for": selection.reader}
    options = {option: value for option, value in given.items() if value}
    rows = client.ask("report", name=name, options=options)
    found = reporting.find(name)
    types = _types(client, found.view)
    if selection.department:
        rows = _only(rows, found, selection.department)
    columns = tuple(Column(t.name, _title(t, language), types[t.name]) for t in found.columns)
    return Grid(columns, iter([rows]), 1)


def of_table(client: Client, name: str, selection: Selection, advance: Advance) -> Grid:
    """
    Return the table *name*, a batch at a time.

    Raises:
        Failure: there is none, it cannot be narrowed to a department, or it is not for one.
    """
    wanted = TABLES.get(name)
    if wanted is None:
        raise Failure("unknown-value", option="table", value=name, known=", ".join(TABLES))
    if selection.reader and not wanted.shown:
        known = ", ".join(table for table, told in TABLES.items() if told.shown)
        raise Failure("table-guarded", table=name, known=known)
    if selection.department and not wanted.of:
        raise Failure("table-without-department", table=name)
    [size] = client.ask("sql", query=f"SELECT count() AS rows FROM {name}")  # noqa: S608 - one of TABLES
    steps = 1 + int(size["rows"]) // _ROWS
    types = _types(client, name)
    shown = [column for column in types if not (name == "rejected" and column == "raw")]
    columns = tuple(Column(column, column, types[column]) for column in shown)
    return Grid(columns, _batches(client, name, steps, selection, advance), steps)


def _batches(
    client: Client, name: str, steps: int, selection: Selection, advance: Advance
) -> Iterator[list[Row]]:
    for bucket in range(steps):
        place = {"bucket": bucket, "buckets": steps}
        yield client.ask("export_table", table=name, narrowed=selection.narrowed(), **place)
        advance(1)


def _only(rows: list[Row], found: reporting.Report, department: str) -> list[Row]:
    if "department" not in {title.name for title in found.columns}:
        known = ", ".join(f"--{option.name}" for option in found.options) or "-"
        raise Failure("report-option", name=found.name, option="department", known=known)
    return [row for row in rows if row["department"] == department]


def _title(title: reporting.Title, language: Language | None) -> str:
    return title.name if language is None else title.zh if language == "zh" else title.en


def _types(client: Client, view: str) -> dict[str, Type]:
    rows = client.ask("sql", query=f"DESCRIBE TABLE {view}")
    return {row["name"]: type_of(row["type"]) for row in rows}


def type_of(said: str) -> Type:
    """Return the type of a column that ClickHouse calls *said*: ``Nullable(UInt8)``."""
    while wrapped := _WRAPPED.fullmatch(said):
        said = wrapped.group(1)
    for beginning, type in _NAMED.items():
        if said.startswith(beginning):
            return type
    return Type.OTHER


_NAMED: Final = {
    "String": Type.TEXT,
    "FixedString": Type.TEXT,
    "Enum": Type.TEXT,
    "UUID": Type.TEXT,
    "UInt": Type.WHOLE,
    "Int": Type.WHOLE,
    "Bool": Type.WHOLE,
    "Float": Type.NUMBER,
    "Decimal": Type.NUMBER,
    "DateTime": Type.TIME,
    "Date": Type.DAY,
    "Array(String": Type.TEXTS,
    "Array(LowCardinality(String": Type.TEXTS,
}
