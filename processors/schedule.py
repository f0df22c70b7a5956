"""
The schedule of a clock: every instant that its start, target, pauses and extensions fix.

It knows no now, so it is the same each time a case is looked at; it is kept in a cache of
bounded size, keyed by exactly what it depends on. A band lies where its percent of the
target is used up: a share of the clock without pauses, moved by each pause that begins before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from events.instant import Instant
from processors import deadline
from processors.calendar import Calendar
from processors.deadline import Due, Pause, Roll, Target, Unit
from processors.working_time import add_business


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
    """``extended``: µs by which the extensions moved the deadline, on the clock's measure."""

    deadline: Instant
    provisional: bool
    bands: tuple[Band, ...]
    extended: int


@lru_cache(maxsize=1 << 15)
def schedule(plan: Plan, percents: tuple[int, ...]) -> Schedule:
    """Return the deadline of *plan* and the instants of *percents* (ascending, with 100)."""
    due = _due(plan)
    whole = _due(plan._replace(pauses=())).deadline if plan.pauses else due.deadline
    bands = (Band(p, due.deadline if p == 100 else _band(plan, whole, p)) for p in percents)
    plain = _due(plan._replace(pauses=(), extensions=())).deadline if plan.extensions else whole
    extended = measure(plan.calendar, plan.target.unit, plain, whole)
    return Schedule(due.deadline, due.provisional, tuple(bands), extended)


def within_reach(plan: Plan, percents: tuple[int, ...]) -> bool:
    """Return whether *plan* has a schedule: an absurd extension would end past the year 2150."""
    try:
        schedule(plan, percents)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1 << 15)
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


def _band(plan: Plan, whole: Instant, percent: int) -> Instant:
    unit = plan.target.unit
    at = deadline.percent_instant(plan.calendar, plan.start, whole, percent, unit)
    for since, until in plan.pauses:
        if since >= at:
            break
        covered = measure(plan.calendar, unit, max(since, plan.start), until)
        at = (
            Instant(at + covered)
            if unit == "minutes-24x7"
            else add_business(plan.calendar, at, covered)
        )
    return at
