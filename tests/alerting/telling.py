"""Findings, people and hours of the tests of routing: each builder names what a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from events.instant import Instant, parse
from hub.alerting.hours import Hours
from hub.alerting.people import Directory, Person
from hub.alerting.policy import AlertPolicy, _default
from hub.alerting.policy import parse as parse_policy

POLICY: AlertPolicy = parse_policy(_default())
MORNING = parse("2026-10-14T10:00:00+08:00")
"""A Wednesday, a working day."""
NIGHT = parse("2026-10-14T23:00:00+08:00")


def stalled(percent: int = 100, **changed: Any) -> dict[str, Any]:
    """Return a case of the energy office that nobody signed for."""
    return {
        "finding_id": "F-1", "rule": "stalled", "kind": "accept", "severity": "breach",
        "department": "energy", "case_id": "K-1", "party_id": "P-1", "subject": "K-1",
        "rung": "", "version": "1", "raised_at": "2026-10-14T01:00:00Z", "status": "open",
        "evidence": [], "details": {"percent": percent},
    } | changed  # fmt: skip


def duplicate(**changed: Any) -> dict[str, Any]:
    """Return a visit of the energy office to a party others had been to."""
    facts: dict[str, Any] = {
        "rule": "duplicate-visit",
        "kind": "cross-department",
        "severity": "warning",
    }
    return stalled(**facts, finding_id="F-2", case_id="", details={}, **changed)


def person(name: str, of: str = "energy", role: str = "handler", **more: Any) -> Person:
    return Person(name, of, role, channel_ref=f"ref-{name}", **more)


LI = person("li")
CHEN = person("chen", role="supervisor")
ZHAO = person("zhao", of="county", role="supervisor")
WANG = person("wang", of="industry", role="handler")


def who(*people: Person, reachable: bool = True) -> Directory:
    """Return a directory: energy stands under the county, P-1's contact is Wang."""
    people = people or (LI, CHEN, ZHAO, WANG)
    return Directory(
        {one.officer_id: one for one in people},
        parents={"energy": "county", "county": ""},
        contacts={"P-1": "wang"},
        areas={"energy": "清溪县"},
        reachable=frozenset(one.channel_ref for one in people if reachable),
    )


def hours(now: Instant = MORNING) -> Hours:
    """Return *now* among weeks that are worked from Monday to Friday."""
    return Hours(now, lambda day: date.isoweekday(day) < 6)
