"""
Times as departments write them: RFC 3339 text with an offset, inside the years we can mean.

A time without an offset is refused, because a province's systems do not share one zone and
a guess would move deadlines silently. Years outside 1900 to 2199 are refused, because zones
and the warehouse's columns end there.

The grammar is that of RFC 3339, section 5.6, which CloudEvents asks for: T and Z may be small, a
fraction may have any number of digits, ``:60`` is a leap second and stands at the end of a month in
UTC. What ISO 8601 or a programming language allows beside it (a blank for the T, no seconds, a
comma, ``+0800``) is refused: another reader of the log would stumble over it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from events.instant import DAY, SECOND, Instant, parse, to_datetime

EARLIEST: Final = parse("1900-01-01T00:00:00Z")
"""The first instant that may stand in an event's data."""
LATEST: Final = parse("2200-01-01T00:00:00Z")
"""The first instant that may not."""

_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_NO_OFFSET: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt][0-9:.]{8,})?")

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
    if not _TIME.fullmatch(text):
        raise _malformed(text)
    try:
        at = parse(text)
    except ValueError as error:
        raise _unreadable(text) from error
    if text[17] == "6" and not _is_end_of_month(Instant(at - at % SECOND)):
        raise BadTimeError(
            "invalid-field", f"{text[:40]!r}: a leap second is 23:59:60Z at the end of a month"
        )
    if not EARLIEST <= at < LATEST:
        raise _far(text)
    return at


def _is_end_of_month(at: Instant) -> bool:
    """Tell whether a month begins at *at*, UTC: the second before it may be a leap second."""
    return at % DAY == 0 and to_datetime(at).day == 1


def _malformed(text: str) -> BadTimeError:
    if _NO_OFFSET.fullmatch(text):
        return BadTimeError("time-without-offset", f"{text[:40]} has no offset: write +08:00 or Z")
    return _no_time(text)


def _unreadable(text: str) -> BadTimeError:
    """Year 0 is of the grammar, the 30th of February is not."""
    return _far(text) if text.startswith("0000") else _no_time(text)


def _no_time(text: str) -> BadTimeError:
    return BadTimeError(
        "invalid-field", f"{text[:40]!r} is no RFC 3339 time like 2026-03-02T09:00:00+08:00"
    )


def _far(text: str) -> BadTimeError:
    return BadTimeError("time-out-of-range", f"{text[:40]} is not between the years 1900 and 2199")
