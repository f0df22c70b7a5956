"""
A table's rows as a mapping sees them: named columns, row number, group.

Columns are named by the header, or by an alias the mapping gives to a header name or, where a
header repeats a name, to a position (counted from 1, or a spreadsheet letter: Q).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One data row: its cells in the header's order, and its number (the first data row is 1)."""

    cells: Sequence[str]
    number: int


Read = Callable[[Row], str]


class Columns:
    """Find cells by name. Raises ``ValueError`` naming the column and what to write instead."""

    def __init__(self, header: Sequence[str], aliases: Mapping[str, str | int]) -> None:
        self._count = Counter(header)
        self._index = {name: at for at, name in enumerate(header)}
        self._width = len(header)
        self._alias = {alias: self._position(wanted) for alias, wanted in aliases.items()}

    def reader(self, name: str) -> Read:
        """Return the function that takes the cell called *name* out of a row ('' if missing)."""
        if name == "row":
            return lambda row: str(row.number)
        at = self._alias[name] if name in self._alias else self._by_name(name)
        return lambda row: row.cells[at].strip() if at < len(row.cells) else ""

    def _position(self, wanted: str | int) -> int:
        if isinstance(wanted, int):
            return self._numbered(wanted)
        if wanted not in self._index and wanted.isalpha() and wanted.isupper():
            return self._numbered(_letter(wanted))
        return self._by_name(wanted)

    def _numbered(self, position: int) -> int:
        if not 1 <= position <= self._width:
            raise ValueError(f"column {position} does not exist: count from 1 to {self._width}")
        return position - 1

    def _by_name(self, name: str) -> int:
        if self._count[name] > 1:
            raise ValueError(
                f"the header has {name!r} {self._count[name]} times: "
                f"name it by position under `columns`"
            )
        if name not in self._index:
            raise ValueError(f"no column {name!r}: the header has {', '.join(self._index)}")
        return self._index[name]


def _letter(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
