"""
Times as departments write them: RFC 3339 text with an offset, inside the years we can mean.

A time without an offset is refused, because a province's systems do not share one zone and
a guess would move deadlines silently. Years outside 1900 to 2199 are refused, because zones
and the warehouse's columns end there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from events.instant import Instant, from_datetime, parse

EARLIEST: Final = parse("1900-01-01T00:00:00Z")
"""The first instant that may stand in an event's data."""
LATEST: Final = parse("2200-01-01T00:00:00Z")
"""The first instant that may not."""

TimeCode = Literal["invalid-field", "time-without-offset", "time-out-of-range"]


class BadTimeError(ValueError):
    """A time that is refused; ``code`` is the code of its rejection."""

    def __init__(self, code: TimeCode, message: str) -> None:
        super().__init__(message)
        self.code: TimeCode = code


def read(text: str) -> Instant:
    """
    Return the instant in *text*, between ``EARLIEST`` (inclusive) and ``LATEST`` (exclusive).

    Raises:
        BadTimeError: not RFC 3339, no offset, or out of range.
    """
    at = _aware(text)
    if not EARLIEST <= at < LATEST:
        raise BadTimeError("time-out-of-range", f"{text} is not between the years 1900 and 2199")
    return at


def _aware(text: str) -> Instant:
    if text[4:5] != "-" or text[7:8] != "-":
        raise BadTimeError("invalid-field", f"{text[:40]!r} is no RFC 3339 time")
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadTimeError("invalid-field", f"{text[:40]!r} is no RFC 3339 time") from error
    if at.tzinfo is None:
        raise BadTimeError("time-without-offset", f"{text} has no offset: write +08:00 or Z")
    return from_datetime(at)
