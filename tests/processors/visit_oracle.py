"""The visit rules over all pairs of records, as plainly as they can be said: slow and sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from events.instant import to_datetime
from processors.policies.visit_policy import VisitPolicy
from processors.visits.visit import FOREVER, Statement, Visit
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
    doubled = [s for s in before if _double(s, later, policy) >= policy.double_entry.link]
    asked = [s for s in before if _double(s, later, policy) >= policy.double_entry.ask]
    if doubled or asked:
        yield "double-entry", doubled or asked
    if doubled:
        return
    if later.ground in policy.exempt_grounds:
        return
    before = [s for s in before if s.ground not in policy.exempt_grounds]
    window = [s for s in before if _inside(s, later, policy)]
    crossed = _once([s for s in window if set(s.departments) - set(later.departments)], policy)
    if crossed:
        yield "cross-department", crossed
    if len(_once(window, policy)) + 1 > policy.crowding:
        yield "crowding", _once(window, policy)
    year = [s for s in before if day(s).year == day(later).year]
    mine = {d: _once([s for s in year if d in s.departments], policy) for d in later.departments}
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


def _double(earlier: Statement, later: Statement, policy: VisitPolicy) -> float:
    rule, shared = policy.double_entry, set(earlier.departments) & set(later.departments)
    if earlier.source == later.source or not shared:
        return 0
    apart = later.start - earlier.start
    kinds = {"same-start"} if apart == 0 else set()
    kinds |= {"overlap"} if earlier.end > later.start else set()
    kinds |= {"near"} if apart <= rule.near else set()
    if day(earlier) == day(later):
        dated = any(_is_a_date(s) for s in (earlier, later))
        kinds |= {"same-date", "date-only"} if dated else {"same-date"}
    weight = max((rule.time.get(kind, 0) for kind in kinds), default=0)
    said = "same" if earlier.purpose == later.purpose else "other"
    said = said if earlier.purpose and later.purpose else "unsaid"
    total = min(1, weight + rule.purpose.get(said, 0))
    return round(total, 2) if weight else 0


def _is_a_date(statement: Statement) -> bool:
    """A date without a time of day: from midnight, without length or to the end of a date."""
    start, end = (to_datetime(at).astimezone(ZONE) for at in (statement.start, statement.end))
    ends = start == end or f"{end:%H:%M:%S}" in {"00:00:00", "23:59:00", "23:59:59"}
    return f"{start:%H:%M:%S}" == "00:00:00" and ends


def _once(visits: Sequence[Statement], policy: VisitPolicy) -> list[Statement]:
    kept: list[Statement] = []
    for visit in visits:
        if not any(_double(s, visit, policy) >= policy.double_entry.link for s in kept):
            kept.append(visit)
    return kept
