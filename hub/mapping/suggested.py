"""
The events of a proposed mapping, written from what the columns of a table mean.

Each field an event must have comes from its column, else from one that may stand for it, else
from a default; every choice is noted (``Said``), with the doubt there is about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from hub.mapping.understanding import Column, Understood, words

_MOST_NAMES: Final = 30
NAMES: Final = ("party_id", "uscc", "name")
"""Columns that can name a party, the best first."""


class Said(NamedTuple):
    """One decision: ``field`` of an event, ``source`` it comes from; ``doubt`` '' where sure."""

    field: str
    source: str
    doubt: str = ""


@dataclass
class Suggestion:
    """``mapping`` is what the YAML says; ``subject``: visit, case or party."""

    subject: str
    mapping: dict[str, Any]
    said: list[Said] = field(default_factory=list)
    unused: tuple[str, ...] = ()

    def decided(self, *, sure: bool) -> list[Said]:
        """Return the decisions that are sure, or those that are not."""
        return [one for one in self.said if bool(one.doubt) != sure]


class Writer:
    """Writes events from what is understood, and notes where each field comes from."""

    def __init__(self, understood: Understood) -> None:
        self._columns = understood.columns
        self._unused = understood.unused
        self._said: list[Said] = []

    def written(self, subject: str) -> Suggestion:
        events = list(_EVENTS[subject](self))
        mapping: dict[str, Any] = {}
        if subject == "case" and self._repeats("case_id"):
            mapping["group_by"] = self._columns["case_id"].name
        blank = {one["when"]["known"] for one in events if "known" in one.get("when", {})}
        if blank:
            mapping["unknown"] = {name: [""] for name in sorted(blank)}
        used = {one.source for one in self._said}
        idle = tuple(c.name for c in self._columns.values() if c.name not in used)
        return Suggestion(subject, mapping | {"events": events}, self._said, self._unused + idle)

    def visit(self) -> Iterator[dict[str, Any]]:
        id = self._name("visit_id")
        start = self._time("start", "when")
        yield {
            "type": "visit.recorded.v1",
            "id": id,
            "time": self._time("end") if "end" in self._columns else start,
            "data": {
                "visit_id": id,
                **self._party(),
                "departments": self._departments(),
                **self._plain("officers", split=True),
                "purpose": self._value("purpose"),
                "ground": self._fixed("ground"),
                "start": start,
                "end": self._time("end", "start", "when"),
                **self._plain("notes"),
            },
        }

    def case(self) -> Iterator[dict[str, Any]]:
        id = self._name("case_id")
        once = {"when": {"first": True}} if self._repeats("case_id") else {}
        yield {
            "type": "case.opened.v1",
            **once,
            "id": f"{_braced(id)}-opened",
            "time": self._time("opened", "when"),
            "data": {
                "case_id": id,
                **self._party(),
                "kind": self._fixed("kind"),
                "channel": self._value("channel"),
                "category": self._value("category"),
                "text": self._value("text"),
                "area": self._value("area"),
                **self._plain("place"),
            },
        }
        yield from self._steps(id)

    def _steps(self, id: str) -> Iterator[dict[str, Any]]:
        if "department" in self._columns:
            said = {"assignment_id": f"{_braced(id)}-1", "role": {"const": "lead"}}
            said["department"] = self._department()
            yield self._step("case.assigned", "assigned", id, said, known="department")
        if "accepted" in self._columns:
            yield self._step("case.accepted", "accepted", id, self._optional_department())
        if "responded" in self._columns and "department" in self._columns:
            answer = {"department": self._department(), "kind": self._guess("kind", "solved")}
            answer["text"] = self._value("answer", "text")
            yield self._step("case.responded", "responded", id, answer)
        if "closed" in self._columns:
            yield self._step("case.closed", "closed", id, {"outcome": self._fixed("outcome")})

    def _step(
        self, type: str, at: str, id: str, data: Mapping[str, Any], known: str = ""
    ) -> dict[str, Any]:
        return {
            "type": f"{type}.v1",
            "when": {"known": self._columns[known or at].name},
            "id": f"{_braced(id)}-{at}",
            "time": self._time(at, "opened", "when"),
            "data": {"case_id": id, **data},
        }

    def party(self) -> Iterator[dict[str, Any]]:
        named = next(one for one in NAMES if one in self._columns)
        doubt = "" if named == "party_id" else "doubt-id"
        id = self._note("party_id", self._columns[named], doubt)
        yield {
            "type": "party.registered.v1",
            "id": f"{{{id}}}-{{row}}",
            "time": self._time("when"),
            "data": {
                "party_id": id,
                "kind": self._fixed("party_kind", "kind"),
                "name": self._note("name", self._columns.get("name", self._columns[named])),
                **self._plain("uscc"),
                "area": self._value("area"),
                **self._plain("industry"),
                **self._plain("size"),
            },
        }

    def _party(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if "party_id" in self._columns:
            said["party_id"] = self._note("party_id", self._columns["party_id"])
        if "name" in self._columns:
            told = [one for one in ("name", "uscc", "area") if one in self._columns]
            fields = {one: self._note(f"party.{one}", self._columns[one]) for one in told}
            said["party"] = {"fields": fields}
        return said or {"party_id": self._guess("party_id", "")}

    def _departments(self) -> Any:
        column = self._columns.get("departments") or self._columns.get("department")
        if column is None:
            return [self._guess("departments", "DEPARTMENT")]
        names = {value for value in column.values if value}
        mark = next((m for m in words()["separators"] if any(m in name for name in names)), "")
        single = {part.strip() for name in names for part in (name.split(mark) if mark else [name])}
        listed = {"column": column.name, "split": mark or words()["separators"][0]}
        if all(map(str.isascii, single)):
            self._note("departments", column)
            return listed
        self._note("departments", column, "doubt-names")
        return listed | {"map": {name: name for name in sorted(single)[:_MOST_NAMES]}}

    def _department(self) -> Any:
        column = self._columns["department"]
        names = sorted({value for value in column.values if value})
        if all(map(str.isascii, names)):
            return self._note("department", column)
        self._note("department", column, "doubt-names")
        return {"column": column.name, "map": {name: name for name in names[:_MOST_NAMES]}}

    def _optional_department(self) -> dict[str, Any]:
        return {"department": self._department()} if "department" in self._columns else {}

    def _name(self, meaning: str) -> str:
        """Return the column that names the thing a row tells of, else the row's number."""
        if (column := self._columns.get(meaning)) and column.filled:
            return self._note(meaning, column, "doubt-repeats" if self._repeats(meaning) else "")
        self._said.append(Said(meaning, "row", "doubt-row"))
        return "row"

    def _repeats(self, meaning: str) -> bool:
        column = self._columns.get(meaning)
        return column is not None and len(set(column.values)) < len(column.values)

    def _time(self, *meanings: str) -> Any:
        """Return the first of *meanings* that has a column of times; else the epoch of guesses."""
        for meaning in meanings:
            if column := self._columns.get(meaning):
                self._note(meanings[0], column, "doubt-other" if meaning != meanings[0] else "")
                timed = {"column": column.name, "format": column.format}
                return timed if column.format else column.name
        return self._guess(meanings[0], "2026-01-01")

    def _value(self, meaning: str, standing: str = "") -> Any:
        """Return the column of *meaning*, or the default of *standing*."""
        if column := self._columns.get(meaning):
            field = self._note(standing or meaning, column)
            default = words()["defaults"].get(standing or meaning, "")
            gap = {"column": field, "map": {"": default}}
            return field if column.filled else gap
        return self._guess(standing or meaning, words()["defaults"][standing or meaning])

    def _fixed(self, meaning: str, field: str = "") -> Any:
        """Return the values of *meaning* translated into those the model knows."""
        default = words()["defaults"][meaning]
        column = self._columns.get(meaning)
        if column is None:
            return self._guess(field or meaning, default)
        known = {w: value for value, ws in words()["values"][meaning].items() for w in (value, *ws)}
        seen = sorted({value for value in column.values if value})
        table = {value: known[value.lower()] for value in seen if value.lower() in known}
        self._note(field or meaning, column, "" if len(table) == len(seen) else "doubt-values")
        return {"column": column.name, "map": table, "default": default}

    def _plain(self, meaning: str, *, split: bool = False) -> dict[str, Any]:
        """Return an optional field, where there is a column for it."""
        if meaning not in self._columns:
            return {}
        name = self._note(meaning, self._columns[meaning])
        if not split:
            return {meaning: name}
        joined = " ".join(self._columns[meaning].values)
        mark = next((one for one in words()["separators"] if one in joined), "、")
        return {meaning: {"column": name, "split": mark}}

    def _note(self, field: str, column: Column, doubt: str = "") -> str:
        said = Said(field, column.name, column.doubt or doubt)
        if said not in self._said:
            self._said.append(said)
        return column.name

    def _guess(self, field: str, value: str) -> dict[str, str]:
        said = Said(field, repr(value), "doubt-default")
        if said not in self._said:
            self._said.append(said)
        return {"const": value}


def _braced(id: str) -> str:
    return f"{{{id}}}"


_EVENTS: Final[Mapping[str, Callable[[Writer], Iterator[dict[str, Any]]]]] = {
    "visit": Writer.visit,
    "case": Writer.case,
    "party": Writer.party,
}
