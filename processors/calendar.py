"""
Calendars: when an office is open. A calendar is data, published as ``calendar.published``.

Order of rules: a date's override (closed, or open with intervals: China's make-up workdays
调休), else its weekday's intervals. ``known_through`` is the last date whose overrides are
announced; whatever falls later is computed by the weekly pattern and called provisional.
A calendar is built once per published content and shared by everyone who reads it.

Source: exact meanings, "Calendar".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from events.instant import DAY, HOUR, MINUTE, Instant
from processors.openings import Intervals, Line
from processors.policy import PolicyError, parse_valid_from, parse_zone

_FIELDS = (
    "calendar_id",
    "version",
    "valid_from",
    "timezone",
    "weekly",
    "overrides",
    "known_through",
)


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """
    One published version of a calendar.

    ``known_through`` is the ordinal (``date.toordinal``) of the last announced local date.
    """

    calendar_id: str
    version: int
    valid_from: Instant
    timezone: str
    known_through: int
    line: Line = field(repr=False)

    @property
    def name(self) -> str:
        """``china/3``: what the ``calendar`` column of a clock says."""
        return f"{self.calendar_id}/{self.version}"


def build_calendar(data: Mapping[str, Any]) -> Calendar:
    """
    Return the calendar in the ``data`` of a ``calendar.published`` event.

    Args:
        data: calendar_id, version (int), valid_from (date, or RFC 3339), timezone (IANA),
            weekly {"1".."7": [["09:00", "12:00"], …]} by ISO weekday (a missing day is
            closed), overrides? {"YYYY-MM-DD": intervals, [] closed}, known_through
            ("YYYY-MM-DD"). Intervals are [open, close) local time, "24:00" may close.

    Raises:
        PolicyError: a field is missing or wrong; the message names it and the mend.
    """
    content = {name: data[name] for name in _FIELDS if name in data}
    return _build(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=256)
def _build(content: bytes) -> Calendar:
    data = orjson.loads(content)
    where = f"calendar {data.get('calendar_id', '')}".strip()
    for name in _FIELDS:
        if name not in data and name != "overrides":
            raise PolicyError(where, name, "is missing", "write it")
    zone = parse_zone(data["timezone"], where)
    for name in ("weekly", "overrides"):
        if not isinstance(data.get(name) or {}, dict):
            raise PolicyError(where, name, "is no mapping", "write days and their intervals")
    weekly = {_weekday(day, where): _intervals(v, where, day) for day, v in data["weekly"].items()}
    if not any(weekly.values()):
        raise PolicyError(where, "weekly", "is never open", "open at least one weekday")
    dates = (data.get("overrides") or {}).items()
    overrides = {_ordinal(day, where, day): _intervals(v, where, day) for day, v in dates}
    return Calendar(
        calendar_id=str(data["calendar_id"]),
        version=int(data["version"]),
        valid_from=parse_valid_from(data["valid_from"], zone.key, where),
        timezone=zone.key,
        known_through=_ordinal(data["known_through"], where, "known_through"),
        line=Line(zone, weekly, overrides),
    )


def _weekday(text: str, where: str) -> int:
    if text not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise PolicyError(where, f"weekly.{text}", "is no weekday", "write 1 (Monday) to 7")
    return int(text)


def _ordinal(text: Any, where: str, name: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except (TypeError, ValueError):
        raise PolicyError(where, name, f"{text!r} is no date", "write YYYY-MM-DD") from None


def _intervals(pairs: Any, where: str, day: str) -> Intervals:
    try:
        found = tuple(
            (parse_clock_time(opens), parse_clock_time(closes)) for opens, closes in pairs
        )
    except (TypeError, ValueError):
        raise PolicyError(
            where, day, f"{pairs!r} are no intervals", 'write [["09:00", "12:00"], …]'
        ) from None
    edges = [edge for interval in found for edge in interval]
    if any(later <= earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True)):
        raise PolicyError(where, day, "closes before it opens", "split an interval at midnight")
    if edges != sorted(edges):
        raise PolicyError(where, day, "has intervals that overlap", "order and separate them")
    return found


def parse_clock_time(text: str) -> int:
    """Return ``HH:MM`` (00:00 to 24:00) as microseconds after midnight, else ValueError."""
    hours, minutes = text.split(":")
    found = int(hours) * HOUR + int(minutes) * MINUTE
    if len(text) != len("00:00") or int(minutes) > 59 or not 0 <= found <= DAY:
        raise ValueError(f"{text!r} is no time of day: write HH:MM")
    return found
