"""Working time: business time between instants and working days. Signatures first."""

from __future__ import annotations

from datetime import date

from events.instant import Instant
from processors.calendar import Calendar


def open_between(calendar: Calendar, start: Instant, until: Instant) -> int:
    """Return the business time in [start, until), µs; 0 when *until* is not after *start*."""
    raise NotImplementedError


def add_business(calendar: Calendar, start: Instant, duration: int) -> Instant:
    """Return the earliest instant at which *duration* µs of business time passed since *start*."""
    raise NotImplementedError


def local_date(calendar: Calendar, at: Instant) -> date:
    """Return the date on the wall at *at*."""
    raise NotImplementedError


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Return whether *day* has an open interval."""
    raise NotImplementedError


def add_working_days(
    calendar: Calendar, received: Instant, days: int, cut_off: int | None = None
) -> Instant:
    """Return the end of the *days*-th working day after receipt (次日起)."""
    raise NotImplementedError
