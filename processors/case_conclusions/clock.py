"""
A clock read: what a span of a case amounts to under a policy, a calendar and a now.

The deadline is derived each time, never stored: the target, raised by the extensions asked
for in time, moved by the business time of the allowed pauses that began before it
(``processors.time.schedule``). A band is *passed* when now, or the stop, lies beyond its instant:
what happens at the very instant of a deadline is in time.

A running pause counts to its foreseen end (``processors.cases.pauses``), so a deadline changes only
when an event or a rule does. ``paused`` of a running clock is all that moves its deadline;
``consumed`` is measured at the last band it passed: a reading differs only where ``next_due``
says so, and a row is said again only when there is something to say.

Source: the semantics, "Clocks of a case"; the contract, "Day clocks".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal, NamedTuple

from events.instant import MINUTE, Instant
from processors.case_conclusions.case_clocks import Span
from processors.cases.flags import Flag
from processors.cases.pauses import Standstill
from processors.policies.sla_policy import ClockPolicy, SlaPolicy
from processors.time.calendar import Calendar
from processors.time.deadline import Target
from processors.time.schedule import Band, Plan, bands, measure, paused, schedule, within_reach

Status = Literal["running", "met", "breached", "cancelled"]


class Terms(NamedTuple):
    """The rules a span is read by, as they stood for it."""

    policy: SlaPolicy
    calendar: Calendar


class Asked(NamedTuple):
    """An extension asked for: when, how much more, and the event that asks."""

    time: Instant
    more: Target
    event_id: str


class Case(NamedTuple):
    """
    What a case adds to the reading of a clock.

    ``settled``: when a hard case was taken into joint handling or decided above. The longer
    target counts for a case that is ``hard`` and was settled while its ordinary target still
    ran: what comes after a breach does not undo it. ``standstills`` are the allowed pauses,
    sorted and apart; clocks that never pause ignore them. Of ``extensions``, those of this
    clock in order; one asked after expiry, or past the year 2150, is refused.
    """

    hard: bool = False
    settled: Instant | None = None
    standstills: tuple[Standstill, ...] = ()
    extensions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """
    One clock read. ``consumed``, ``paused``, ``extended`` are whole minutes on its own measure;
    ``used`` is the percent of its target that a stopped clock consumed, on the same measure;
    ``warn_band`` the percent from which on its department is to be warned.

    Readings are kept and given out again while nothing changed, so they compare by identity.
    """

    span: Span
    policy: str
    warn_band: int
    calendar: Calendar
    target: Target
    deadline: Instant
    provisional: bool
    status: Status
    passed: tuple[Band, ...]
    consumed: int
    paused: int
    extended: int
    net_deadline: Instant | None
    used: float | None
    evidence: tuple[str, ...]
    refused: tuple[Flag, ...]
    standstills: tuple[Standstill, ...]
    next_due: Instant | None

    @property
    def breach(self) -> Band | None:
        """The band of 100 %, when it was passed."""
        for band in self.passed:
            if band.percent == 100:
                return band
        return None

    @property
    def percent(self) -> int:
        """The greatest band passed, 0 before the first."""
        return self.passed[-1].percent if self.passed else 0


def read(
    span: Span,
    terms: Terms,
    clock: ClockPolicy,
    percents: tuple[int, ...],
    now: Instant,
    case: Case,
) -> Reading:
    """
    Return *span* read by *clock* at *now*.

    Args:
        span: one clock of the case.
        terms: the policy and calendar that stand for it.
        clock: the policy's word on this clock: targets, cut-off, roll, whether it pauses.
        percents: bands to look for, ascending, 100 among them.
        now: event time; what happens at it is heard.
        case: what the case adds.
    """
    if span.stop:
        until = span.stop.time
    else:
        plan = _plan(span, terms.calendar, clock, percents, case).plan
        until = _last_change(plan, percents, now)
    policy = (terms.policy.name, terms.policy.warn_band)
    return _read(span, policy, terms.calendar, clock, percents, until, case)


def _last_change(plan: Plan, percents: tuple[int, ...], now: Instant) -> Instant:
    """Return the first instant at which the clock reads as it does at *now*."""
    passed = _passed(plan, percents, now)
    return Instant(passed[-1].at + 1) if passed else plan.start


def _passed(plan: Plan, percents: tuple[int, ...], until: Instant) -> tuple[Band, ...]:
    return tuple(takewhile(lambda band: band.at < until, bands(plan, percents)))


class _Planned(NamedTuple):
    plan: Plan
    standstills: tuple[Standstill, ...]
    granted: tuple[str, ...]
    refused: tuple[Flag, ...]


def _plan(
    span: Span, calendar: Calendar, clock: ClockPolicy, percents: tuple[int, ...], case: Case
) -> _Planned:
    still = tuple(_covered(span, case.standstills)) if clock.pauses else ()
    pauses = tuple((s.start, s.end) for s in still)
    plan = Plan(calendar, span.start.time, clock.target, clock.cut_off, clock.roll, pauses)
    settled = case.settled if case.hard else None
    if settled is not None and settled <= schedule(plan).deadline:
        plan = plan._replace(target=clock.hard)
    return _Planned(*_extended(plan, still, percents, case.extensions))


@lru_cache(maxsize=1 << 14)
def _read(
    span: Span,
    policy: tuple[str, int],
    calendar: Calendar,
    clock: ClockPolicy,
    percents: tuple[int, ...],
    until: Instant,
    case: Case,
) -> Reading:
    plan, still, granted, refused = _plan(span, calendar, clock, percents, case)
    fixed, passed = schedule(plan), _passed(plan, percents, until)
    counted = measure(calendar, plan.target.unit, span.start.time, until) - paused(plan, until)
    return Reading(
        span=span,
        policy=policy[0],
        warn_band=policy[1],
        calendar=calendar,
        target=plan.target,
        deadline=fixed.deadline,
        provisional=fixed.provisional,
        status=_status(span, until > fixed.deadline),
        passed=passed,
        consumed=counted // MINUTE,
        paused=_stood(span, plan, percents) // MINUTE,
        extended=fixed.extended // MINUTE,
        net_deadline=_net_deadline(plan),
        used=_used(plan, counted) if span.stop else None,
        evidence=(span.start.event_id, *(id for s in still for id in s.evidence), *granted),
        refused=refused,
        standstills=still,
        next_due=None if span.stop else _next_due(plan, percents, len(passed)),
    )


def _net_deadline(plan: Plan) -> Instant | None:
    """Return the deadline as it would be without extensions, None where there was none."""
    return schedule(plan._replace(extensions=())).deadline if plan.extensions else None


def _used(plan: Plan, counted: int) -> float | None:
    """Return what *counted* µs are of the target, in percent; None where it measures nothing."""
    total = measure(plan.calendar, plan.target.unit, plan.start, schedule(plan).whole)
    return round(100 * counted / total, 2) if total else None


def _stood(span: Span, plan: Plan, percents: tuple[int, ...]) -> int:
    """Return how long the clock stood still, µs: until its stop, or all that moves its bands."""
    if not plan.pauses:
        return 0
    until = span.stop.time if span.stop else [band.at for band in bands(plan, percents)][-1]
    return paused(plan, until)


def _covered(span: Span, standstills: Iterable[Standstill]) -> Iterator[Standstill]:
    """Yield what of *standstills* the clock lived through: a stopped clock ends them."""
    for still in standstills:
        if still.end <= span.start.time:
            continue
        if span.stop is None:
            yield still
        elif still.start < span.stop.time:
            yield still._replace(end=min(still.end, span.stop.time))


def _extended(
    plan: Plan, still: tuple[Standstill, ...], percents: tuple[int, ...], asked: Iterable[Asked]
) -> tuple[Plan, tuple[Standstill, ...], tuple[str, ...], tuple[Flag, ...]]:
    """Return *plan* with the extensions granted; the ids of those, and flags for the others."""
    granted: list[str] = []
    refused: list[Flag] = []
    for extension in asked:
        longer = plan._replace(extensions=(*plan.extensions, extension.more))
        if extension.time > schedule(plan).deadline:
            refused.append(Flag("extended-after-expiry", extension.event_id))
        elif not within_reach(longer, percents):
            refused.append(Flag("extended-beyond-reach", extension.event_id))
        else:
            plan = longer
            granted.append(extension.event_id)
    return plan, still, tuple(granted), tuple(refused)


def _status(span: Span, breached: bool) -> Status:
    if breached:
        return "breached"
    if span.stop is None:
        return "running"
    return "cancelled" if span.ending == "cancelled" else "met"


def _next_due(plan: Plan, percents: tuple[int, ...], passed: int) -> Instant | None:
    upcoming = next(bands(plan, percents[passed:]), None)
    return Instant(upcoming.at + 1) if upcoming else None
