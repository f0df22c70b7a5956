"""
Calendars: when an office is open. A calendar is data, published as ``calendar.published``.

A calendar is all its published versions, end to end. The openings of a local date are those of
the version with the greatest (valid_from, version) whose ``valid_from`` lies on that date or
before it; the earliest version serves the dates before it too. So a version takes effect for
its dates, and is known as soon as it is published: next year's openings in November.

Zone and validity of the whole are those of the latest version. ``known_through`` is the last
date up to which each date is announced by the version that serves it; whatever falls later is
computed by the patterns there are and called provisional. A calendar is built once per set of
published contents and shared by everyone who reads it.

Source: exact meanings, "Calendar".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from events.instant import Instant
from processors.time.calendar_version import Version, parse_version, version_content
from processors.time.openings import Line

Shift = tuple[int, Version]
"""The ordinal of the first date that a version serves, and that version."""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """
    The versions of a calendar that count together.

    ``version`` and ``valid_from`` are those of the latest one. ``known_through`` is the ordinal
    (``date.toordinal``) of the last local date announced without a gap before it. ``name`` says
    which versions serve, by date: ``china/3``, ``china/3+4``, ``china/1..9``.
    """

    calendar_id: str
    version: int
    valid_from: Instant
    timezone: str
    known_through: int
    name: str
    line: Line = field(repr=False)


def build_calendar(*published: Mapping[str, Any]) -> Calendar:
    """
    Return the calendar of one id made of the ``data`` of its ``calendar.published`` events.

    Args:
        published: at least one, of versions with one number and ``valid_from`` the one that
            counts last. Each: calendar_id, version (int), valid_from (date, or RFC 3339),
            timezone (IANA), weekly {"1".."7": [["09:00", "12:00"], …]} by ISO weekday (a
            missing day is closed), overrides? {"YYYY-MM-DD": intervals, [] closed},
            known_through ("YYYY-MM-DD"). Intervals are [open, close) local time, "24:00" may
            close.

    Raises:
        PolicyError: a field is missing or wrong; the message names it and the mend.
    """
    return _build(tuple(version_content(data) for data in published))


@lru_cache(maxsize=256)
def _build(published: tuple[bytes, ...]) -> Calendar:
    versions = [parse_version(content) for content in published]
    versions.sort(key=lambda version: (version.valid_from, version.number))
    latest = versions[-1]
    shifts = sorted({version.first_date(latest.zone): version for version in versions}.items())
    return Calendar(
        calendar_id=latest.calendar_id,
        version=latest.number,
        valid_from=latest.valid_from,
        timezone=latest.zone.key,
        known_through=_known_through(shifts),
        name=f"{latest.calendar_id}/{_numbers(shifts)}",
        line=Line(latest.zone, [(first, version.pattern) for first, version in shifts]),
    )


def _known_through(shifts: Sequence[Shift]) -> int:
    """Return the last date up to which each is announced by the version that serves it."""
    known = shifts[0][1].known_through
    for first, version in shifts[1:]:
        if first > known + 1:
            break
        known = max(first - 1, version.known_through)
    return known


def _numbers(shifts: Sequence[Shift]) -> str:
    numbers = [str(version.number) for _, version in shifts]
    return "+".join(numbers) if len(numbers) <= 3 else f"{numbers[0]}..{numbers[-1]}"
