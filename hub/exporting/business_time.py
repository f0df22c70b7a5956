"""
Working minutes between two instants, by the calendar that the log publishes.

The same calendar object as the clocks' (``processors.time.calendar``), all its versions together:
an exported event log says how much working time lay between two steps, which no tool that
reads it could know. Without a published calendar there is none to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from events.instant import MINUTE, Instant
from processors.policies.policy import PolicyError
from processors.time.calendar import Calendar, build_calendar
from processors.time.working_time import open_between


class BusinessTime:
    """*calendar*: None where the log publishes none, or none that can be used."""

    def __init__(self, calendar: Calendar | None) -> None:
        self._calendar = calendar

    def minutes(self, start: Instant, until: Instant) -> int | None:
        """Return the whole working minutes in [start, until), event time; None: not known."""
        if self._calendar is None:
            return None
        return open_between(self._calendar, start, until) // MINUTE


def published(rows: Iterable[Mapping[str, Any]]) -> BusinessTime:
    """Return business time by the calendar first published of *rows* (``data``: its JSON)."""
    contents = [orjson.loads(row["data"]) for row in rows]
    first = [one for one in contents if one["calendar_id"] == contents[0]["calendar_id"]]
    try:
        return BusinessTime(build_calendar(*first) if first else None)
    except PolicyError:
        return BusinessTime(None)
