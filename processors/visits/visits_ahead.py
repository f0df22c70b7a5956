"""
Ahead (D2 over plans): a visit is planned where another department goes, or has been, too.

The finding belongs to the later visit, which is a plan, and proposes one joint visit before
anyone travels. The condition is true while the plan stands and the other visit is known, both
in event time: from the later of the two tellings until the plan is recorded, cancelled or
moved away, or the other visit is. So the finding is raised at the telling that completed it,
stays as a resolved one when it ended, and vanishes with a plan that was withdrawn.

Window, departments, grounds and purposes count as between records (``duplicate_visits``),
under the policy in force at the start of the planned visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from events.finding import Finding, Severity
from events.instant import Instant, render
from processors.policies.visit_policy import VisitPolicy
from processors.published.reference import Reference
from processors.time.local_date import window_start
from processors.visits.lanes import Lanes
from processors.visits.visit import FOREVER, Statement, Visit
from processors.visits.visit_window import LISTED, counting, shares_purpose, tell


class _Clash(NamedTuple):
    """A plan and an earlier visit, both known in [since, until)."""

    since: Instant
    until: Instant
    plan: Statement
    earlier: Statement


def ahead(visit: Visit, recorded: Lanes, planned: Lanes, reference: Reference) -> Finding | None:
    """Return the finding on the plans of *visit*, open while the last of them clashes."""
    clashes = [
        clash
        for plan in visit.plans
        if (policy := reference.visits(plan.start)) is not None
        for clash in islice(_clashes(plan, recorded, planned, policy), LISTED)
    ]
    if not clashes:
        return None
    until = max(clash.until for clash in clashes)
    return _tell(
        sorted((c for c in clashes if c.until == until), key=lambda c: c.earlier.place),
        min(clash.since for clash in clashes),
        None if until == FOREVER else until,
        reference.visits(clashes[-1].plan.start),
    )


def _clashes(
    plan: Statement, recorded: Lanes, planned: Lanes, policy: VisitPolicy
) -> Iterator[_Clash]:
    if plan.ground in policy.exempt_grounds:
        return
    since = window_start(plan.start, policy.window_days, policy.timezone)
    walks = [
        lanes.before_but(plan.place, since, frozenset(plan.departments))
        for lanes in (recorded, planned)
    ]
    for earlier in counting(merge(*walks, reverse=True), policy):
        clash = _Clash(
            max(plan.known, earlier.known), min(plan.until, earlier.until), plan, earlier
        )
        if clash.since < clash.until and earlier.visit != plan.visit:
            yield clash


def _tell(
    last: list[_Clash], raised_at: Instant, resolved_at: Instant | None, policy: VisitPolicy | None
) -> Finding:
    plan, earlier = last[-1].plan, [clash.earlier for clash in last]
    details = {
        "window_days": policy.window_days if policy else 0,
        "policy": policy.name if policy else "",
        "more": len(last) >= LISTED,
        "proposal": _proposal(plan, earlier),
    }
    severity: Severity = "warning" if shares_purpose(earlier, plan) else "info"
    return tell("ahead", plan, earlier, severity, details, raised_at, resolved_at)


def _proposal(plan: Statement, earlier: list[Statement]) -> dict[str, Any]:
    """One visit of all departments, at the earliest start that is still a plan."""
    together = {d for visit in (plan, *earlier) for d in visit.departments}
    starts = [visit.start for visit in (plan, *earlier) if not visit.recorded]
    return {"departments": sorted(together), "start": render(min(starts))}
