"""
Where a field's value comes from: declarative specifications of a mapping, compiled.

    Name                         the cell of the column (or alias) Name
    "{number}-{row}"             a template over columns and ``row``; also {template: "…"}
    {const: value}               the value itself
    {column: C, map: {a: b}, default: d}      look the cell up
    {column: C, format: "%d/%m/%Y %H:%M"}     a time; without format ISO, or ``time_format``
    {column: C, split: ",", map: {a: b}}      a list          [spec, spec]   a list of values
    {column: C, number: true}    a number
    {fields: {name: C, area: D}}              an object; what is blank is left out

A time without an offset is taken in the mapping's time zone. Text that is no time is handed
on as it is: intake refuses it with the row's coordinates, so nothing is lost silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.rows import Columns, Row

Field = Callable[[Row], Any]

_HOLE = re.compile(r"\{(\w[^{}]*)\}")


class Fields:
    """Compiles field specifications over *columns*; times are read in *zone*."""

    def __init__(self, columns: Columns, zone: str, time_format: str | None) -> None:
        self._columns, self._zone, self._format = columns, zone, time_format

    def compile(self, said: Any) -> Field:
        """Return the function that gives the value of *said* for a row."""
        if isinstance(said, list):
            parts = [self.compile(part) for part in said]
            return lambda row: [part(row) for part in parts]
        if isinstance(said, Mapping):
            return self._spec(said)
        if isinstance(said, str):
            return self._template(said) if "{" in said else self._columns.reader(said)
        raise ValueError(f"{said!r} is no column: write {{const: {said}}} for a fixed value")

    def time(self, said: Any) -> Field:
        """Return the function that gives the RFC 3339 text of the time *said* for a row."""
        spec = said if isinstance(said, Mapping) else {"column": said}
        format, zone = spec.get("format", self._format), spec.get("timezone", self._zone)
        if "const" in spec:
            fixed = rfc3339(str(spec["const"]), spec.get("format"), zone)
            return lambda _: fixed
        read = self._columns.reader(_column(spec))
        return lambda row: rfc3339(read(row), format, zone)

    def _spec(self, said: Mapping[str, Any]) -> Field:
        if "const" in said:
            value = said["const"]
            return lambda _: value
        if "template" in said:
            return self._template(said["template"])
        makers = {"fields": self._object, "split": self._split, "map": self._looked_up}
        found = next((make for word, make in makers.items() if word in said), None)
        return found(said) if found else self._converted(said)

    def _looked_up(self, said: Mapping[str, Any]) -> Field:
        nested = said["map"]
        inside = isinstance(nested, Mapping) and "values" in nested
        return self._mapped({**nested, "map": nested["values"]} if inside else said)

    def _object(self, said: Mapping[str, Any]) -> Field:
        parts = {name: self.compile(part) for name, part in said["fields"].items()}

        def made(row: Row) -> dict[str, Any]:
            values = {name: part(row) for name, part in parts.items()}
            return {name: value for name, value in values.items() if value not in ("", [], {})}

        return made

    def _mapped(self, said: Mapping[str, Any]) -> Field:
        read = self._columns.reader(_column(said))
        table = {str(key): value for key, value in said["map"].items()}
        if "default" in said:
            default = said["default"]
            return lambda row: table.get(read(row), default)
        return lambda row: table.get(cell := read(row), cell)

    def _split(self, said: Mapping[str, Any]) -> Field:
        read, mark = self._columns.reader(_column(said)), said["split"]
        table = {str(key): value for key, value in said.get("map", {}).items()}

        def parts(row: Row) -> list[Any]:
            words = (part.strip() for part in read(row).split(mark))
            return [table.get(word, word) for word in words if word]

        return parts

    def _converted(self, said: Mapping[str, Any]) -> Field:
        read = self._columns.reader(_column(said))
        if "format" in said:
            return self.time(said)
        return (lambda row: number(read(row))) if said.get("number") else read

    def _template(self, text: str) -> Field:
        parts = _HOLE.split(text)  # text, hole, text, hole, … text
        readers = [self._columns.reader(name) for name in parts[1::2]]
        texts = parts[::2]

        def fill(row: Row) -> str:
            filled = [text + read(row) for text, read in zip(texts, readers, strict=False)]
            return "".join((*filled, texts[-1]))

        return fill


def _column(said: Mapping[str, Any]) -> str:
    if "column" not in said:
        raise ValueError(f"{dict(said)} names no column: add `column: NAME`")
    return str(said["column"])


def number(text: str) -> int | float | str:
    """Return the number written in *text*; text that is none stays, for intake to refuse."""
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


@lru_cache(maxsize=1 << 16)
def rfc3339(text: str, format: str | None, zone: str) -> str:
    """Return *text* as RFC 3339 with offset; a text that is no such time comes back unchanged."""
    try:
        at = _naive_or_aware(text, format)
    except ValueError:
        return text
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    offset = at.utcoffset() or timedelta()
    # RFC 3339 has no seconds in an offset: local mean time (Shanghai in 1900) goes in UTC.
    return at.astimezone(UTC).isoformat() if offset.seconds % 60 else at.isoformat()


def _naive_or_aware(text: str, format: str | None) -> datetime:
    if format is None:
        return datetime.fromisoformat(text)
    return datetime.strptime(text, format)  # noqa: DTZ007 - the mapping's zone is set after it
