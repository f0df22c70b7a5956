"""
What a case remembers of an event: its place in the order, its name, who sent it, and the
fields that a conclusion can depend on. Free text stays in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from events.event import WITHDRAWN, Event
from events.instant import Instant

Order = tuple[Instant, int, str]


class Mark(NamedTuple):
    """That something happened: when (event time), and the event that says so."""

    time: Instant
    event_id: str


class Fact(NamedTuple):
    """One event of a case, compactly. ``by`` is the department whose system sent it."""

    time: Instant
    sequence: int
    event_id: str
    name: str
    by: str
    data: Mapping[str, Any]

    @property
    def order(self) -> Order:
        return (self.time, self.sequence, self.event_id)

    @property
    def mark(self) -> Mark:
        return Mark(self.time, self.event_id)

    @property
    def department(self) -> str:
        """The department that acted: the one named, else the one that sent the event."""
        return str(self.data.get("department") or self.by)

    @property
    def departments(self) -> tuple[str, ...]:
        """Everyone who acted together: ``departments`` where the event has them."""
        return tuple(self.data.get("departments") or ()) or (self.department,)


KEPT: Mapping[str, tuple[str, ...]] = {
    "case.opened": (
        "party_id",
        "kind",
        "channel",
        "platform",
        "category",
        "item",
        "area",
        "colour",
        "hard",
        "visit_id",
        "named_officer",
    ),
    "case.assigned": ("assignment_id", "department", "role", "from_department", "basis"),
    "case.accepted": ("department",),
    "case.contacted": ("department",),
    "case.party-replied": ("department",),
    "case.returned": ("assignment_id", "department", "reason_code", "basis", "better_owner"),
    "case.progressed": ("department",),
    "case.paused": ("reason", "until"),
    "case.resumed": ("reason",),
    "case.extended": ("clock", "by", "unit", "approver"),
    "case.joint-handled": ("department", "departments"),
    "case.decided": ("department", "departments"),
    "case.adjudicated": ("department", "departments"),
    "case.responded": ("department", "kind"),
    "case.closed": ("outcome",),
    "case.reopen-requested": (),
    "case.reopened": (),
    "case.evaluated": (
        "episode",
        "level",
        "solved",
        "collected_by",
        "collector",
        "outcome",
        "revisit",
        "channel",
        "asked_at",
    ),
    "case.evaluation-verified": ("episode", "evaluation", "upheld", "verifier"),
    "case.evaluation-appealed": ("episode", "evaluation", "department"),
    "case.appeal-decided": ("episode", "evaluation", "upheld", "approver", "reason"),
    "case.evaluation-excluded": ("episode", "evaluation", "approver", "reason"),
    "case.linked": ("case_id", "other_case_id", "relation"),
    "case.unlinked": ("case_id", "other_case_id", "relation"),
    "case.part-reported": ("other_case_id", "answered_at", "revision"),
    WITHDRAWN: ("event_id",),
}
"""The events a case is made of, and the fields kept of each."""


def said(fact: Fact, *fields: str) -> bool:
    """Tell whether *fact* says something in each of *fields*: a blank names nobody."""
    return all(str(fact.data.get(field) or "").strip() for field in fields)


def compact(event: Event) -> Fact:
    """Return what is kept of *event*, whose name is one of ``KEPT``."""
    data = event.data
    kept = {name: data[name] for name in KEPT[event.name] if data.get(name) is not None}
    return Fact(event.time, event.sequence, event.event_id, event.name, event.department, kept)
