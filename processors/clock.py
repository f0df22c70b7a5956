"""
A clock read: what a span of a case amounts to under a policy, a calendar and a now.

The deadline is derived each time, never stored: the target, raised by the extensions asked
for in time, moved by the business time of the allowed pauses that began before it. Bands are
percents of the target: their instants lie on the same clock, so a pause moves each band that
it begins before. A band is *passed* when now, or the stop, lies beyond its instant: what
happens at the very instant of a deadline is in time.

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
from processors import deadline
from processors.calendar import Calendar
from processors.case_clocks import Span
from processors.case_fact import Fact
from processors.deadline import Due, Target
from processors.pauses import Standstill
from processors.sla_policy import ClockPolicy, SlaPolicy
from processors.working_time import add_business

Status = Literal["running", "met", "breached", "cancelled"]


class Terms(NamedTuple):
    """The rules a span is read by, as they stood for it."""

    policy: SlaPolicy
    calendar: Calendar


class Band(NamedTuple):
    """*percent* of the target was used up at ``at`` (and the clock went on)."""

    percent: int
    at: Instant


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
    refused: tuple[str, ...]
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


class _Rule(NamedTuple):
    """One span's own arithmetic: everything but now."""

    calendar: Calendar
    start: Instant
    target: Target
    clock: ClockPolicy
    extensions: tuple[Target, ...] = ()
    pauses: tuple[deadline.Pause, ...] = ()

    def due(self) -> Due:
        return deadline.due(
            self.calendar,
            self.start,
            self.target,
            extended=self.extensions,
            paused=self.pauses,
            cut_off=self.clock.cut_off,
            roll=self.clock.roll,
        )

    def measure(self, start: Instant, until: Instant) -> int:
        return deadline.measure(self.calendar, self.target.unit, start, until)

    def paused(self, until: Instant) -> int:
        """Return the µs of pause before *until*, on the clock's own measure."""
        return sum(
            self.measure(Instant(max(a, self.start)), Instant(min(b, until)))
            for a, b in self.pauses
            if a < until and b > self.start
        )

    def band(self, percent: int, unpaused: Instant) -> Instant:
        """Return when *percent* of the target was used up, pauses begun before it counted."""
        unit = self.target.unit
        at = deadline.percent_instant(self.calendar, self.start, unpaused, percent, unit)
        return moved(self, at) if self.pauses else at


def moved(rule: _Rule, at: Instant) -> Instant:
    """Return *at* moved by each pause that begins before it."""
    for since, until in rule.pauses:
        if since >= at:
            break
        covered = rule.measure(Instant(max(since, rule.start)), until)
        if rule.target.unit == "minutes-24x7":
            at = Instant(at + covered)
        else:
            at = add_business(rule.calendar, at, covered)
    return at


def read(
    span: Span,
    terms: Terms,
    clock: ClockPolicy,
    *,
    bands: Iterable[int],
    now: Instant,
    last: Instant,
    settled: Instant | None = None,
    hard: bool = False,
    standstills: Iterable[Standstill] = (),
    extensions: Iterable[Fact] = (),
) -> Reading:
    """
    Return *span* read by *clock* at *now* (event time, inclusive).

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
        extensions: asked for this clock, in order; one asked after expiry is refused.
    """
    until = span.stop.time if span.stop else now
    still = tuple(_covered(span, standstills, until)) if clock.pauses else ()
    pauses = tuple((s.start, s.end) for s in still)
    rule = _Rule(terms.calendar, span.start.time, clock.target, clock, pauses=pauses)
    due = rule.due()
    if hard and settled is not None and settled <= due.deadline:
        rule = rule._replace(target=clock.hard)
        due = rule.due()
    rule, due, granted, refused = _extended(rule, due, extensions)
    unpaused = rule._replace(pauses=()).due().deadline if rule.pauses else due.deadline
    passed, upcoming = _bands(rule, bands, due.deadline, unpaused, until)
    measured = until if span.stop else _measured(span.start.time, last, passed)
    paused = rule.paused(measured)
    plain = rule._replace(extensions=(), pauses=()).due().deadline if granted else unpaused
    return Reading(
        span,
        terms,
        rule.target,
        due.deadline,
        due.provisional,
        _status(span, passed),
        passed,
        (rule.measure(span.start.time, measured) - paused) // MINUTE,
        paused // MINUTE,
        rule.measure(plain, unpaused) // MINUTE,
        (span.start.event_id, *_evidence(still), *granted),
        refused,
        still,
        None if span.stop or upcoming is None else Instant(upcoming + 1),
    )


def _covered(span: Span, standstills: Iterable[Standstill], until: Instant) -> Iterator[Standstill]:
    """Yield what of *standstills* the clock lived through: a stopped clock ends them."""
    for still in standstills:
        if still.end > span.start.time and still.start < until:
            yield still._replace(end=min(still.end, until)) if span.stop else still


def _evidence(standstills: Iterable[Standstill]) -> Iterator[str]:
    for standstill in standstills:
        yield from standstill.evidence


def _extended(
    rule: _Rule, due: Due, extensions: Iterable[Fact]
) -> tuple[_Rule, Due, tuple[str, ...], tuple[str, ...]]:
    granted: list[str] = []
    refused: list[str] = []
    for fact in extensions:
        if fact.time > due.deadline:
            refused.append(fact.event_id)
            continue
        more = Target(fact.data["by"], fact.data["unit"])
        rule = rule._replace(extensions=(*rule.extensions, more))
        due = rule.due()
        granted.append(fact.event_id)
    return rule, due, tuple(granted), tuple(refused)


def _bands(
    rule: _Rule, percents: Iterable[int], due: Instant, unpaused: Instant, until: Instant
) -> tuple[tuple[Band, ...], Instant | None]:
    """Return the bands passed at *until*, and the instant of the next one."""
    passed: list[Band] = []
    for percent in percents:
        at = due if percent == 100 else rule.band(percent, unpaused)
        if at >= until:
            return tuple(passed), at
        passed.append(Band(percent, at))
    return tuple(passed), None


def _measured(start: Instant, last: Instant, passed: tuple[Band, ...]) -> Instant:
    """Return the last instant at which anything changed."""
    return max(start, last, *(band.at for band in passed))


def _status(span: Span, passed: tuple[Band, ...]) -> Status:
    if any(band.percent == 100 for band in passed):
        return "breached"
    if span.stop is None:
        return "running"
    return "cancelled" if span.ending == "cancelled" else "met"
