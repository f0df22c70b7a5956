"""
Crowding: more visits to one party in a window than it can bear, whoever made them.

Every recorded visit of no exempt ground counts, a joint visit once. The window ends at the
visit itself and reaches ``window_days`` local dates back, the last of them included. Exactly
as many as the policy allows is not crowding; each visit beyond has a finding of its own.
"""

from __future__ import annotations

from typing import Final

from events.finding import Finding
from processors.time.local_date import window_start
from processors.visits.visit import Statement
from processors.visits.visit_rule import Seen, VisitRule
from processors.visits.visit_window import counting, nearest, tell


def crowding(later: Statement, seen: Seen) -> Finding | None:
    """Return the finding on *later*, raised at its start; ``count`` includes it."""
    recorded, policy, _ = seen
    if later.ground in policy.exempt_grounds:
        return None
    since = window_start(later.start, policy.window_days, policy.timezone)
    walk = recorded.before_all(later.place, since)
    earlier = nearest(counting(walk, policy), policy, policy.crowding)
    count = len(earlier.visits) + 1
    if count <= policy.crowding:
        return None
    details = {
        "window_days": policy.window_days,
        "limit": policy.crowding,
        "count": count,
        "policy": policy.name,
        "more": earlier.more,
    }
    return tell("crowding", later, earlier.visits, "warning", details)


VISIT_RULE: Final = VisitRule("crowding", crowding)
