"""Helpers that tell visits: each names only what a test is about. Times are Shanghai's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.event import Event
from events.finding import Finding
from events.instant import Instant, from_datetime, render
from processors.cluster_fold import Cluster, ClusterFold
from processors.published.reference import Reference

ZONE = ZoneInfo("Asia/Shanghai")
NOON = 12 * 60
NOW = Instant(2**62)


def at(day: float, minute: float = 0) -> Instant:
    """Return the instant *minute* minutes into local day *day*, counted from 2024-01-01."""
    start = datetime(2024, 1, 1, tzinfo=ZONE) + timedelta(days=day)
    return from_datetime(start + timedelta(minutes=minute))


def said(name: str, visit: str, department: str, time: Instant, id: str = "", **data: Any) -> Event:
    """Return a visit's event; *department* may be ``fire/system``."""
    source = f"/departments/{department}"
    sequence = data.pop("sequence", 0)
    id = id or f"{name}-{visit}-{time}"
    values = {"visit_id": visit, "party_id": "P", **data}
    return Event(f"{source}#{id}", name, 1, time, sequence, source, id, visit, values)


def recorded(
    visit: str, department: str, day: float, minute: float = NOON, **options: Any
) -> Event:
    """A visit of *minutes* (60) that took place; told at its end unless *told* says when."""
    return _visit("visit.recorded", visit, department, day, minute, **options)


def planned(visit: str, department: str, day: float, minute: float = NOON, **options: Any) -> Event:
    """A visit meant for *day*, told at *told* (ten days before it)."""
    options = {"told": at(day - 10)} | options
    return _visit("visit.planned", visit, department, day, minute, **options)


def cancelled(visit: str, department: str, time: Instant, id: str = "") -> Event:
    return said("visit.cancelled", visit, department, time, id, reason="")


def withdrawn(event: Event, time: Instant | None = None) -> Event:
    """The taking back of *event* by who said it."""
    time = event.time if time is None else time
    name, source = "event.withdrawn", event.source
    id = f"withdraw-{event.id}"
    data = {"event_id": event.event_id, "reason": ""}
    return Event(f"{source}#{id}", name, 1, time, 0, source, id, "", data)


def policy(**content: Any) -> Reference:
    """Return a reference with one visit policy: window 30, crowding 3, cap 2, as published."""
    time = Instant(946_771_200_000_000)
    values = {
        "window_days": 30,
        "exempt_grounds": ["complaint", "emergency", "statutory"],
        "crowding": 99,
        "cap_per_year": 99,
        "overlap_severity": "breach",
    } | content
    data = {
        "policy_id": "visits",
        "version": 1,
        "kind": "visits",
        "valid_from": "2000-01-01T00:00:00+08:00",
        "content": values,
    }
    source = "/departments/hub"
    event = Event(f"{source}#p", "policy.published", 1, time, 0, source, "p", "", data)
    return Reference().learn(event)


DOUBLE_ENTRY = {
    "link": 0.8,
    "ask": 0.5,
    "near_minutes": 60,
    "alike": 70,
    "time": {"same-start": 1, "overlap": 1, "date-only": 0.7, "near": 0.65, "same-date": 0.35},
    "purpose": {"same": 0.2, "alike": 0.15, "unsaid": 0, "other": -0.2},
}

POLICY = policy(double_entry=DOUBLE_ENTRY)


def clustered(events: Iterable[Event], reference: Reference = POLICY) -> Cluster:
    fold = ClusterFold()
    state = fold.empty("P")
    for event in events:
        state, _ = fold.step(state, event, reference)
    return state


def concluded(
    events: Iterable[Event], reference: Reference = POLICY, kind: str = ""
) -> tuple[Finding, ...]:
    """Return what the cluster of all *events* concludes (of one *kind*), at once."""
    found = ClusterFold().conclude(clustered(events, reference), None, NOW, reference).findings
    return tuple(f for f in found if kind in ("", f.kind))


def incrementally(
    events: Iterable[Event], reference: Reference = POLICY
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings by subject after concluding only what each step touched."""
    fold = ClusterFold()
    state, known = fold.empty("P"), dict[str, tuple[Finding, ...]]()
    for event in events:
        state, scope = fold.step(state, event, reference)
        found = fold.conclude(state, scope, NOW, reference).findings
        for subject in scope or ():
            known[subject] = tuple(f for f in found if f.subject == subject)
    return {subject: found for subject, found in known.items() if found}


def by_subject(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        found[finding.subject] = (*found.get(finding.subject, ()), finding)
    return found


def earlier(finding: Finding) -> list[str]:
    """Return the names of the earlier visits that *finding* lists."""
    return [listed["visit"] for listed in finding.details["earlier"]]


def _visit(
    name: str, visit: str, department: str, day: float, minute: float, **options: Any
) -> Event:
    start = at(day, minute)
    end = at(day, minute + options.pop("minutes", 60))
    told = options.pop("told", end)
    joint: Sequence[str] = options.pop("departments", [department.split("/", maxsplit=1)[0]])
    data = {
        "departments": list(joint),
        "purpose": options.pop("purpose", f"purpose of {visit}"),
        "ground": options.pop("ground", "routine"),
        "start": render(start),
        "end": render(end),
    }
    return said(name, visit, department, told, **data, **options)
