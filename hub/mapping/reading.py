"""
Turn a department's table into CloudEvents, as a mapping file says. No code in a mapping.

A mapping is YAML::

    encoding: utf-8            # of the CSV; a byte order mark is skipped
    delimiter: ","
    header: 1                  # the row that names the columns: what stands above it is skipped
    timezone: Asia/Shanghai    # of times without an offset
    time_format: "%d/%m/%Y %H:%M"      # of times; default ISO
    columns: {kind: 17}        # alias: header name, or position from 1 where a name repeats
    group_by: number           # the group that changes, grows, first, last look at
    unknown: {party_id: ["", "0"]}     # cells (of a column) or values (of a field) without news
    distinct: true             # drop rows that are exactly alike
    department: {const: it}    # whose events these are; else `--department`
    events:
      - type: case.opened.v1
        when: {first: true}            # see hub.mapping.conditions
        id: "{number}-opened"          # default: row number and place in this list
        time: opened_at                # see hub.mapping.fields
        replaces: corrects             # id (or source#id) of the event this one corrects; '' none
        data: {case_id: number, text: {template: "{kind}"}}

Each event of each row comes out as one structured CloudEvent whose ``sequence`` is the row
number, so that rows of the same minute keep their order. A field whose cell is empty or
unknown is left out where its model lets it be. A party becomes '' (kept, and never matched);
any other field that an event must have keeps what its column calls unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from hub.failure import Failure
from hub.mapping import tables
from hub.mapping.conditions import Condition, Conditions
from hub.mapping.fields import Fields
from hub.mapping.mapping_file import EventSpec, MappingFile, load
from hub.mapping.models import MAY_BE_UNKNOWN, required
from hub.mapping.rows import Columns, Row

LISTS = frozenset({"departments", "officers"})
TIMES = frozenset({"start", "end", "until", "valid_from", "party_told_at"})


class _Place(NamedTuple):
    """What a compiled event needs besides its specification."""

    number: int
    department: str | None
    when: Condition


class Emitted(NamedTuple):
    """One event of one row: who says it, and its bytes."""

    department: str
    raw: bytes


def read(path: Path, mapping: Path, department: str | None = None) -> Iterator[Emitted]:
    """
    Yield the events of the table *path* as *mapping* says, in file order.

    Args:
        path: CSV (also gzipped) or XLSX.
        mapping: the YAML file.
        department: whose events these are where the mapping does not say.

    Raises:
        Failure: the table or the mapping cannot be read, or they do not fit each other.
    """
    said = load(mapping)
    table = tables.rows(path, said.encoding, said.delimiter, said.header)
    header = [name.strip() for name in next(table, [])]
    try:
        emit = _compile(said, header, department, _lasts(said, path, header))
    except (ValueError, KeyError) as error:
        raise Failure("mapping-wrong", path=mapping, where="events", reason=error) from error
    for row in _rows(table, said.distinct):
        yield from emit(row)


def count(path: Path, mapping: Path) -> int:
    """Return how many data rows *path* has: what a progress bar runs to."""
    said = load(mapping)
    return max(0, sum(1 for _ in tables.rows(path, said.encoding, said.delimiter, said.header)) - 1)


def _rows(table: Iterator[list[str]], distinct: bool) -> Iterator[Row]:
    seen: set[tuple[str, ...]] = set()
    for number, cells in enumerate(table, 1):
        if distinct:
            if (key := tuple(cells)) in seen:
                continue
            seen.add(key)
        if any(cells):
            yield Row(cells, number)


def _lasts(said: MappingFile, path: Path, header: list[str]) -> frozenset[int]:
    """The rows that are the last of their group: known only after a first reading."""
    if said.group_by is None or b'"last"' not in orjson.dumps([e.when for e in said.events]):
        return frozenset()
    group = Columns(header, said.columns).reader(said.group_by)
    table = tables.rows(path, said.encoding, said.delimiter, said.header)
    next(table)
    last = {group(row): row.number for row in _rows(table, said.distinct)}
    return frozenset(last.values())


def _compile(
    said: MappingFile, header: list[str], department: str | None, lasts: frozenset[int]
) -> Callable[[Row], Iterator[Emitted]]:
    columns = Columns(header, said.columns)
    fields = Fields(columns, said.timezone, said.time_format)

    def when(spec: EventSpec) -> Condition:
        return _condition(spec, said, columns, lasts)

    events = [
        _Event(spec, fields, said, _Place(number, department, when(spec)))
        for number, spec in enumerate(said.events, 1)
    ]

    def emit(row: Row) -> Iterator[Emitted]:
        for event in events:
            if event.when(row):
                yield event.emit(row)

    return emit


def _condition(
    spec: EventSpec, said: MappingFile, columns: Columns, lasts: frozenset[int]
) -> Condition:
    conditions = Conditions(columns, spec.group_by or said.group_by, said.blanks, lasts)
    parts = [] if spec.when is None else [spec.when]
    if spec.changes is not None:
        parts.append({"changes": spec.changes})
    return conditions.compile(parts or None)


class _Event:
    """One compiled event of a mapping."""

    def __init__(self, spec: EventSpec, fields: Fields, file: MappingFile, place: _Place) -> None:
        system = spec.system or file.system
        self.when, self._type = place.when, spec.type
        self._required = required(spec.type)
        self._blanks = {
            name: _blanks(file, name, said, required=name in self._required - MAY_BE_UNKNOWN)
            for name, said in spec.data.items()
        }
        self._id = fields.compile(spec.id or f"{{row}}.{place.number}")
        self._time = fields.time(spec.time)
        self._sequence = fields.compile(spec.sequence)
        self._replaces = None if spec.replaces is None else fields.compile(spec.replaces)
        self._subject = None if spec.subject is None else fields.compile(spec.subject)
        self._department = fields.compile(_owner(spec, file, place.department))
        self._system = None if system is None else fields.compile(system)
        self._data = {
            name: fields.time(value) if _is_time(name, value) else fields.compile(value)
            for name, value in spec.data.items()
        }

    def emit(self, row: Row) -> Emitted:
        department = str(self._department(row))
        system = "" if self._system is None else f"/{self._system(row)}"
        data = dict(self._values(row))
        said = {
            "specversion": "1.0",
            "id": self._id(row),
            "source": f"/departments/{department}{system}",
            "type": self._type,
            "time": self._time(row),
            "sequence": str(self._sequence(row)),
            "data": data,
        }
        subject = self._subject(row) if self._subject else _subject(data)
        gone = _replaced(said["source"], self._replaces(row) if self._replaces else "")
        more = {"subject": subject, "replaces": gone}
        said |= {name: value for name, value in more.items() if value}
        return Emitted(department, orjson.dumps(said))

    def _values(self, row: Row) -> Iterator[tuple[str, Any]]:
        for name, field in self._data.items():
            value = field(row)
            if name in LISTS and isinstance(value, str):
                value = [value]
            if name == "party" and "name" not in value:
                yield from () if "party_id" in self._data else (("party_id", ""),)
                continue
            blank = isinstance(value, str) and value in self._blanks[name]
            if not blank or name in self._required:
                yield name, "" if blank else value


def _blanks(file: MappingFile, name: str, said: Any, *, required: bool) -> frozenset[str]:
    """
    Return the values that say nothing in field *name*: those of the field and of its column.

    A *required* field keeps what its column calls unknown: the event would be refused without it.
    """
    column = said.get("column") if isinstance(said, dict) else said
    of_column = file.blanks.get(column) if isinstance(column, str) and not required else None
    return file.blanks.get(name, frozenset()) | (of_column or frozenset()) | {""}


def _owner(spec: EventSpec, file: MappingFile, department: str | None) -> Any:
    owner = spec.department or file.department
    if owner is None and department is None:
        raise ValueError("nobody publishes these events: add `department`, or --department")
    return {"const": department} if owner is None else owner


def _replaced(source: str, told: Any) -> str:
    """Return the event id that *told* names: one of the same source, unless it says which."""
    id = str(told or "")
    return f"{source}#{id}" if id and "#" not in id else id


def _subject(data: dict[str, Any]) -> str:
    return data.get("case_id") or data.get("visit_id") or ""


def _is_time(name: str, value: Any) -> bool:
    return name in TIMES and isinstance(value, str) and "{" not in value
