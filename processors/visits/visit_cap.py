"""
The cap: more visits by one department to one party in a calendar year than it announced.

The year is that of the policy's time zone. Every department on the visit is counted (a joint
visit counts for each of them), exempt grounds are not. Exactly at the cap is within it; each
visit beyond has a finding, whose department is that of the visit's source when it is one of
those over their cap, else the first of them.

Source: 国办发〔2024〕54号 has agencies publish the most visits they will make in a year.
"""

from __future__ import annotations

from typing import Final

from events.finding import Finding
from processors.policies.visit_policy import VisitPolicy
from processors.time.local_date import local_year, year_start
from processors.visits.lanes import Lanes
from processors.visits.visit import Statement
from processors.visits.visit_rule import Seen, VisitRule
from processors.visits.visit_window import Nearest, counting, nearest, tell


def over_cap(later: Statement, seen: Seen) -> Finding | None:
    """Return the finding on *later*, raised at its start; counts include it."""
    recorded, policy, _ = seen
    if later.ground in policy.exempt_grounds:
        return None
    exceeded = {
        department: visits
        for department in dict.fromkeys(later.departments)
        if len((visits := _this_year(department, later, recorded, policy)).visits)
        >= policy.cap_per_year
    }
    if not exceeded:
        return None
    earlier = sorted({s.event_id: s for found in exceeded.values() for s in found.visits}.values())
    details = {
        "year": local_year(later.start, policy.timezone),
        "limit": policy.cap_per_year,
        "counts": {department: len(found.visits) + 1 for department, found in exceeded.items()},
        "policy": policy.name,
        "more": any(found.more for found in exceeded.values()),
    }
    at_fault = later.department if later.department in exceeded else next(iter(exceeded))
    return tell("cap", later, earlier, "breach", details, department=at_fault)


def _this_year(department: str, later: Statement, recorded: Lanes, policy: VisitPolicy) -> Nearest:
    since = year_start(later.start, policy.timezone)
    walk = recorded.before(later.place, since, (department,))
    return nearest(counting(walk, policy), policy, policy.cap_per_year)


VISIT_RULE: Final = VisitRule("cap", over_cap)
