"""Calendars and instants for the tests: helpers name only what a test is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from events.instant import MINUTE, Instant, from_datetime, parse, to_datetime
from processors.time.calendar import Calendar, build_calendar
from processors.time.china import OFFICE_HOURS, china_calendar
from processors.time.openings import Intervals

HOURS = [list(interval) for interval in OFFICE_HOURS]
WEEK = dict.fromkeys("12345", HOURS)
WEEKEND = dict.fromkeys("67", HOURS)
SUMMER_HOURS = [["08:00", "12:00"], ["15:00", "18:00"]]
SUMMER = dict.fromkeys("12345", SUMMER_HOURS)


def every_day(opens: str, closes: str) -> dict[str, list[list[str]]]:
    """Return the weekly openings of an office that knows no weekend."""
    return {str(day): [[opens, closes]] for day in range(1, 8)}


@lru_cache(maxsize=1)
def china() -> Calendar:
    """Return the calendar of the vectors: 09:00–12:00 and 13:30–17:30, Asia/Shanghai."""
    return build_calendar(china_calendar())


def calendar(
    weekly: Mapping[str, Any] = WEEK,
    overrides: Mapping[str, Any] | None = None,
    *,
    timezone: str = "Asia/Shanghai",
    known_through: str = "2030-12-31",
    **changes: Any,
) -> Calendar:
    """Return a calendar that is known for long and has no holidays unless told."""
    return build_calendar(
        {
            "calendar_id": "county",
            "version": 1,
            "valid_from": "2000-01-01",
            "timezone": timezone,
            "weekly": weekly,
            "overrides": overrides or {},
            "known_through": known_through,
        }
        | changes
    )


def version(
    number: int,
    valid_from: str = "2026-01-01",
    known_through: str = "2026-12-31",
    weekly: Mapping[str, Any] = WEEK,
    **changes: Any,
) -> dict[str, Any]:
    """Return the ``data`` of a ``calendar.published`` event: a version of ``county``."""
    facts = {"calendar_id": "county", "version": number, "timezone": "Asia/Shanghai"}
    dates = {"valid_from": valid_from, "known_through": known_through}
    return facts | dates | {"weekly": weekly, "overrides": {}} | changes


def opening(known: Calendar, day: str) -> Intervals:
    """Return when the office opens on *day*."""
    return known.line.open_on(date.fromisoformat(day).toordinal())


def opened_by(known: Calendar, weekly: Mapping[str, Any], day: str) -> bool:
    """Return whether *day* is opened as an office with only *weekly* opens it."""
    return opening(calendar(weekly), day) == opening(known, day)


def at(text: str) -> Instant:
    """Return the instant at which clocks in China show *text*: ``2026-09-29 10:00``."""
    return parse(f"{text}+08:00")


def shown(instant: Instant, zone: str = "Asia/Shanghai") -> str:
    """Return what clocks in *zone* show, to the minute."""
    return to_datetime(instant).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def in_zone(text: str, zone: str) -> Instant:
    """Return the (first) instant at which clocks in *zone* show *text*."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def minutes(duration: int) -> float:
    """Return µs as minutes."""
    return duration / MINUTE
