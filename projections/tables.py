"""
What a table is to the code that fills it: a name, and columns with the kind of their values.

Rows are plain tuples in the order of ``columns``; instants stay integers (microseconds UTC)
until a warehouse encodes them. The DDL in ``migrations`` says how a column is stored; a test
holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import Any, NamedTuple


class Kind(Enum):
    """The Python value of a column: what stands in a row's tuple."""

    TEXT = auto()
    """str"""
    BYTES = auto()
    """bytes as they stand in the log, whatever they are"""
    TEXTS = auto()
    """list of str"""
    MANY_BYTES = auto()
    """list of bytes"""
    WHOLE = auto()
    """int"""
    MAYBE_WHOLE = auto()
    """int or None"""
    NUMBER = auto()
    """float"""
    TIME = auto()
    """Instant (microseconds UTC)"""
    MAYBE_TIME = auto()
    """Instant or None"""
    TIMES = auto()
    """list of Instant"""


class Column(NamedTuple):
    name: str
    kind: Kind


class Table(NamedTuple):
    """A table of the warehouse. Two tables of one name are one table."""

    name: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


class Row(NamedTuple):
    """One row for *table*: values in the order of its columns."""

    table: Table
    values: tuple[Any, ...]


def all_text(names: Iterable[str]) -> dict[str, Kind]:
    """Return the kinds of columns that all hold text; ``values.each_text`` gives their values."""
    return dict.fromkeys(names, Kind.TEXT)


def table(name: str, /, **kinds: Kind) -> Table:
    """Return the table *name* with the columns *kinds*, in this order."""
    return Table(name, tuple(Column(column, kind) for column, kind in kinds.items()))
