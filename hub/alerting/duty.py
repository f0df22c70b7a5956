"""
Duty times of a person: shifts of the week, in local time, as ``officer.registered`` says them.

``1-5 08:30-17:30`` is Monday to Friday, ``6 20:00-08:00`` Saturday night until Sunday morning. A
shift is [from, to); one that ends when or before it begins ends the day after. Whoever has no
duty times is told by the office's hours (quiet hours, days off); whoever has some, by these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from events.instant import Instant, from_datetime, to_datetime

_WEEK = 8
"""Days from now on within which every shift begins again."""


class Shift(NamedTuple):
    """``days`` of the week, 1 is Monday; [since, until) in local time."""

    days: frozenset[int]
    since: time
    until: time

    def of(self, day: datetime) -> tuple[datetime, datetime] | None:
        """Return when the shift of the local *day* begins and ends; None: there is none."""
        if day.isoweekday() not in self.days:
            return None
        over = timedelta(days=self.until <= self.since)
        start = datetime.combine(day, self.since, day.tzinfo)
        return start, datetime.combine(day + over, self.until, day.tzinfo)


def shifts(texts: Iterable[str]) -> tuple[Shift, ...]:
    """Return the shifts that *texts* say; intake has checked their form."""
    return tuple(map(_shift, texts))


def _shift(text: str) -> Shift:
    days, _, hours = text.partition(" ")
    first, _, last = days.partition("-")
    since, _, until = hours.partition("-")
    week = range(int(first), int(last or first) + 1)
    return Shift(frozenset(week), time.fromisoformat(since), time.fromisoformat(until))


def next_duty(duty: Iterable[Shift], at: Instant, zone: ZoneInfo) -> Instant:
    """Return *at* where it is on duty (or there are no times), else when duty begins next."""
    now = to_datetime(at).astimezone(zone)
    found = list(_intervals(tuple(duty), now))
    if not found or any(since <= now < until for since, until in found):
        return at
    return from_datetime(min((since for since, _ in found if since > now), default=now))


def _intervals(duty: tuple[Shift, ...], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    for number in range(-1, _WEEK):
        for shift in duty:
            if (interval := shift.of(now + timedelta(days=number))) is not None:
                yield interval
