"""
The cases behind the numbers of a report: a SELECT beside the report's own.

``reports/<name>.cases.sql`` lists every thing that a number of ``<name>.sql`` counts, one row
for each number it is counted in. Its columns are at least the report's keys and

    number   the column of the report that counts this row; ``row`` where the report lists things
    thing    what it is: case, visit, party, clock, evaluation, return, finding, …
    id       its id, once per keys and number: so the count of rows is the number
    case_id  the case it belongs to, '' for none
    at       the instant for which it counts, or NULL

Its head says what each column of the report is, in comment lines ``-- word: columns``:

    -- keys: department, clock        columns that name a row of the report
    -- numbers: judged, met           columns that count things
    -- on_time_rate: judged, met      a figure made of numbers; its cases are theirs
    -- row: since, hours              columns that describe the one thing the row lists

It is the view ``report_<name>_cases``. A report had best be counted from that view, so that a
number cannot differ from its list; the tests hold them equal in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from projections import headed

LISTED = "row"
"""The number of a report that lists things: each row counts itself."""
_SUFFIX = ".cases.sql"


class Question(NamedTuple):
    """SQL and the values of its parameters."""

    sql: str
    params: dict[str, str]


class Cases(NamedTuple):
    """``made`` maps a figure to the numbers it is made of; ``row`` describes listed things."""

    view: str
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    made: Mapping[str, tuple[str, ...]]
    row: tuple[str, ...]
    select: str

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the report that is accounted for."""
        return frozenset((*self.keys, *self.numbers, *self.made, *self.row))

    def counted(self, column: str) -> tuple[str, ...]:
        """
        Return the numbers that *column* of the report rests on; all of them for ''.

        Raises:
            KeyError: the report has no such number.
        """
        known = {**self.made, **{number: (number,) for number in self.numbers}}
        if not self.numbers:
            known |= dict.fromkeys((LISTED, *self.keys, *self.row), (LISTED,))
        return known[column] if column else self.numbers or (LISTED,)

    def question(
        self, column: str = "", of: Mapping[str, str] | None = None, narrowed: str = ""
    ) -> Question:
        """
        Return what asks for the cases of *column* in the rows of the report that *of* names.

        Args:
            column: a number or figure of the report; '' for all of them.
            of: key columns and their values as text; '' is an empty or missing value.
            narrowed: the SELECT with options; '' asks the view.

        Raises:
            KeyError: the report has no such number, or *of* names no key.
        """
        wanted = dict(of or {})
        unknown = [name for name in wanted if name not in self.keys]
        if unknown:
            raise KeyError(unknown[0])
        numbers = ", ".join(f"'{number}'" for number in self.counted(column))
        asked = [f"ifNull(toString({name}), '') = {{of_{name}:String}}" for name in wanted]
        where = " AND ".join([f"number IN ({numbers})", *asked])
        listed = f"({narrowed})" if narrowed else self.view
        sql = f"SELECT * FROM {listed} WHERE {where} ORDER BY number, at, id"  # noqa: S608 - names of ours
        return Question(sql, {f"of_{name}": value for name, value in wanted.items()})


def beside(report: Path, view: str) -> Cases | None:
    """Return the cases of the report in the file *report*, whose view is *view*."""
    path = report.with_name(report.name.removesuffix(".sql") + _SUFFIX)
    return read(path, f"{view}_cases") if path.exists() else None


def is_cases(path: Path) -> bool:
    return path.name.endswith(_SUFFIX)


def read(path: Path, view: str) -> Cases:
    """Return what the file *path* says."""
    head, select = headed.read(path)
    said = _head(head)
    keys, numbers, row = (said.pop(word, ()) for word in ("keys", "numbers", LISTED))
    return Cases(view, keys, numbers, said, row, select)


def _head(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    for line in lines:
        word, colon, rest = line.strip().partition(":")
        if colon and word.isidentifier():
            names = tuple(name.strip() for name in rest.split(",") if name.strip())
            said[word] = (*said.get(word, ()), *names)
    return said
