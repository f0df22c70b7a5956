"""
Which visits to conclude again when one of their cluster changed: those it can matter to.

A visit matters to later ones whose window or year reaches back to it, or that it overlaps, under
the policy in force at the later one's start; live, or in shadow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.published.reference import Reference
from processors.time.local_date import window_start, year_start
from processors.visits.lanes import Lanes
from processors.visits.same_visit import in_common
from processors.visits.visit import FOREVER, Statement


def visits_touched(
    lanes: tuple[Lanes, ...], changed: Iterable[Statement], reference: Reference
) -> Iterator[str]:
    """Name the later visits whose conclusion may depend on one of the *changed* statements."""
    for earlier in changed:
        for lane in lanes:
            for later in lane.after(earlier.place, FOREVER):
                if _reaches(later, earlier, reference):
                    yield later.visit


def _reaches(later: Statement, earlier: Statement, reference: Reference) -> bool:
    """Tell whether *earlier* matters to *later*, by the live policy or one in shadow."""
    beside = reference.shadow
    return _within(later, earlier, reference) or (
        beside is not None and _within(later, earlier, beside)
    )


def _within(later: Statement, earlier: Statement, reference: Reference) -> bool:
    policy = reference.visits(later.start)
    if policy is None:
        return False
    return (
        window_start(later.start, policy.window_days, policy.timezone) <= earlier.start
        or earlier.end > later.start
        or (
            year_start(later.start, policy.timezone) <= earlier.start
            and in_common(earlier.departments, later.departments)
        )
    )
