"""
A clock read: what a span of a case amounts to under a policy, a calendar and a now.

The deadline is derived each time, never stored: the target, raised by the extensions asked
for in time, moved by the business time of the allowed pauses that began before it
(``processors.schedule``). A band is *passed* when now, or the stop, lies beyond its instant:
what happens at the very instant of a deadline is in time.

A running pause counts to its foreseen end (``processors.pauses``), so a deadline changes only
when an event or a rule does. ``consumed`` and ``paused`` of a running clock are measured at the
last instant at which anything changed (an event of the case, a band): a reading differs only
where ``next_due`` says so.

Source: the semantics, "Clocks of a case"; the contract, "Day clocks".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from events.instant import MINUTE, Instant
from processors.calendar import Calendar
from processors.case_clocks import Span
from processors.case_fact import Fact
from processors.deadline import Target
from processors.pauses import Standstill
from processors.schedule import Band, Plan, Schedule, measure, paused, schedule, within_reach
from processors.sla_policy import ClockPolicy, SlaPolicy
from processors.transitions import Flag

Status = Literal["running", "met", "breached", "cancelled"]


class Terms(NamedTuple):
    """The rules a span is read by, as they stood for it."""

    policy: SlaPolicy
    calendar: Calendar


class Reading(NamedTuple):
    """``consumed``, ``paused``, ``extended``: whole minutes on the clock's own measure."""

    span: Span
    terms: Terms
    target: Target
    deadline: Instant
    provisional: bool
    status: Status
    passed: tuple[Band, ...]
    consumed: int
    paused: int
    extended: int
    evidence: tuple[str, ...]
    refused: tuple[Flag, ...]
    standstills: tuple[Standstill, ...]
    next_due: Instant | None

    @property
    def breach(self) -> Band | None:
        """The band of 100 %, when it was passed."""
        return next((band for band in self.passed if band.percent == 100), None)

    @property
    def percent(self) -> int:
        """The greatest band passed, 0 before the first."""
        return self.passed[-1].percent if self.passed else 0


def read(
    span: Span,
    terms: Terms,
    clock: ClockPolicy,
    *,
    bands: tuple[int, ...],
    now: Instant,
    last: Instant,
    settled: Instant | None = None,
    hard: bool = False,
    standstills: Iterable[Standstill] = (),
    extensions: Iterable[Fact] = (),
) -> Reading:
    """
    Return *span* read by *clock* at *now*.

    Args:
        span: one clock of the case.
        terms: the policy and calendar that stand for it.
        clock: the policy's word on this clock: targets, cut-off, roll, whether it pauses.
        bands: percents to look for, ascending, 100 among them.
        now: event time; what happens at it is heard.
        last: event time of the case's last event: running clocks are measured there.
        hard: the case was opened as a hard one.
        settled: when a hard case was taken into joint handling or decided above. The longer
            target counts for a case that is *hard* and was settled while its ordinary target
            still ran: what comes after a breach does not undo it.
        standstills: allowed pauses, sorted and apart; ignored by clocks that never pause.
        extensions: asked for this clock, in order; one asked after expiry is refused, and so
            is one whose deadline no calendar gives (past the year 2150).
    """
    until = span.stop.time if span.stop else now
    still = tuple(_covered(span, standstills, until)) if clock.pauses else ()
    pauses = tuple((s.start, s.end) for s in still)
    start = span.start.time
    plan = Plan(terms.calendar, start, clock.target, clock.cut_off, clock.roll, pauses)
    if hard and settled is not None and settled <= schedule(plan, bands).deadline:
        plan = plan._replace(target=clock.hard)
    plan, granted, refused = _extended(plan, bands, extensions)
    fixed = schedule(plan, bands)
    passed = tuple(band for band in fixed.bands if band.at < until)
    measured = until if span.stop else max(start, last, *(band.at for band in passed))
    stood = paused(plan, measured) if pauses else 0
    consumed = measure(plan.calendar, plan.target.unit, start, measured) - stood
    return Reading(
        span=span,
        terms=terms,
        target=plan.target,
        deadline=fixed.deadline,
        provisional=fixed.provisional,
        status=_status(span, until > fixed.deadline),
        passed=passed,
        consumed=consumed // MINUTE,
        paused=stood // MINUTE,
        extended=fixed.extended // MINUTE,
        evidence=(span.start.event_id, *(id for s in still for id in s.evidence), *granted),
        refused=refused,
        standstills=still,
        next_due=None if span.stop else _next_due(fixed, len(passed)),
    )


def _covered(span: Span, standstills: Iterable[Standstill], until: Instant) -> Iterator[Standstill]:
    """Yield what of *standstills* the clock lived through: a stopped clock ends them."""
    for still in standstills:
        if still.end <= span.start.time:
            continue
        if span.stop is None:
            yield still
        elif still.start < until:
            yield still._replace(end=min(still.end, until))


def _extended(
    plan: Plan, bands: tuple[int, ...], extensions: Iterable[Fact]
) -> tuple[Plan, tuple[str, ...], tuple[Flag, ...]]:
    """Return *plan* with the extensions granted; the ids of those, and flags for the others."""
    granted: list[str] = []
    refused: list[Flag] = []
    for fact in extensions:
        more = Target(fact.data["by"], fact.data["unit"])
        longer = plan._replace(extensions=(*plan.extensions, more))
        if fact.time > schedule(plan, bands).deadline:
            refused.append(Flag("extended-after-expiry", fact.event_id))
        elif not within_reach(longer, bands):
            refused.append(Flag("extended-beyond-reach", fact.event_id))
        else:
            plan = longer
            granted.append(fact.event_id)
    return plan, tuple(granted), tuple(refused)


def _status(span: Span, breached: bool) -> Status:
    if breached:
        return "breached"
    if span.stop is None:
        return "running"
    return "cancelled" if span.ending == "cancelled" else "met"


def _next_due(fixed: Schedule, passed: int) -> Instant | None:
    upcoming = fixed.bands[passed:]
    return Instant(upcoming[0].at + 1) if upcoming else None
