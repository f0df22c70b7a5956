"""
Build histories in tests: each builder names only what the test is about.

Day 0 is Monday 2026-03-02, 09:00 in Shanghai; days are calendar days, so days 0–4, 7–11 and
14–18 are working days (no holiday lies in March). The calendar opens 09:00–12:00 and
13:30–17:30. Events get ids in the order they are built, ``e0``, ``e1`` …, per ``History``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import count
from typing import Any

from events.event import Event
from events.instant import DAY, HOUR, MINUTE, Instant, parse, render
from processors.case_fold import CaseFold
from processors.cases.case_state import CaseState
from processors.folding.conclusion import Conclusion
from processors.published.defaults import default_publications
from processors.published.reference import Reference

CASE = "K-1"
PARTY = "P-1"
DAY_0 = parse("2026-03-02T09:00:00+08:00")
PUBLISHED = parse("2000-01-02T00:00:00Z")

_numbers = count()


def at(day: float = 0, hour: float = 9, minute: float = 0) -> Instant:
    """Return the instant *hour*:*minute* (Shanghai) of day *day*."""
    return Instant(round(DAY_0 + day * DAY + (hour - 9) * HOUR + minute * MINUTE))


def on(date: str, time: str = "09:00") -> Instant:
    """Return an instant of a real date in Shanghai: ``on("2026-09-29", "09:00")``."""
    return parse(f"{date}T{time}:00+08:00")


def event(name: str, when: Instant, by: str = "centre", *, id: str = "", **data: Any) -> Event:
    id = id or f"e{next(_numbers)}"
    source = f"/departments/{by}"
    data = {key: value for key, value in data.items() if value is not None}
    sequence = data.pop("sequence", 0)
    body = {"case_id": CASE} | data
    return Event(f"{source}#{id}", name, 1, when, sequence, source, id, CASE, body, when)


def opened(when: Instant = DAY_0, **data: Any) -> Event:
    facts = {"party_id": PARTY, "kind": "demand", "channel": "window", "category": "water"}
    return event("case.opened", when, **(facts | {"text": "…", "area": "清溪县"} | data))


def assigned(department: str, when: Instant = DAY_0, id: str = "", **data: Any) -> Event:
    """Return a dispatch of the lead; its id is ``<department>-1`` unless *id* is given."""
    facts = {"assignment_id": id or f"{department}-1", "department": department, "role": "lead"}
    return event("case.assigned", when, **(facts | {"basis": "dispatch"} | data))


def accepted(department: str, when: Instant) -> Event:
    return event("case.accepted", when, department, department=department)


def contacted(department: str, when: Instant) -> Event:
    return event("case.contacted", when, department, department=department)


def replied(when: Instant) -> Event:
    return event("case.party-replied", when)


def progressed(department: str, when: Instant) -> Event:
    return event("case.progressed", when, department, department=department, note="looking into it")


def returned(department: str, when: Instant, id: str = "") -> Event:
    return event(
        "case.returned",
        when,
        department,
        assignment_id=id or f"{department}-1",
        department=department,
        reason_code="not-competent",
        basis="duties list",
        better_owner="somebody",
    )


def paused(when: Instant, reason: str = "waiting-party", until: Instant | None = None) -> Event:
    return event("case.paused", when, reason=reason, until=render(until) if until else None)


def resumed(when: Instant, reason: str = "waiting-party") -> Event:
    return event("case.resumed", when, reason=reason)


def extended(
    when: Instant, by: int, clock: str = "resolve", unit: str = "working-days", **data: Any
) -> Event:
    facts = {"clock": clock, "unit": unit, "reason": "hard", "approver": "O-1"}
    # ``by`` is both a field of the event and the sender's name: the field goes in last.
    made = event("case.extended", when, party_told_at=render(when), **(facts | data))
    return made._replace(data={**made.data, "by": by})


def joint_handled(when: Instant, *departments: str) -> Event:
    return event("case.joint-handled", when, departments=list(departments), decision="together")


def decided(when: Instant, department: str = "county") -> Event:
    return event("case.decided", when, department, department=department, decision="do it")


def adjudicated(when: Instant, department: str = "water") -> Event:
    return event("case.adjudicated", when, department=department, decision="it is yours")


def responded(department: str, when: Instant, kind: str = "solved") -> Event:
    return event("case.responded", when, department, department=department, kind=kind, text="…")


def closed(when: Instant, outcome: str = "solved") -> Event:
    return event("case.closed", when, outcome=outcome)


def handled() -> list[Event]:
    """Return a case as far as most go: given to water, answered a day later, then closed."""
    return [opened(), assigned("water"), responded("water", at(1)), closed(at(1, 10))]


def reopen_requested(when: Instant) -> Event:
    return event("case.reopen-requested", when, reason="again")


def reopened(when: Instant) -> Event:
    return event("case.reopened", when, reason="again")


def evaluated(when: Instant, level: int | None = None, **data: Any) -> Event:
    facts = {"episode": 1, "level": level, "collected_by": "third-party", "collector": "callers"}
    return event("case.evaluated", when, **(facts | {"outcome": "answered"} | data))


def linked(when: Instant, child: str = "K-2", parent: str = CASE, **data: Any) -> Event:
    """Return the link that makes *child* a sub-case of *parent*."""
    ends = {"case_id": child, "other_case_id": parent, "relation": "parent"}
    return event("case.linked", when, **(ends | data))


def unlinked(when: Instant, child: str = "K-2", parent: str = CASE) -> Event:
    ends = {"case_id": child, "other_case_id": parent, "relation": "parent"}
    return event("case.unlinked", when, **ends)


def part_reported(when: Instant, child: str, revision: int, *, answered: bool) -> Event:
    """Return what the hub tells a case of its sub-case."""
    said: dict[str, Any] = {"other_case_id": child, "revision": revision}
    return event(
        "case.part-reported", when, "hub", answered_at=render(when) if answered else None, **said
    )


def verified(when: Instant, upheld: bool = True, by: str = "supervision", **data: Any) -> Event:
    facts: dict[str, Any] = {
        "episode": 1,
        "upheld": upheld,
        "verifier": by,
        "reason": "looked into",
    }
    return event("case.evaluation-verified", when, **(facts | data))


def appealed(when: Instant, department: str = "water", **data: Any) -> Event:
    facts: dict[str, Any] = {"episode": 1, "department": department, "reason": "another matter"}
    return event("case.evaluation-appealed", when, department, **(facts | data))


def appeal_decided(when: Instant, upheld: bool, by: str = "supervision", **data: Any) -> Event:
    facts: dict[str, Any] = {
        "episode": 1,
        "upheld": upheld,
        "approver": by,
        "reason": "looked into",
    }
    return event("case.appeal-decided", when, **(facts | data))


def excluded(when: Instant, by: str = "supervision", **data: Any) -> Event:
    facts: dict[str, Any] = {"episode": 1, "approver": by, "reason": "given twice"}
    return event("case.evaluation-excluded", when, **(facts | data))


def withdrawn(target: Event, when: Instant) -> Event:
    return event("event.withdrawn", when, event_id=target.event_id, reason="mistaken")


@cache
def reference() -> Reference:
    """Return the reference of a hub that knows only what every hub is given."""
    return learned(Reference(), *(publication(n, data) for n, data in default_publications()))


def publication(name: str, data: dict[str, Any], when: Instant = PUBLISHED, id: str = "") -> Event:
    source = "/departments/hub/defaults"
    id = id or f"{name}-{data.get('policy_id', data.get('calendar_id'))}-{data.get('version')}"
    return Event(f"{source}#{id}", name, 1, when, 0, source, id, "", data, when)


def learned(reference: Reference, *publications: Event) -> Reference:
    for published in publications:
        reference = reference.learn(published)
    return reference


def folded(events: Iterable[Event], key: str = CASE) -> CaseState:
    """Return the state of *events* taken in the order given."""
    fold, state = CaseFold(), CaseState(key)
    for event in events:
        state, _ = fold.step(state, event, reference())
    return state


def concluded(
    *events: Event, now: Instant | None = None, by: Reference | None = None
) -> Conclusion:
    """Return what is concluded of *events* at *now* (by default the last event's time)."""
    when = now if now is not None else max((e.time for e in events), default=DAY_0)
    return CaseFold().conclude(folded(events), None, when, by or reference())


def found(conclusion: Conclusion, kind: str) -> list[Any]:
    """Return the findings of *kind*, in the order concluded."""
    return [finding for finding in conclusion.findings if finding.kind == kind]


def clock(conclusion: Conclusion, name: str, episode: int = 1, assignment: str = "") -> Any:
    """Return the row of the clock *name*; an assignment clock's first one unless named."""
    rows = [
        s.row
        for s in conclusion.snapshots
        if s.kind == "clock"
        and s.row["clock"] == name
        and s.row["episode"] == episode
        and assignment in ("", s.row["assignment_id"])
    ]
    return rows[0] if rows else None


def case_row(conclusion: Conclusion) -> Any:
    return next(s.row for s in conclusion.snapshots if s.kind == "case")


def flags(conclusion: Conclusion) -> list[str]:
    """Return the codes of the flags of the case."""
    return [flag.split(" ")[0] for flag in case_row(conclusion)["flags"]]
