"""Calendars. Signatures first; bodies follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.instant import Instant


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """One published version of a calendar."""

    calendar_id: str
    version: int
    valid_from: Instant
    timezone: str
    known_through: int
    """Proleptic ordinal of the last local date that is announced."""

    @property
    def name(self) -> str:
        """``china/3``: what the ``calendar`` column of a clock says."""
        return f"{self.calendar_id}/{self.version}"


def build_calendar(data: Mapping[str, Any]) -> Calendar:
    """Return the calendar of a ``calendar.published`` event; ValueError names the field."""
    raise NotImplementedError
