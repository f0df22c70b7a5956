"""
What the alerter asks the warehouse: people, the tree, contact officers, who took an alert over.

Questions are asked once a planning, for all that is planned; they name the parties and findings
they are about, so that their cost follows what is new and not what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import orjson

from events.event import Event
from events.instant import parse
from hub.alerting.addresses import Address
from hub.alerting.duty import shifts
from hub.alerting.people import Directory, Person, upwards
from hub.publishing.publications import still_published
from processors.policies.policy import PolicyError
from processors.time.calendar import build_calendar
from processors.time.working_time import is_working_day

Query = Callable[[str, dict[str, Any]], list[dict[str, Any]]]

_OFFICERS: Final = "SELECT * FROM officers"
_TREE: Final = """
SELECT department_id, parent_id, area FROM department_versions
WHERE since <= (SELECT now FROM now) AND until > (SELECT now FROM now)
"""
_CONTACTS: Final = "SELECT party_id, officer_id FROM parties WHERE party_id IN ({ids})"
_TAKEN: Final = """
SELECT DISTINCT data FROM events
WHERE type = 'alert.acknowledged.v1' AND withdrawn = 0
"""
_CLOCKS: Final = """
SELECT case_id, clock, toString(episode) AS episode, assignment_id, department FROM clocks
WHERE case_id IN ({ids})
"""
_CALENDARS: Final = still_published("calendar.published")
_MOST: Final = 1000


def directory(
    query: Query, findings: Sequence[Mapping[str, Any]], addresses: Iterable[Address]
) -> Directory:
    """Return the people there are, with the contact officers of the parties of *findings*."""
    tree = query(_TREE, {})
    parents = {row["department_id"]: row["parent_id"] or "" for row in tree}
    areas = {row["department_id"]: row["area"] or "" for row in tree}
    parties = sorted({one["party_id"] for one in findings if one["party_id"]})
    rows = asked(query, _CONTACTS, parties)
    return Directory(
        people={row["officer_id"]: _person(row) for row in query(_OFFICERS, {})},
        parents=parents,
        contacts={row["party_id"]: row["officer_id"] for row in rows if row["officer_id"]},
        areas={name: _area(name, parents, areas) for name in parents},
        reachable=frozenset(address.channel_ref for address in addresses),
    )


def references(query: Query) -> dict[str, str]:
    """Return officer → ``channel_ref``."""
    return {row["officer_id"]: row["channel_ref"] for row in query(_OFFICERS, {})}


def acknowledged(query: Query, finding_ids: Sequence[str]) -> frozenset[str]:
    """Return those of *finding_ids* that somebody took over."""
    taken = (orjson.loads(row["data"])["finding_id"] for row in query(_TAKEN, {}))
    return frozenset(taken) & frozenset(finding_ids)


def holders(query: Query, warnings: Sequence[Event]) -> dict[str, str]:
    """Return event id of a ``clock.warned`` → the department whose clock it is."""
    cases = sorted({event.data["case_id"] for event in warnings})
    held: dict[tuple[str, ...], str] = {
        (row["case_id"], row["clock"], row["episode"], row["assignment_id"]): row["department"]
        for row in asked(query, _CLOCKS, cases)
    }
    names = ("case_id", "clock", "episode", "assignment_id")
    return {
        event.event_id: held.get(tuple(str(event.data[name]) for name in names), "")
        for event in warnings
    }


def working_days(query: Query) -> Callable[[date], bool]:
    """Return who tells whether a local date is worked, by the calendar as published."""
    published = [orjson.loads(row["data"]) for row in query(_CALENDARS, {})]
    ids = sorted({one["calendar_id"] for one in published})
    if not ids:
        return lambda _: True
    try:
        calendar = build_calendar(*(one for one in published if one["calendar_id"] == ids[0]))
    except PolicyError:
        return lambda _: True
    return lambda day: is_working_day(calendar, day)


def asked(query: Query, sql: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows for *ids*, asked in portions, each id a parameter of its own."""
    found = []
    for start in range(0, len(ids), _MOST):
        portion = {f"p{n}": id for n, id in enumerate(ids[start : start + _MOST])}
        named = ", ".join(f"{{{name}:String}}" for name in portion)
        found += query(sql.replace("{ids}", named), dict(portion))
    return found


def _area(department: str, parents: Mapping[str, str], areas: Mapping[str, str]) -> str:
    return next((areas[one] for one in upwards(department, parents) if areas.get(one)), "")


def _person(row: Mapping[str, Any]) -> Person:
    away = zip(row["away_from"] or (), row["away_to"] or (), strict=True)
    return Person(
        row["officer_id"],
        row["department_id"],
        row["role"],
        row["area"] or "",
        row["channel_ref"],
        row["substitute"] or "",
        tuple((parse(since), parse(until)) for since, until in away),
        shifts(row["duty"] or ()),
    )
