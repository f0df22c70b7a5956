"""
The schedule of a clock: every instant that its start, target, pauses and extensions fix.

It knows no now, so it is the same each time a case is looked at; it is kept in a cache of
bounded size, keyed by exactly what it depends on. A band lies where its percent of the
target is used up: a share of the clock without pauses, moved by each pause that begins before.
Bands are ascending, and worked out one by one: most clocks stop before they reach their first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from events.instant import Instant
from processors.policies.policy import PLAIN_UNITS
from processors.time import deadline
from processors.time.calendar import Calendar
from processors.time.deadline import Due, Pause, Roll, Target, Unit
from processors.time.working_time import add_business


class Plan(NamedTuple):
    """What fixes a clock's instants. ``pauses`` are ascending and apart."""

    calendar: Calendar
    start: Instant
    target: Target
    cut_off: int | None
    roll: Roll
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Target, ...] = ()


class Band(NamedTuple):
    """*percent* of the target is used up at ``at``."""

    percent: int
    at: Instant


class Schedule(NamedTuple):
    """
    ``whole``: the deadline without pauses. ``extended``: µs by which the extensions moved it,
    on the clock's measure.
    """

    deadline: Instant
    provisional: bool
    whole: Instant
    extended: int


@lru_cache(maxsize=1 << 14)
def schedule(plan: Plan) -> Schedule:
    """Return the deadline of *plan*."""
    due = _due(plan)
    whole = _due(plan._replace(pauses=())).deadline if plan.pauses else due.deadline
    extended = 0
    if plan.extensions:
        plain = _due(plan._replace(pauses=(), extensions=())).deadline
        extended = measure(plan.calendar, plan.target.unit, plain, whole)
    return Schedule(due.deadline, due.provisional, whole, extended)


def bands(plan: Plan, percents: tuple[int, ...]) -> Iterator[Band]:
    """Yield the instants of *percents* (ascending, with 100) of *plan*, in order."""
    fixed = schedule(plan)
    for percent in percents:
        at = fixed.deadline if percent == 100 else _band(plan, fixed.whole, percent)
        yield Band(percent, at)


def within_reach(plan: Plan, percents: tuple[int, ...]) -> bool:
    """Return whether *plan* has all bands: an absurd extension would end past the year 2150."""
    try:
        return all(bands(plan, percents))
    except ValueError:
        return False


@lru_cache(maxsize=1 << 14)
def measure(calendar: Calendar, unit: Unit, start: Instant, until: Instant) -> int:
    """Return the µs of [start, until) on a clock of *unit* (``deadline.measure``, kept)."""
    return deadline.measure(calendar, unit, start, until) if until > start else 0


def paused(plan: Plan, until: Instant) -> int:
    """Return the µs of *plan*'s pauses between its start and *until*, on its own measure."""
    return sum(
        measure(plan.calendar, plan.target.unit, max(a, plan.start), min(b, until))
        for a, b in plan.pauses
    )


def _due(plan: Plan) -> Due:
    return deadline.due(
        plan.calendar,
        plan.start,
        plan.target,
        extended=plan.extensions,
        paused=plan.pauses,
        cut_off=plan.cut_off,
        roll=plan.roll,
    )


@lru_cache(maxsize=1 << 14)
def _band(plan: Plan, whole: Instant, percent: int) -> Instant:
    unit = plan.target.unit
    at = deadline.percent_instant(plan.calendar, plan.start, whole, percent, unit)
    for since, until in plan.pauses:
        if since >= at:
            break
        covered = measure(plan.calendar, unit, max(since, plan.start), until)
        at = (
            Instant(at + covered)
            if unit in PLAIN_UNITS
            else add_business(plan.calendar, at, covered)
        )
    return at
