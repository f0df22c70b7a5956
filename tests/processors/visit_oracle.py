"""The visit rules over all pairs of records, as plainly as they can be said: slow and sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from events.instant import to_datetime
from processors.visit import FOREVER, Statement, Visit
from processors.visit_policy import VisitPolicy
from tests.processors.visit_history import ZONE

Expected = dict[tuple[str, str], tuple[int, int | None, frozenset[str]]]
"""(kind, subject) to (raised at, resolved at, event ids of the earlier visits)."""


def day(statement: Statement) -> date:
    return to_datetime(statement.start).astimezone(ZONE).date()


def expected(visits: Iterable[Visit], policy: VisitPolicy) -> Expected:
    visits = list(visits)
    records = sorted(v.statements[-1] for v in visits if v.status == "recorded")
    found: Expected = {}
    for later in records:
        before = [s for s in records if s.place < later.place]
        for kind, earlier in _on(later, before, policy):
            ids = frozenset(s.event_id for s in earlier)
            found[kind, later.visit] = (later.start, None, ids)
    for visit in visits:
        ahead = _ahead(visit, visits, policy)
        if ahead is not None:
            found["ahead", visit.subject] = ahead
    return found


def _on(
    later: Statement, before: Sequence[Statement], policy: VisitPolicy
) -> Iterable[tuple[str, Sequence[Statement]]]:
    doubled = [s for s in before if _double(s, later)]
    if doubled:
        yield "double-entry", doubled
        return
    if later.ground in policy.exempt_grounds:
        return
    before = [s for s in before if s.ground not in policy.exempt_grounds]
    window = [s for s in before if _inside(s, later, policy)]
    crossed = _once([s for s in window if set(s.departments) - set(later.departments)])
    if crossed:
        yield "cross-department", crossed
    if len(_once(window)) + 1 > policy.crowding:
        yield "crowding", _once(window)
    year = [s for s in before if day(s).year == day(later).year]
    mine = {d: _once([s for s in year if d in s.departments]) for d in later.departments}
    over = [s for own in mine.values() if len(own) + 1 > policy.cap_per_year for s in own]
    if over:
        yield "cap", over


def _ahead(
    visit: Visit, visits: Sequence[Visit], policy: VisitPolicy
) -> tuple[int, int | None, frozenset[str]] | None:
    clashes = []
    for plan in visit.plans:
        for earlier in (s for v in visits if v is not visit for s in v.statements):
            since, until = max(plan.known, earlier.known), min(plan.until, earlier.until)
            exempt = {plan.ground, earlier.ground} & policy.exempt_grounds
            others = set(earlier.departments) - set(plan.departments)
            clash = earlier.place < plan.place and _inside(earlier, plan, policy)
            if clash and others and not exempt and since < until:
                clashes.append((since, until, earlier.event_id))
    if not clashes:
        return None
    last = max(until for _, until, _ in clashes)
    ids = frozenset(id for _, until, id in clashes if until == last)
    return min(since for since, _, _ in clashes), None if last == FOREVER else last, ids


def _inside(earlier: Statement, later: Statement, policy: VisitPolicy) -> bool:
    return (day(later) - day(earlier)).days <= policy.window_days


def _double(earlier: Statement, later: Statement) -> bool:
    if earlier.source == later.source or not set(earlier.departments) & set(later.departments):
        return False
    return earlier.end > later.start or earlier.start == later.start


def _once(visits: Sequence[Statement]) -> list[Statement]:
    kept: list[Statement] = []
    for visit in visits:
        if not any(_double(s, visit) for s in kept):
            kept.append(visit)
    return kept
