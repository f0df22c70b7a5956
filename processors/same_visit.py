"""
When two records are one visit.

They were sent by different sources, have a department in common (the same one, or a joint
team) and overlap. Times are half-open [start, end): a visit that begins when another ends is
a second visit; two that begin at the same instant overlap, even when they have no length
(day precision gives such).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from processors.visit import Statement


def doubles(earlier: Statement, later: Statement) -> bool:
    """Tell whether *later* (in place) is another entry of the visit that *earlier* is."""
    return (
        earlier.source != later.source
        and (earlier.end > later.start or earlier.start == later.start)
        and not set(earlier.departments).isdisjoint(later.departments)
    )


def distinct(visits: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return *visits* (sorted by place) without those that double an earlier one of them."""
    if len({s.source for s in visits}) < 2:
        return tuple(visits)
    lasting: defaultdict[str, list[Statement]] = defaultdict(list)
    kept = []
    for visit in visits:
        rivals = [s for d in visit.departments for s in _still_on(lasting, d, visit)]
        if not any(doubles(rival, visit) for rival in rivals):
            kept.append(visit)
            for department in visit.departments:
                lasting[department].append(visit)
    return tuple(kept)


def _still_on(
    lasting: defaultdict[str, list[Statement]], department: str, now: Statement
) -> list[Statement]:
    on = [s for s in lasting[department] if s.end > now.start or s.start == now.start]
    lasting[department] = on
    return on
