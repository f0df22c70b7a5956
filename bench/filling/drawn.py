"""
The words that every filled table is written in: SQL over ``number``, the row's own.

``draw(salt, number)`` in such SQL is a hash of the seed, a salt and the row's number; the salt
keeps what is drawn for one column apart from what is drawn for another.
"""

from __future__ import annotations

from typing import Final, NamedTuple

DEPARTMENTS: Final = 1112
"""A province, a city, 10 counties, 100 townships, 1 000 villages."""
NOW: Final = "toDateTime64('2026-07-01 00:00:00', 3, 'UTC')"
BEGIN: Final = "toDateTime64('2025-01-01 00:00:00', 3, 'UTC')"
SPAN_S: Final = 546 * 86_400
FIRST: Final = {"event_id": "concat('registry#', toString(number))", "time": BEGIN}
"""The event that registers something, at the beginning of time."""


class Size(NamedTuple):
    """How many of each thing there are."""

    visits: int
    cases: int
    parties: int
    officers: int

    @classmethod
    def of(cls, events: int) -> Size:
        visits = events * 7 // 10
        cases = (events - visits) * 2 // 15
        return cls(visits, max(cases, 10), max(visits // 14, 10), max(events // 250, 10))


class Fill(NamedTuple):
    """Rows of one table: ``columns`` maps each column to SQL over ``number``, the row's own."""

    table: str
    rows: int
    columns: dict[str, str]


def place(topic: str) -> dict[str, str]:
    """Return the columns of a record's place in *topic*."""
    return {"topic": f"'{topic}'", "partition": "number % 8", "offset": "intDiv(number, 8)"}


def snapshot(id: str) -> dict[str, str]:
    """Return the columns that every snapshot begins with; *id*: SQL of its id."""
    head = {"id": id, "version": "number", "generation": "0", "deleted": "0"}
    return {**head, **place("journal.cases")}


def party(number: str) -> str:
    return f"concat('91330700MA2', toString({number}))"


def at(salt: str, upto: int = SPAN_S) -> str:
    """Return an instant drawn with *salt*, less than *upto* seconds after the beginning."""
    return f"addSeconds({BEGIN}, draw({salt}, number) % {upto})"


def department(salt: str) -> str:
    """Return a department drawn with *salt*: any but the province and the city."""
    return f"concat('d', toString(2 + draw({salt}, number) % {DEPARTMENTS - 2}))"


def visit_event(number: str) -> str:
    return f"concat('/departments/bureau#v', toString({number}))"


def step_event(number: str) -> str:
    return f"concat('/departments/centre#c', toString({number}))"


def case(number: str) -> str:
    return f"concat('K-', toString({number}))"


def begun(case: str) -> str:
    """Return when the case of number *case* was opened: forty days before the end at last."""
    return f"addSeconds({BEGIN}, cityHash64({case}) % {SPAN_S - 40 * 86_400})"


def taken_in(number: str, events: int) -> str:
    """Return when the record of this *number* was taken in, of so many *events*."""
    return f"addSeconds({BEGIN}, intDiv({number} * {SPAN_S}, {events}))"
