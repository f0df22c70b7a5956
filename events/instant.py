"""
Instants: one point in time as an integer, microseconds since 1970-01-01T00:00Z.

Integers sort, subtract and pack without loss, and never carry a zone that two
readers could understand differently. Zones appear only where a calendar needs
a local date (``processors.time.calendar``) and where text is read or written (here).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NewType

Instant = NewType("Instant", int)
"""Microseconds since the epoch, UTC."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = tuple(f"{second:02}Z" for second in range(60))


def from_datetime(at: datetime) -> Instant:
    """Return the instant of an aware *at*; raise ``ValueError`` when it has no offset."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no offset: write +08:00 or Z after it")
    since = at - _EPOCH
    return Instant((since.days * 86_400 + since.seconds) * SECOND + since.microseconds)


def to_datetime(at: Instant) -> datetime:
    """Return *at* as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def parse(text: str) -> Instant:
    """
    Return the instant written in *text* (RFC 3339 with an offset), digits below a microsecond cut.

    A leap second is the second after it, as POSIX has it. This reads what the log holds, so also
    what intake took once and refuses now (``2026-03-02 09:00+0800``); ``events.moments`` judges.

    Raises:
        ValueError: no such time, or without an offset.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _seldom(text)
    return from_datetime(at)


def _seldom(text: str) -> Instant:
    """Return what RFC 3339 allows and Python does not read: a small z, a sixtieth second."""
    leap = text[16:19] == ":60"
    text = f"{text[:17]}59{text[19:]}" if leap else text
    text = f"{text[:-1]}Z" if text.endswith("z") else text
    at = from_datetime(datetime.fromisoformat(text))
    return Instant(at + SECOND) if leap else at


def render(at: Instant) -> str:
    """Return *at* as RFC 3339 in UTC: whole seconds, or six digits where there are fractions."""
    # ``isoformat`` of a datetime says the same; put together from kept parts it takes a third.
    seconds, fraction = divmod(at, SECOND)
    minutes, second = divmod(seconds, 60)
    day, minute = divmod(minutes, 1440)
    text = _date(day) + _time(minute) + _SECONDS[second]
    return f"{text[:-1]}.{fraction:06}Z" if fraction else text


@lru_cache(maxsize=4096)
def _date(day: int) -> str:
    return (_EPOCH.date() + timedelta(days=day)).isoformat()


@lru_cache(maxsize=1440)
def _time(minute: int) -> str:
    return f"T{minute // 60:02}:{minute % 60:02}:"


def floor_minute(at: Instant) -> Instant:
    """Return the last whole minute at or before *at*: the grain of a tick."""
    return Instant(at - at % MINUTE)
