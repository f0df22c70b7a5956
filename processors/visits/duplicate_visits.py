"""
Cross-department visits (D2): several departments visit one party inside a window.

The finding belongs to the later visit and lists the earlier records, no more than
``window_days`` local dates back (the same date included), that have a department which is
not on the later one. So a joint visit is never a duplicate of itself, nor of a visit that
only some of its own departments made. Exempt grounds (complaint, emergency, statutory)
count neither as later nor as earlier. A purpose in common makes it graver.
"""

from __future__ import annotations

from typing import Final

from events.finding import Finding, Severity
from processors.time.local_date import window_start
from processors.visits.visit import Statement
from processors.visits.visit_rule import Seen, VisitRule
from processors.visits.visit_window import counting, nearest, overlap_severity, shares_purpose, tell


def cross_department(later: Statement, seen: Seen) -> Finding | None:
    """Return the finding on *later*, raised at its start; None when nobody else was there."""
    recorded, policy, _ = seen
    if later.ground in policy.exempt_grounds:
        return None
    since = window_start(later.start, policy.window_days, policy.timezone)
    others = recorded.before_but(later.place, since, frozenset(later.departments))
    earlier = nearest(counting(others, policy), policy)
    if not earlier.visits:
        return None
    severity: Severity = "warning"
    if shares_purpose(earlier.visits, later):
        severity = overlap_severity(policy)
    details = {"window_days": policy.window_days, "policy": policy.name, "more": earlier.more}
    return tell("cross-department", later, earlier.visits, severity, details)


VISIT_RULE: Final = VisitRule("cross-department", cross_department)
