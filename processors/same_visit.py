"""
When two records are one visit.

They were sent by different sources, have a department in common (the same one, or a joint
team) and overlap. Times are half-open [start, end): a visit that begins when another ends is
a second visit; two that begin at the same instant overlap, even when they have no length
(day precision gives such).
"""

from __future__ import annotations

from collections.abc import Sequence

from processors.visit import Statement


def doubles(earlier: Statement, later: Statement) -> bool:
    """Tell whether *later* (in place) is another entry of the visit that *earlier* is."""
    return (
        earlier.source != later.source
        and (earlier.end > later.start or earlier.start == later.start)
        and in_common(earlier.departments, later.departments)
    )


def in_common(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two teams share a department; most teams are of one, and this is asked often."""
    return one[0] in other if len(one) == 1 else not set(one).isdisjoint(other)


def distinct(visits: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return *visits* (sorted by place) without those that double an earlier one of them."""
    kept: list[Statement] = []
    lasting: list[Statement] = []
    latest = -1  # the greatest end so far: most visits begin after it, and double nothing
    for visit in visits:
        if visit.start < latest or (kept and kept[-1].start == visit.start):
            lasting = [s for s in lasting if s.end > visit.start or s.start == visit.start]
            if any(doubles(rival, visit) for rival in lasting):
                continue
        else:
            lasting = []
        kept.append(visit)
        lasting.append(visit)
        latest = max(latest, visit.end)
    return tuple(kept)
