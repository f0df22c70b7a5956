"""
One published version of a calendar: what a ``calendar.published`` event says, parsed once.

A version says how each date is opened: the date's override (closed, or open with intervals:
China's make-up workdays 调休), else its weekday's intervals. ``processors.time.calendar`` lays the
versions of a calendar end to end.

Source: exact meanings, "Calendar".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from events.instant import DAY, Instant
from processors.policies.policy import (
    Fields,
    PolicyError,
    parse_time_of_day,
    parse_valid_from,
    parse_zone,
)
from processors.time.openings import EARLIEST, EPOCH_ORDINAL, LATEST, Intervals, Pattern, offset_at

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
class Version:
    """``known_through`` is the ordinal (``date.toordinal``) of the last announced local date."""

    calendar_id: str
    number: int
    valid_from: Instant
    zone: ZoneInfo
    known_through: int
    pattern: Pattern = field(repr=False)

    def first_date(self, zone: ZoneInfo) -> int:
        """Return the ordinal of the date on *zone*'s wall at ``valid_from``."""
        at = min(max(self.valid_from, EARLIEST), LATEST)
        return (at + offset_at(zone, at)) // DAY + EPOCH_ORDINAL


def version_content(data: Mapping[str, Any]) -> bytes:
    """Return what counts of *data*, the same bytes for the same content."""
    content = {name: data[name] for name in _FIELDS if name in data}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


@lru_cache(maxsize=1024)
def parse_version(content: bytes) -> Version:
    """
    Return the version in the *content* (``version_content``) of a publication.

    Raises:
        PolicyError: a field is missing or wrong; the message names it and the mend.
    """
    data = orjson.loads(content)
    where = f"calendar {data.get('calendar_id', '')}".strip()
    fields = Fields(where, {"overrides": {}} | data)
    fields.need(_FIELDS)
    zone = parse_zone(data["timezone"], where)
    return Version(
        calendar_id=fields.text("calendar_id"),
        number=fields.count("version", 0),
        valid_from=parse_valid_from(data["valid_from"], zone.key, where),
        zone=zone,
        known_through=_ordinal(data["known_through"], where, "known_through"),
        pattern=Pattern(_weekly(fields), _overrides(fields)),
    )


def _weekly(fields: Fields) -> dict[int, Intervals]:
    days = _days(fields, "weekly")
    where = fields.where
    weekly = {_weekday(day, where): _intervals(v, where, day) for day, v in days.items()}
    if not any(weekly.values()):
        raise fields.error("weekly", "is never open", "open at least one weekday")
    return weekly


def _overrides(fields: Fields) -> dict[int, Intervals]:
    days, where = _days(fields, "overrides"), fields.where
    return {_ordinal(day, where, day): _intervals(v, where, day) for day, v in days.items()}


def _days(fields: Fields, name: str) -> dict[str, Any]:
    days = fields.values[name] or {}
    if not isinstance(days, dict):
        raise fields.error(name, "is no mapping", "write days and their intervals")
    return days


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
            (parse_time_of_day(opens), parse_time_of_day(closes)) for opens, closes in pairs
        )
    except (AttributeError, TypeError, ValueError):
        raise PolicyError(
            where, day, f"{pairs!r} are no intervals", 'write [["09:00", "12:00"], …]'
        ) from None
    edges = [edge for interval in found for edge in interval]
    if any(later <= earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True)):
        raise PolicyError(where, day, "closes before it opens", "split an interval at midnight")
    if edges != sorted(edges):
        raise PolicyError(where, day, "has intervals that overlap", "order and separate them")
    return found
