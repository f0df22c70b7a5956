"""
What the visit rules share: which visits count, how a list of them is cut, how they are told.

The earlier visits of a finding are listed nearest first found, oldest first told. At most
``LISTED`` are: a party with thousands of visits in a window gets a finding that can be read
(and written) at bounded cost, and ``more`` says that there are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from events.finding import Finding, Severity
from events.instant import Instant
from processors.policies.visit_policy import VisitPolicy
from processors.visits.same_visit import distinct
from processors.visits.visit import Statement

RULE: Final = "duplicate-visit"

LISTED: Final = 50
"""The most earlier visits that one finding lists: a bound of size, not a threshold."""


class Nearest(NamedTuple):
    """The ``visits`` nearest to the later one, oldest first, and whether there are ``more``."""

    visits: tuple[Statement, ...]
    more: bool


def counting(walk: Iterable[Statement], policy: VisitPolicy) -> Iterator[Statement]:
    """Leave out the visits whose ground is exempt: they crowd nobody."""
    return (s for s in walk if s.ground not in policy.exempt_grounds)


def nearest(walk: Iterable[Statement], policy: VisitPolicy, limit: int = 0) -> Nearest:
    """Return the first max(*limit*, LISTED) of a backward *walk*, double entries taken once."""
    found = cut(walk, max(limit, LISTED))
    return found._replace(visits=distinct(found.visits, policy.double_entry))


def cut(walk: Iterable[Statement], limit: int = LISTED) -> Nearest:
    """Return the first *limit* of a backward *walk*, every entry of a visit for itself."""
    found = list(islice(walk, limit + 1))
    return Nearest(tuple(found[:limit][::-1]), len(found) > limit)


def shares_purpose(visits: Iterable[Statement], later: Statement) -> bool:
    """Tell whether a visit of *visits* had the purpose of *later* (letter case apart)."""
    purpose = later.purpose.strip().casefold()
    return bool(purpose) and any(purpose == s.purpose.strip().casefold() for s in visits)


def overlap_severity(policy: VisitPolicy) -> Severity:
    """Return the severity that *policy* gives to visits which share a purpose."""
    named: dict[str, Severity] = {"info": "info", "warning": "warning"}
    return named.get(policy.overlap_severity, "breach")


def tell(
    kind: str,
    later: Statement,
    earlier: Sequence[Statement],
    severity: Severity,
    details: Mapping[str, Any],
    raised_at: Instant | None = None,
    resolved_at: Instant | None = None,
    department: str = "",
) -> Finding:
    """Return the finding of *kind* on *later*; unless told otherwise of its start and source."""
    return Finding(
        RULE,
        kind,
        later.visit,
        later.start if raised_at is None else raised_at,
        severity,
        party_id=later.party_id,
        department=department or later.department,
        resolved_at=resolved_at,
        evidence=(later.event_id, *(s.event_id for s in earlier)),
        details={**details, "earlier": [s.summary() for s in earlier]},
    )
