"""
The words in which a row tells its history: each gives one CloudEvent, as a department sends it.

Times are Shanghai's, ``"2026-10-12 09:00"``. A builder names only what the story is about; any
other field of the event may be given by its own name. What is not said is made from the row's
letter, which every name begins with: case ``R-1`` is of party ``R-1-party``, of the category
``R-matter``, in ``R-county``. An event's id is made of its subject, verb and time; two of the
same kind at the same minute need an ``id`` of their own. ``event_id`` gives what evidence lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events import ids

CENTRE = "centre"
"""The desk that opens and assigns: common to all rows."""
HUB = "hub"
"""Who publishes reference data: policies, calendars, menus, the registry."""
BEFORE = "2026-01-04 09:00"
"""When registries and rules are published unless a row says otherwise."""

Said = dict[str, Any]
"""A CloudEvent, structured mode."""
Departments = str | Sequence[str]


def time(text: str) -> str:
    """Return *text* (``2026-10-12 09:00``, or with seconds) as RFC 3339 in Shanghai."""
    if "+" in text or text.endswith("Z"):
        return text
    date, _, clock = text.partition(" ")
    return f"{date}T{clock if clock.count(':') == 2 else clock + ':00'}+08:00"


def said(name: str, when: str, by: str, subject: str, /, id: str = "", **data: Any) -> Said:
    """Return the event *name* (``case.opened``) of version 1; ``None`` leaves a field out."""
    version, sequence = data.pop("version_", 1), data.pop("sequence", None)
    event: Said = {
        "specversion": "1.0",
        "id": id or f"{subject}-{name}-{when}".replace(" ", "T"),
        "source": f"/departments/{by}",
        "type": f"{name}.v{version}",
        "time": time(when),
        "subject": subject,
        "data": {field: value for field, value in data.items() if value is not None},
    }
    return event if sequence is None else event | {"sequence": str(sequence)}


def event_id(event: Said) -> str:
    """Return the id by which evidence names *event*."""
    return ids.event_id(event["source"], event["id"])


def _row(name: str) -> str:
    return name.partition("-")[0]


def _several(departments: Departments) -> list[str]:
    return [departments] if isinstance(departments, str) else list(departments)


# Reference data: who there is, and by which rules.


def party(id: str, when: str = BEFORE, by: str = HUB, **data: Any) -> Said:
    facts: dict[str, Any] = {
        "kind": "enterprise",
        "name": f"{id} Ltd",
        "area": f"{_row(id)}-county",
    } | data
    return said("party.registered", when, by, id, party_id=id, **facts)


def department(id: str, when: str = BEFORE, by: str = HUB, **data: Any) -> Said:
    facts: dict[str, Any] = {"name": id, "level": "county", "valid_from": time(when)} | data
    return said("department.registered", when, by, id, department_id=id, **facts)


def reorganised(id: str, when: str, by: str = HUB, **data: Any) -> Said:
    facts: dict[str, Any] = {"name": id, "level": "county", "valid_from": time(when)} | data
    return said("department.reorganised", when, by, id, department_id=id, **facts)


def officer(id: str, of: str, when: str = BEFORE, by: str = HUB, **data: Any) -> Said:
    facts: dict[str, Any] = {
        "department_id": of,
        "role": "handler",
        "channel_ref": f"vault:{id}",
    } | data
    return said("officer.registered", when, by, id, officer_id=id, version_=2, **facts)


def policy(content: dict[str, Any], when: str = BEFORE, by: str = HUB) -> Said:
    """Return a policy as its YAML has it: policy_id, version, kind, valid_from, the rest."""
    head = {name: content[name] for name in ("policy_id", "version", "kind", "valid_from")}
    rest = {name: value for name, value in content.items() if name not in head}
    return said("policy.published", when, by, head["policy_id"], **head, content=rest)


def published(name: str, subject: str, when: str = BEFORE, by: str = HUB, **data: Any) -> Said:
    """Return reference data of any kind: ``menu.published``, ``campaign.scheduled`` …."""
    facts: dict[str, Any] = {"version": 1, "valid_from": time(when)} | data
    return said(name, when, by, subject, **facts)


# Visits. Who publishes is the first department, unless ``by`` says.


def visit(id: str, start: str, departments: Departments, to: str, **data: Any) -> Said:
    """Return a visit that took place, of two hours; it is written down when it began."""
    return _visit("visit.recorded", id, start, departments, to, {"when": start} | data)


def planned(id: str, when: str, start: str, departments: Departments, to: str, **data: Any) -> Said:
    """Return a visit planned at *when* that is to begin at *start*."""
    return _visit("visit.planned", id, start, departments, to, {"when": when} | data)


def cancelled(id: str, when: str, by: str, to: str, reason: str = "joined another") -> Said:
    return said("visit.cancelled", when, by, id, visit_id=id, party_id=to, reason=reason)


def _visit(
    name: str, id: str, start: str, departments: Departments, to: str, data: dict[str, Any]
) -> Said:
    several = _several(departments)
    when, by = data.pop("when"), data.pop("by", several[0])
    hour = int(start[11:13])
    end = f"{start[:11]}{hour + 2:02}{start[13:]}"
    facts: dict[str, Any] = {
        "purpose": "service",
        "ground": "routine",
        "start": time(start),
        "end": time(end),
    }
    facts |= {"party_id": to, "departments": several}
    return said(name, when, by, id, visit_id=id, **(facts | data))


# Cases, in the order of their life.


def opened(case: str, when: str, by: str = CENTRE, **data: Any) -> Said:
    row = _row(case)
    facts: dict[str, Any] = {"party_id": f"{case}-party", "kind": "demand", "channel": "window"}
    facts |= {"category": f"{row}-matter", "area": f"{row}-county", "text": "please help"}
    return said("case.opened", when, by, case, case_id=case, **(facts | data))


def assigned(case: str, when: str, department: str, by: str = CENTRE, **data: Any) -> Said:
    """Return a dispatch of the lead; its assignment is ``<case>/<department>``."""
    facts: dict[str, Any] = {
        "assignment_id": f"{case}/{department}",
        "role": "lead",
        "basis": "dispatch",
    } | data
    said_once = f"{case}-{facts['assignment_id']}-assigned-{when}".replace(" ", "T")
    id = str(facts.pop("id", said_once))
    return said("case.assigned", when, by, case, id, case_id=case, department=department, **facts)


def accepted(case: str, when: str, department: str) -> Said:
    return said("case.accepted", when, department, case, case_id=case, department=department)


def contacted(case: str, when: str, department: str) -> Said:
    return said("case.contacted", when, department, case, case_id=case, department=department)


def replied(case: str, when: str, by: str = CENTRE) -> Said:
    return said("case.party-replied", when, by, case, case_id=case)


def progressed(case: str, when: str, department: str, note: str = "looking into it") -> Said:
    facts: dict[str, Any] = {"case_id": case, "department": department, "note": note}
    return said("case.progressed", when, department, case, **facts)


def returned(case: str, when: str, department: str, better: str, **data: Any) -> Said:
    """Return a case given back: *better* is who should have it."""
    facts: dict[str, Any] = {"assignment_id": f"{case}/{department}", "department": department}
    facts |= {"reason_code": "not-competent", "basis": "duties list", "better_owner": better}
    return said("case.returned", when, department, case, case_id=case, **(facts | data))


def paused(case: str, when: str, by: str, reason: str = "waiting-party", **data: Any) -> Said:
    return said("case.paused", when, by, case, case_id=case, reason=reason, **data)


def resumed(case: str, when: str, by: str, reason: str = "waiting-party") -> Said:
    return said("case.resumed", when, by, case, case_id=case, reason=reason)


def extended(
    case: str, when: str, department: str, more: int, clock: str = "resolve", **data: Any
) -> Said:
    """Return an extension of *clock* by *more* working days, the party told at once."""
    facts: dict[str, Any] = {
        "clock": clock,
        "unit": "working-days",
        "reason": "hard",
        "approver": "county",
    }
    facts |= {"case_id": case, "party_told_at": time(when)} | data
    event = said("case.extended", when, department, case, **facts)
    event["data"]["by"] = more
    return event


def joint_handled(
    case: str, when: str, departments: Sequence[str], by: str = CENTRE, **data: Any
) -> Said:
    facts: dict[str, Any] = {
        "departments": list(departments),
        "decision": "each does its part",
    } | data
    return said("case.joint-handled", when, by, case, case_id=case, **facts)


def decided(case: str, when: str, department: str, decision: str = "do it") -> Said:
    facts: dict[str, Any] = {"case_id": case, "department": department, "decision": decision}
    return said("case.decided", when, department, case, **facts)


def adjudicated(case: str, when: str, owner: str, by: str = CENTRE) -> Said:
    facts: dict[str, Any] = {"case_id": case, "department": owner, "decision": "it is yours"}
    return said("case.adjudicated", when, by, case, **facts)


def responded(case: str, when: str, department: str, kind: str = "solved", **data: Any) -> Said:
    facts: dict[str, Any] = {"department": department, "kind": kind, "text": "it is done"} | data
    return said("case.responded", when, department, case, case_id=case, **facts)


def closed(case: str, when: str, by: str = CENTRE, outcome: str = "solved") -> Said:
    return said("case.closed", when, by, case, case_id=case, outcome=outcome)


def reopen_requested(case: str, when: str, by: str = CENTRE, reason: str = "not done") -> Said:
    return _said_by(said("case.reopen-requested", when, by, case, case_id=case, reason=reason), by)


def reopened(case: str, when: str, by: str = CENTRE, reason: str = "not done") -> Said:
    return _said_by(said("case.reopened", when, by, case, case_id=case, reason=reason), by)


def _said_by(event: Said, by: str) -> Said:
    """Return *event* with its field ``by``, which is also the name of the sender's argument."""
    event["data"]["by"] = by
    return event


def evaluated(
    case: str, when: str, level: int | None = None, by: str = CENTRE, **data: Any
) -> Said:
    """Return an answered evaluation by the party itself of the first episode."""
    facts: dict[str, Any] = {
        "episode": 1,
        "level": level,
        "collected_by": "party",
        "collector": "party",
    }
    facts |= {"channel": "sms", "outcome": "answered"} | data
    return said("case.evaluated", when, by, case, case_id=case, **facts)


def linked(case: str, when: str, other: str, relation: str, by: str = CENTRE) -> Said:
    facts: dict[str, Any] = {"case_id": case, "other_case_id": other, "relation": relation}
    return said("case.linked", when, by, case, **facts)


def unlinked(case: str, when: str, other: str, relation: str, by: str = CENTRE) -> Said:
    facts: dict[str, Any] = {"case_id": case, "other_case_id": other, "relation": relation}
    return said("case.unlinked", when, by, case, **facts)


def withdrawn(event: Said, when: str, reason: str = "written down by mistake") -> Said:
    """Return that the department of *event* takes it back."""
    by = event["source"].removeprefix("/departments/")
    facts: dict[str, Any] = {"event_id": event_id(event), "reason": reason}
    return said("event.withdrawn", when, by, event["subject"], **facts)
