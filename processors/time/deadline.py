"""
Deadlines: from a start, a target, extensions and pauses to one instant.

A target in minutes is added as time (plain, or business). A target in days is counted in
dates first, and that instant is then moved by the business time paused. Nothing here is
stored: a deadline is derived again whenever it is asked for, from the calendar that is known
then. One that lies past the calendar's ``known_through`` is provisional.

Source: exact meanings, "Calendar" and "Clocks of a case"; the contract, "Day clocks".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from events.instant import Instant
from processors.policies.policy import PLAIN_UNITS, Roll, Target, Unit, duration
from processors.time.calendar import Calendar
from processors.time.openings import LATEST, UNREACHABLE
from processors.time.working_time import (
    add_business,
    add_calendar_days,
    add_working_days,
    open_between,
    ordinal_at,
)

__all__ = ["Due", "Pause", "Roll", "Target", "Unit", "due", "measure", "percent_instant", "union"]

Pause = tuple[Instant, Instant]
"""[from, until) in event time; a pause still running ends at now (the caller says so)."""


class Due(NamedTuple):
    """``provisional``: the deadline lies past the calendar's ``known_through``, it is a guess."""

    deadline: Instant
    provisional: bool


def due(
    calendar: Calendar,
    start: Instant,
    target: Target,
    *,
    extended: Iterable[Target] = (),
    paused: Iterable[Pause] = (),
    cut_off: int | None = None,
    roll: Roll = "none",
) -> Due:
    """
    Return when *target* runs out for a clock started at *start* (event time).

    Args:
        calendar: what is known of it as of the instant that concludes.
        start: event time.
        target: amount and unit.
        extended: extensions granted. Of the target's unit they raise its amount; others are
            added to the deadline in turn, before pauses.
        paused: pauses in any order, overlapping or not; what lies before *start* or begins at
            or after the deadline counts nothing (a pause after a breach does not undo it).
            24x7 clocks move by plain time, all others by business time.
        cut_off: microseconds after local midnight; day units only.
        roll: calendar-days only.

    Raises:
        ValueError: the deadline lies past the year 2150 (a policy's is refused when checked,
            an extension's is passed over: ``processors.case_conclusions.clock``).
    """
    target, others = _raised(target, extended)
    deadline, latest = _first_deadline(calendar, start, target, cut_off, roll)
    for extension in others:
        deadline, later = _first_deadline(calendar, deadline, extension, None, roll)
        latest = max(latest, later)
    if paused:
        deadline = _moved(calendar, start, deadline, target.unit, paused)
    if deadline >= LATEST:
        raise ValueError(UNREACHABLE)
    if target.unit in PLAIN_UNITS and not others:
        return Due(deadline, False)
    known = calendar.known_through
    return Due(deadline, latest > known or ordinal_at(calendar, Instant(deadline - 1)) > known)


def _raised(target: Target, extended: Iterable[Target]) -> tuple[Target, list[Target]]:
    others = []
    for extension in extended:
        if extension.unit == target.unit:
            target = Target(target.amount + extension.amount, target.unit)
        else:
            others.append(extension)
    return target, others


def _first_deadline(
    calendar: Calendar, start: Instant, target: Target, cut_off: int | None, roll: Roll
) -> tuple[Instant, int]:
    """Return the deadline before pauses, and the latest date it rests on (0: only its own)."""
    match target.unit:
        case "seconds-24x7" | "minutes-24x7":
            return Instant(start + duration(target)), 0
        case "business-minutes":
            return add_business(calendar, start, duration(target)), 0
        case "working-days":
            return add_working_days(calendar, start, int(target.amount), cut_off), 0
        case "calendar-days":
            return add_calendar_days(calendar, start, int(target.amount), roll, cut_off)


def _moved(
    calendar: Calendar, start: Instant, deadline: Instant, unit: Unit, paused: Iterable[Pause]
) -> Instant:
    for since, until in union(paused):
        if since >= deadline:
            break
        if unit in PLAIN_UNITS:
            deadline = Instant(deadline + max(0, until - max(since, start)))
        else:
            covered = open_between(calendar, Instant(max(since, start)), until)
            deadline = add_business(calendar, deadline, covered)
    return deadline


def union(pauses: Iterable[Pause]) -> list[Pause]:
    """Return *pauses* merged where they overlap or touch, ascending, empty ones left out."""
    merged: list[Pause] = []
    for since, until in sorted(pauses):
        if until <= since:
            continue
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((since, until))
    return merged


def measure(calendar: Calendar, unit: Unit, start: Instant, until: Instant) -> int:
    """Return the µs of [start, until) that count for *unit*: plain for 24x7, else business."""
    if unit in PLAIN_UNITS:
        return max(0, until - start)
    return open_between(calendar, start, until)


def percent_instant(
    calendar: Calendar, start: Instant, deadline: Instant, percent: int, unit: Unit
) -> Instant:
    """
    Return when *percent* % of the clock from *start* to *deadline* is used up.

    100 gives *deadline* itself. Of 24x7 clocks it is a share of plain time, of all others a
    share of the business time from start to deadline; where that is none (calendar days
    over a holiday), of plain time.

    Raises:
        ValueError: the instant lies past the year 2150.
    """
    if percent == 100:
        return deadline
    total = measure(calendar, unit, start, deadline)
    if unit in PLAIN_UNITS or total == 0:
        return Instant(start + (deadline - start) * percent // 100)
    return add_business(calendar, start, total * percent // 100)
