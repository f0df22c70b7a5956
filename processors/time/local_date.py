"""
Local dates: the day on the wall of a time zone that an instant falls on, as an ordinal.

Windows and years of visits count local dates, never 24 hours: a visit at 23:50 and one ten
minutes later lie one day apart. Summer time is the zone's own affair.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from events.instant import Instant, from_datetime, to_datetime

_OLDEST, _NEWEST = date(1, 1, 3).toordinal(), date(9999, 12, 29).toordinal()


@lru_cache(maxsize=65536)  # each visit is compared with many later ones
def local_date(at: Instant, timezone: str) -> int:
    """Return the proleptic ordinal of the date in *timezone* at *at*."""
    return to_datetime(at).astimezone(_zone(timezone)).toordinal()


@lru_cache(maxsize=65536)
def midnight(ordinal: int, timezone: str) -> Instant:
    """Return the instant at which the date *ordinal* begins in *timezone*."""
    day = date.fromordinal(min(max(ordinal, _OLDEST), _NEWEST))
    return from_datetime(datetime(day.year, day.month, day.day, tzinfo=_zone(timezone)))


def window_start(at: Instant, days: int, timezone: str) -> Instant:
    """Return the beginning of the local date *days* before that of *at*: the first inside."""
    return midnight(local_date(at, timezone) - days, timezone)


def year_start(at: Instant, timezone: str) -> Instant:
    """Return the beginning of the local calendar year of *at*."""
    return midnight(date(local_year(at, timezone), 1, 1).toordinal(), timezone)


@lru_cache(maxsize=65536)
def local_year(at: Instant, timezone: str) -> int:
    """Return the calendar year in *timezone* at *at*."""
    return to_datetime(at).astimezone(_zone(timezone)).year


@lru_cache(maxsize=64)
def _zone(timezone: str) -> ZoneInfo:
    return ZoneInfo(timezone)
