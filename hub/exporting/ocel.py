"""
The object-centric event log: events, the objects they touch, and how objects hang together.

Objects are cases, visits, parties, departments and assignments, each named ``type:id``, for an
id is unique per type only. All that relates is told by what the warehouse concludes, so every
object that is named is there. Nothing personal is told: no name of a party, no text.

Source: OCEL 2.0 (www.ocel-standard.org).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from events.instant import Instant
from hub.exporting.business_time import BusinessTime
from hub.exporting.case_log import CaseLog, Step, Story, instant, minutes, step
from hub.exporting.codes import CODES
from hub.exporting.source import Advance, Row, Source

Relation = tuple[str, str]
"""The id of an object, and its part in it (the qualifier)."""

BUSINESS: Final = {
    "working_minutes_since_previous": "integer",
    "working_minutes_since_opening": "integer",
}
OBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "case": {
        **dict.fromkeys(("kind", "channel", "category", "area", "status", "outcome"), "string"),
        **dict.fromkeys(("episode", "hops", "returns"), "integer"),
        "working_minutes_to_answer": "integer",
        "working_minutes_to_close": "integer",
    },
    "visit": {
        **dict.fromkeys(("ground", "status", "campaign"), "string"),
        **dict.fromkeys(("begins", "ends"), "time"),
        "working_minutes": "integer",
    },
    "party": dict.fromkeys(("kind", "area", "industry", "stage", "size"), "string"),
    "department": dict.fromkeys(("name", "level"), "string"),
    "assignment": {
        **dict.fromkeys(("role", "basis", "ended_by"), "string"),
        **dict.fromkeys(("assigned", "accepted", "ended"), "time"),
        "working_minutes_to_accept": "integer",
        "working_minutes_held": "integer",
    },
}
"""By type of object: its attributes, and their types as the standard names them."""


class Thing(NamedTuple):
    """An object: ``values`` by attribute, those that are known."""

    id: str
    type: str
    values: dict[str, Any]
    relations: tuple[Relation, ...] = ()


class Happening(NamedTuple):
    """An event of the log."""

    id: str
    type: str
    at: Instant
    values: dict[str, Any]
    relations: tuple[Relation, ...]


def attributes(event: str) -> Mapping[str, str]:
    """Return the attributes of an *event* (``case.opened``) and their types."""
    told = CODES.get(event, {})
    return {**told, **BUSINESS} if event.startswith("case.") else told


def walk(source: Source, advance: Advance) -> Iterator[Thing | Happening]:
    """
    Yield every object and event of *source*, in no order but the same each time.

    An object may be named before it is yielded. *advance* hears of each bucket that is done.
    """
    log, departments = CaseLog(source), set[str]()
    for one in _cases_and_visits(log, source, advance):
        departments |= {id for id, _ in one.relations if id.startswith("department:")}
        yield one
    for row in source.each("parties"):
        yield _thing("party", row["party_id"], row)
    for row in source.rows("departments"):
        departments.discard(f"department:{row['department_id']}")
        yield _thing("department", row["department_id"], row)
    yield from (Thing(id, "department", {}) for id in sorted(departments))


def _cases_and_visits(log: CaseLog, source: Source, advance: Advance) -> Iterator[Any]:
    for bucket in range(source.buckets):
        for story in log.stories(bucket):
            yield from _case(story, log.time)
        yield from _visits(source, bucket, log.time)
        advance(1)


def _case(story: Story, time: BusinessTime) -> Iterator[Thing | Happening]:
    row = story.case
    yield _thing(
        "case",
        row["case_id"],
        row
        | {
            "working_minutes_to_answer": minutes(time, row["opened"], row["responded"]),
            "working_minutes_to_close": minutes(time, row["opened"], row["closed"]),
        },
        _known((f"party:{row['party_id']}", "raised by")),
    )
    yield from (_assignment(each, time) for each in story.assignments)
    known = {each["assignment_id"] for each in story.assignments}
    yield from (_case_event(each, row, known) for each in story.steps)


def _assignment(row: Row, time: BusinessTime) -> Thing:
    held = {
        "working_minutes_to_accept": minutes(time, row["assigned"], row["accepted"]),
        "working_minutes_held": minutes(time, row["assigned"], row["ended"]),
    }
    relations = _known(
        (f"case:{row['case_id']}", "part of"), (f"department:{row['department']}", "given to")
    )
    return _thing("assignment", row["assignment_id"], row | held, relations)


def _case_event(told: Step, case: Row, known: set[str]) -> Happening:
    relations = [(f"case:{case['case_id']}", "of"), (f"department:{told.department}", "told by")]
    if told.assignment_id in known:
        relations.append((f"assignment:{told.assignment_id}", "of"))
    if told.name == "case.opened":
        relations.append((f"party:{case['party_id']}", "raised by"))
    return _happening(told, _known(*relations))


def _visits(source: Source, bucket: int, time: BusinessTime) -> Iterator[Thing | Happening]:
    visits = {row["visit"]: row for row in source.rows("visits", bucket)}
    for visit, row in visits.items():
        by = [(f"department:{each}", "made by") for each in row["departments"]]
        lasted = {"working_minutes": minutes(time, row["begins"], row["ends"])}
        values = row | lasted | {"campaign": row["campaign_id"]}
        yield _thing("visit", visit, values, _known((f"party:{row['party_id']}", "of"), *by))
    for each in source.rows("visit_events", bucket) if visits else ():
        if each["visit"] in visits:
            yield _visit_event(each, visits[each["visit"]])


def _visit_event(row: Row, visit: Row) -> Happening:
    by = [(f"department:{each}", "made by") for each in visit["departments"]]
    of = (f"visit:{row['visit']}", "of"), (f"party:{visit['party_id']}", "visited")
    return _happening(step(row), _known(*of, *by))


def _thing(type: str, id: str, row: Row, relations: tuple[Relation, ...] = ()) -> Thing:
    wanted = OBJECTS[type]
    values = {name: _value(row[name], wanted[name]) for name in wanted if _said(row[name])}
    return Thing(f"{type}:{id}", type, values, relations)


def _happening(told: Step, relations: tuple[Relation, ...]) -> Happening:
    business = zip(BUSINESS, (told.since_previous, told.since_opening), strict=True)
    values = told.codes | {name: value for name, value in business if value is not None}
    return Happening(told.event_id, told.name, told.at, values, relations)


def _value(value: Any, type: str) -> Any:
    return instant(value) if type == "time" else value


def _said(value: Any) -> bool:
    return value is not None and value != ""


def _known(*relations: Relation) -> tuple[Relation, ...]:
    """Return *relations* once each, without those to a thing that nobody named."""
    return tuple(dict.fromkeys(one for one in relations if not one[0].endswith(":")))
