"""
When a row says an event: declarative conditions of a mapping, compiled to functions.

    {column: value}            the cell equals the value (a list: is one of them)
    {not: condition}           {all: [conditions]}           {any: [conditions]}
    {changes: column}          the cell differs from the one before it in the group
    {changes: {column: C, map: {a: b}, default: d}}      the same of a value made of the cell
    {grows: column}            the number in the cell is greater than before in the group
    {first: true}              the group's first row         {last: true}   its last row
    {known: column}            the cell is not one the mapping calls unknown

``changes``, ``grows``, ``first`` and ``last`` look at the rows of one group (``group_by``) in
file order, every row of it, whatever the conditions beside them say; a cell that is unknown
neither changes nor counts as the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from hub.mapping.fields import Fields
from hub.mapping.rows import Columns, Read, Row

Condition = Callable[[Row], bool]
Unknown = Mapping[str, Collection[str]]


class Conditions:
    """
    Compiles conditions for one reading of a table; ``changes`` and its like remember rows.

    ``lasts`` are the numbers of the rows that are the last of their group.
    """

    def __init__(
        self, columns: Columns, group_by: str | None, unknown: Unknown, lasts: Collection[int]
    ) -> None:
        self._columns, self._unknown, self._lasts = columns, unknown, lasts
        self._group_by = group_by

    def compile(self, said: Any) -> Condition:
        """Return the function that tells whether *said* holds for a row."""
        if said is None:
            return lambda _: True
        if isinstance(said, list):
            return self._all([self.compile(part) for part in said])
        if not isinstance(said, Mapping):
            message = f"condition {said!r} is not one: write for example {{status: Closed}}"
            raise ValueError(message)  # noqa: TRY004 - a wrong mapping file is a wrong value
        parts = [self._part(word, value) for word, value in said.items()]
        return parts[0] if len(parts) == 1 else self._all(parts)

    def _part(self, word: str, value: Any) -> Condition:
        words: dict[str, Callable[[Any], Condition]] = {
            "all": lambda parts: self._all([self.compile(part) for part in parts]),
            "any": lambda parts: self._any([self.compile(part) for part in parts]),
            "not": self._not,
            "changes": self._changes,
            "grows": self._grows,
            "first": self._first,
            "last": self._last,
            "known": self._known,
        }
        return words[word](value) if word in words else self._equals(word, value)

    def _not(self, said: Any) -> Condition:
        inner = self.compile(said)
        return lambda row: not inner(row)

    def _last(self, wanted: bool) -> Condition:
        return lambda row: (row.number in self._lasts) == wanted

    # Every part sees every row, so that the parts which remember rows miss none.
    def _all(self, parts: list[Condition]) -> Condition:
        return lambda row: all([part(row) for part in parts])  # noqa: C419 - see above

    def _any(self, parts: list[Condition]) -> Condition:
        return lambda row: any([part(row) for part in parts])  # noqa: C419 - see above

    def _equals(self, column: str, value: Any) -> Condition:
        read = self._columns.reader(column)
        wanted = {str(v) for v in value} if isinstance(value, list) else {str(value)}
        return lambda row: read(row) in wanted

    def _known(self, column: str) -> Condition:
        read, unknown = self._columns.reader(column), self._unknown.get(column, ())
        return lambda row: read(row) not in unknown

    def _group(self, word: str) -> Read:
        if self._group_by is None:
            raise ValueError(f"`{word}` needs `group_by`: the column that names the group")
        return self._columns.reader(self._group_by)

    def _changes(self, said: Any) -> Condition:
        read = Fields(self._columns, "UTC", None).compile(said)
        group = self._group("changes")
        unknown = self._unknown.get(said, ()) if isinstance(said, str) else ()
        before: dict[str, str] = {}

        def changes(row: Row) -> bool:
            value, key = read(row), group(row)
            if value in unknown or before.get(key) == value:
                return False
            before[key] = value
            return True

        return changes

    def _grows(self, column: str) -> Condition:
        read, group = self._columns.reader(column), self._group("grows")
        before: dict[str, float] = {}

        def grows(row: Row) -> bool:
            value, key = _number(read(row)), group(row)
            grown = value > before.get(key, 0)
            before[key] = max(value, before.get(key, 0))
            return grown

        return grows

    def _first(self, wanted: bool) -> Condition:
        group, seen = self._group("first"), set[str]()

        def first(row: Row) -> bool:
            key = group(row)
            new = key not in seen
            seen.add(key)
            return new == wanted

        return first


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
