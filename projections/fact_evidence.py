"""
What the warehouse holds of facts, event by event: ``hub verify`` holds it against the log.

A journal's record may leave rows beside its own: of a party, a department, an officer, a menu
(``projections.rows.FACTS``). They keep no bytes to be hashed, so they are held value by value
against the rows that the record gives now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from events.instant import from_datetime
from events.record import Record
from projections.rows import FACTS, rows
from projections.tables import Kind, Table
from projections.warehouse import Warehouse

_PLACES: Final = "SELECT DISTINCT toString(topic), partition FROM {table}"
_FACTS: Final = """
SELECT DISTINCT {columns} FROM {table}
WHERE topic = {{topic:String}} AND partition = {{partition:UInt32}}
    AND offset BETWEEN {{first:UInt64}} AND {{last:UInt64}}
"""
_GRAINS: Final = (1_000, 1_000_000)
"""In microseconds: an old server keeps whole seconds of an instant."""


class Fact(NamedTuple):
    """A row of ``table``, its values in the order of the columns; instants in microseconds."""

    table: str
    values: tuple[Any, ...]


Facts = frozenset[Fact]
"""All facts of one record."""


def places(warehouse: Warehouse) -> frozenset[tuple[str, int]]:
    """Return the partitions, topic and number, of which facts stand."""
    answers = (warehouse.query(_PLACES.format(table=table.name)).rows for table in FACTS)
    return frozenset((topic, partition) for rows in answers for topic, partition in rows)


def standing(
    warehouse: Warehouse, topic: str, partition: int, first: int, last: int
) -> dict[int, Facts]:
    """Return the facts that stand, by offset, of *first* to *last* included; twins are one."""
    params = {"topic": topic, "partition": partition, "first": first, "last": last}
    found: defaultdict[int, set[Fact]] = defaultdict(set)
    for table in FACTS:
        sql = _FACTS.format(columns=", ".join(table.column_names), table=table.name)
        at = table.column_names.index("offset")
        for row in warehouse.query(sql, params).rows:
            found[row[at]].add(Fact(table.name, tuple(map(_found, row))))
    return {offset: frozenset(facts) for offset, facts in found.items()}


def told(record: Record) -> tuple[Facts, ...]:
    """
    Return what may stand of *record*, of a journal: its facts, at each grain of time.

    There are two: an old server keeps whole seconds of an instant.
    """
    beside = rows(record)[1:]
    if not beside:
        return (frozenset(),)
    return tuple(
        frozenset(Fact(table.name, _kept(table, values, grain)) for table, values in beside)
        for grain in _GRAINS
    )


def differing(found: Facts, expected: Iterable[Facts]) -> tuple[str, ...]:
    """Return the tables in which *found* is none of *expected*, of the nearest; () if it is one."""
    return min((_tables(found ^ facts) for facts in expected), key=len)


def _tables(facts: Facts) -> tuple[str, ...]:
    return tuple(sorted({fact.table for fact in facts}))


def _found(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_found, value))
    return from_datetime(value) if isinstance(value, datetime) else value


def _kept(table: Table, values: Iterable[Any], grain: int) -> tuple[Any, ...]:
    columns = zip(table.columns, values, strict=True)
    return tuple(_at_grain(column.kind, value, grain) for column, value in columns)


def _at_grain(kind: Kind, value: Any, grain: int) -> Any:
    if kind is Kind.TIMES:
        return tuple(at // grain * grain for at in value)
    if kind is Kind.TEXTS:
        return tuple(value)
    if kind in (Kind.TIME, Kind.MAYBE_TIME) and value is not None:
        return value // grain * grain
    return value
