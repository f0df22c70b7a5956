"""
Working time: business time between instants, and dates by working days.

Everything is a search in the calendar's laid-out line (``processors.time.openings``): O(log n).
Business time is counted in microseconds of event time. A date is the one on the wall in the
calendar's zone. "1 day" is never 24 hours of anything: days are counted as dates.

Source: exact meanings, "Calendar".
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from events.instant import DAY, Instant
from processors.policies.policy import Roll
from processors.time.calendar import Calendar
from processors.time.openings import EPOCH_ORDINAL, Span


def open_between(calendar: Calendar, start: Instant, until: Instant) -> int:
    """Return the business time in [start, until), µs; 0 when *until* is not after *start*."""
    if until <= start:
        return 0
    span = calendar.line.around(start, until)
    return span.before(until) - span.before(start)


def add_business(calendar: Calendar, start: Instant, duration: int) -> Instant:
    """
    Return the earliest instant t with *duration* µs of business time in [start, t).

    Used up exactly at closing time, t is that closing time, not the next opening; a
    *duration* of 0 gives *start*.

    Raises:
        ValueError: the duration is negative, or not reached before the year 2150.
    """
    if duration < 0:
        raise ValueError(f"business time of {duration} µs runs backwards: give 0 or more")
    if duration == 0:
        return start
    span = calendar.line.around(start, start)
    total = span.before(start) + duration
    while total > span.total:
        span = calendar.line.longer(span)
    return Instant(span.reached(total))


def ordinal_at(calendar: Calendar, at: Instant) -> int:
    """Return the ordinal (``date.toordinal``) of the date on the wall at *at*."""
    return calendar.line.around(at, at).local(at) // DAY + EPOCH_ORDINAL


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Return whether *day* has an open interval."""
    return bool(calendar.line.open_on(day.toordinal()))


def add_working_days(
    calendar: Calendar, received: Instant, days: int, cut_off: int | None = None
) -> Instant:
    """
    Return the end of the last interval of the *days*-th working day after receipt (次日起).

    Args:
        calendar: gives the zone and the working days.
        received: event time; the date of receipt itself is never counted.
        days: 1 or more.
        cut_off: µs after local midnight. What comes later than it (exactly at it is in
            time), or on a day that is not worked, counts as received on the next working
            day. None: every receipt counts on its own date.

    Raises:
        ValueError: *days* is below 1, or not reached before the year 2150.
    """
    if days < 1:
        raise ValueError(f"{days} working days are no target: give 1 or more")
    span = calendar.line.around(received, received)
    while (index := _first_counted(span, received, cut_off) + days - 1) >= len(span.days):
        span = calendar.line.longer(span)
    return Instant(span.closings[index])


def _first_counted(span: Span, received: Instant, cut_off: int | None) -> int:
    """Return the index in ``span.days`` of the first working day that counts."""
    local = span.local(received)
    ordinal = local // DAY + EPOCH_ORDINAL
    following = bisect_right(span.days, ordinal)
    if cut_off is None:
        return following
    worked = following > 0 and span.days[following - 1] == ordinal
    return following if worked and local % DAY <= cut_off else following + 1


def add_calendar_days(
    calendar: Calendar, received: Instant, days: int, roll: Roll, cut_off: int | None = None
) -> tuple[Instant, int]:
    """
    Return the end of the *days*-th date after receipt, and the latest ordinal looked at.

    The end of a date with openings is its last closing time, of any other its midnight
    (24:00). *roll* moves an end that falls on a date without openings to the next or the
    previous working day; a previous one that would end by the receipt becomes the next.
    A receipt later than *cut_off* counts on the next date.

    Raises:
        ValueError: *days* is below 1, or the date lies past the year 2150.
    """
    if days < 1:
        raise ValueError(f"{days} calendar days are no target: give 1 or more")
    span = calendar.line.around(received, Instant(received + (days + 2) * DAY))
    local = span.local(received)
    late = cut_off is not None and local % DAY > cut_off
    ordinal = local // DAY + EPOCH_ORDINAL + days + late
    if calendar.line.open_on(ordinal) or roll != "none":
        return _rolled(calendar, span, ordinal, roll, received)
    return _midnight_after(calendar, ordinal), ordinal


def _rolled(
    calendar: Calendar, span: Span, ordinal: int, roll: Roll, received: Instant
) -> tuple[Instant, int]:
    index = bisect_right(span.days, ordinal) - 1
    found = index >= 0 and span.days[index] == ordinal
    if not found and (roll == "next" or index < 0 or span.closings[index] <= received):
        index += 1
    while index >= len(span.days):
        span = calendar.line.longer(span)
    return Instant(span.closings[index]), max(ordinal, span.days[index])


def _midnight_after(calendar: Calendar, ordinal: int) -> Instant:
    wall = (ordinal + 1 - EPOCH_ORDINAL) * DAY
    span = calendar.line.around(Instant(wall - 2 * DAY), Instant(wall + 2 * DAY))
    firsts = ((max(s.start, wall - s.offset), s.until) for s in span.stretches)
    return Instant(next(first for first, until in firsts if first < until))
