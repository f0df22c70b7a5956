"""
China's calendar, from the library ``chinesecalendar``: an input to publishing, never to folds.

The library knows every holiday and make-up workday (调休) that the State Council has
announced, and refuses years it does not know. The calendar states only the dates that differ
from the working week, up to the end of the last announced year (``known_through``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import chinese_calendar
from chinese_calendar import constants

OFFICE_HOURS = (("09:00", "12:00"), ("13:30", "17:30"))
WORKING_WEEK = "12345"


def china_calendar(
    version: int = 1,
    valid_from: str = "2000-01-01T00:00:00+08:00",
    hours: Sequence[tuple[str, str]] = OFFICE_HOURS,
) -> dict[str, Any]:
    """
    Return the ``data`` of ``calendar.published`` for mainland China.

    Args:
        version: raise it when the library has learnt another year.
        valid_from: RFC 3339; from when this version is used.
        hours: the office's intervals [open, close), local time, on every worked date.
    """
    open_hours = [list(interval) for interval in hours]
    last = max(constants.holidays).year
    return {
        "calendar_id": "china",
        "version": version,
        "valid_from": valid_from,
        "timezone": "Asia/Shanghai",
        "weekly": dict.fromkeys(WORKING_WEEK, open_hours),
        "overrides": {
            day.isoformat(): open_hours if worked else [] for day, worked in _exceptions()
        },
        "known_through": f"{last}-12-31",
    }


def _exceptions() -> Iterator[tuple[date, bool]]:
    """Ask for the announced days alone: an answer looks through them all."""
    for day in sorted(constants.holidays.keys() | constants.workdays.keys()):
        worked = chinese_calendar.is_workday(day)
        if worked != (str(day.isoweekday()) in WORKING_WEEK):
            yield day, worked
