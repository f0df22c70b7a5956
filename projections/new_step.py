"""
A new step for columns that code declares and no step makes: ``make step NAME=place``.

The columns that rows are made for (``projections.rows``) are held against those that the numbered
steps make, as they are written; what is missing becomes the next step, with its way back. Look it
over before it is committed: say what the column is, and keep a text of few values as
``LowCardinality(String)``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from projections import schema
from projections.rows import TABLES
from projections.tables import Kind, Table

FOLDER: Final = Path(__file__).parent / "migrations"
_CREATED: Final = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+) \((.*)\n\)", re.DOTALL)
_COLUMN: Final = re.compile(r"^    `?(\w+)`? ", re.MULTILINE)
_ALTERED: Final = re.compile(r"ALTER TABLE (\w+)")
_ADDED: Final = re.compile(r"ADD COLUMN (?:IF NOT EXISTS )?`?(\w+)`?")
_TIME: Final = "DateTime64(3, 'UTC')"
_TYPES: Final = {
    Kind.TEXT: "String",
    Kind.BYTES: "String",
    Kind.TEXTS: "Array(String)",
    Kind.MANY_BYTES: "Array(String)",
    Kind.WHOLE: "Int64",
    Kind.MAYBE_WHOLE: "Nullable(Int64)",
    Kind.NUMBER: "Float64",
    Kind.TIME: _TIME,
    Kind.MAYBE_TIME: f"Nullable({_TIME})",
    Kind.TIMES: f"Array({_TIME})",
}


class Missing(NamedTuple):
    """A column of *table* that no step makes; it is declared behind the column *after*."""

    table: str
    name: str
    kind: Kind
    after: str


def missing(tables: Iterable[Table], statements: Iterable[str]) -> Iterator[Missing]:
    """
    Yield each column of *tables* that none of *statements* (of steps, forward) makes.

    Raises:
        ValueError: a whole table is missing; its sort key is for people to choose.
    """
    made: dict[str, set[str]] = {}
    for statement in statements:
        if created := _CREATED.match(statement):
            made.setdefault(created[1], set()).update(_COLUMN.findall(created[2]))
        elif altered := _ALTERED.match(statement):
            made.setdefault(altered[1], set()).update(_ADDED.findall(statement))
    for table in tables:
        if table.name not in made:
            raise ValueError(f"{table.name} is no table yet: write its CREATE TABLE as a step")
        for before, column in pairwise(table.columns):
            if column.name not in made[table.name]:
                yield Missing(table.name, column.name, column.kind, before.name)


def text(columns: Iterable[Missing]) -> str:
    """Return the step that makes *columns*, and takes them back."""
    found = list(columns)
    up = (
        f"ALTER TABLE {one.table}${{on_cluster}} ADD COLUMN {one.name} {_TYPES[one.kind]}"
        f" AFTER {one.after};"
        for one in found
    )
    down = (f"ALTER TABLE {one.table}${{on_cluster}} DROP COLUMN {one.name};" for one in found)
    return "\n".join((*up, "", "-- down", *down, ""))


def idle(name: str, tables: Iterable[Table]) -> str:
    """Return why no step is due for a column *name* of *tables*, and what to do, in a line."""
    there = [table.name for table in tables if name in table.column_names]
    found = f"stands, with its step, in {', '.join(there)}" if there else "is declared nowhere"
    return (
        f"make step: {name} {found}; no column waits for a step. To make one, declare it first "
        f"(snapshot_rows.py, fact_rows.py)"
    )


def main(words: list[str]) -> int:
    """Write the step named by *words*; 1 when nothing is missing, 2 when they are no name."""
    if len(words) != 1 or not words[0].isidentifier():
        sys.stderr.write("make step: say what to call it, in one word: make step NAME=place\n")
        return 2
    steps = schema.steps(schema.Dialect())
    found = list(missing(TABLES, (part for step in steps for part in step.up)))
    if not found:
        sys.stderr.write(idle(words[0], TABLES) + "\n")
        return 1
    path = FOLDER / f"{steps[-1].number + 1:04}_{words[0]}.sql"
    path.write_text(text(found), encoding="utf-8")
    sys.stdout.write(f"{path.name}: look it over, and say above it what the column is\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
