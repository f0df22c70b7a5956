"""
Deadlines: from a start, a target and the pauses to one instant.

Signatures first; bodies follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from events.instant import Instant
from processors.calendar import Calendar

Unit = Literal["minutes-24x7", "business-minutes", "working-days", "calendar-days"]
Roll = Literal["none", "next", "previous"]
Pause = tuple[Instant, Instant]
"""A pause [from, until) in event time; a pause still running ends at now (the caller says so)."""


class Target(NamedTuple):
    """How long something may take. Days are whole numbers; units are never converted."""

    amount: float
    unit: Unit


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
        extended: extensions granted; they raise the target (same unit: added to the amount).
        paused: pauses in any order, overlapping or not; what lies before *start* or begins at
            or after the deadline counts nothing (a pause after a breach does not undo it).
        cut_off: microseconds after local midnight; day units only.
        roll: calendar-days only.

    Raises:
        ValueError: the target can never be reached (refused when a policy is checked).
    """
    raise NotImplementedError


def percent_instant(
    calendar: Calendar, start: Instant, deadline: Instant, percent: int, unit: Unit
) -> Instant:
    """Return when *percent* % of the clock [start, deadline] is used up; 100 gives *deadline*."""
    raise NotImplementedError


def measure(calendar: Calendar, unit: Unit, start: Instant, until: Instant) -> int:
    """Return the µs of [start, until) that count for *unit*: plain for 24x7, else business."""
    raise NotImplementedError
