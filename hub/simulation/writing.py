"""
How the simulated departments write: events as CloudEvents, and the truth about the faults.

A ``Book`` collects both. Its ids are counted per subject, so the same seed writes the same
bytes. Local times are the calendar's; ``day`` counts working days from a first one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

import orjson

from events.ids import event_id
from events.instant import Instant, from_datetime, render, to_datetime
from processors.time.calendar import Calendar
from processors.time.working_time import is_working_day

ZONE = ZoneInfo("Asia/Shanghai")
CLOSING = time(17, 30)
"""The end of a working day: what day clocks run to."""


class Planted(NamedTuple):
    """A finding that must be raised (or, among near misses, must not)."""

    rule: str
    kind: str
    subject: str
    raised_at: Instant
    evidence: tuple[str, ...] = ()
    case_id: str = ""
    party_id: str = ""
    rung: str = ""
    how: str = ""

    def document(self) -> dict[str, Any]:
        told = {"raised_at": render(self.raised_at), "evidence": list(self.evidence)}
        return self._asdict() | told


class Clocks(Protocol):
    """Tells by how many µs the clock of a source is wrong."""

    def of(self, source: str) -> int: ...


@dataclass(slots=True)
class Book:
    """
    Everything written so far: (time, bytes) of events, and what was planted.

    ``tellings``: of each case, what it is about: topic, county, place ('' where it has none).
    ``skews``: clocks that are wrong; they are read for events that need not be ``exact``.
    """

    calendar: Calendar
    start: date
    events: list[tuple[Instant, int, bytes]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    near_misses: list[Planted] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    identities: list[dict[str, Any]] = field(default_factory=list)
    namesakes: list[dict[str, Any]] = field(default_factory=list)
    matters: list[dict[str, Any]] = field(default_factory=list)
    places: set[tuple[str, str, str]] = field(default_factory=set)
    tellings: dict[str, list[str]] = field(default_factory=dict)
    skews: Clocks | None = None
    exact: bool = True
    _counts: dict[str, int] = field(default_factory=dict)

    def say(self, source: str, name: str, at: Instant, subject: str, data: dict[str, Any]) -> str:
        """Write one event of *source* (``department`` or ``department/system``)."""
        if self.skews and not self.exact:
            at = Instant(at + self.skews.of(source))
        number = self._counts[subject] = self._counts.get(subject, 0) + 1
        id, source = f"{subject}-{number}", f"/departments/{source}"
        said = {
            "specversion": "1.0",
            "id": id,
            "source": source,
            "type": f"{name}.v1",
            "time": to_datetime(at).astimezone(ZONE).isoformat(),
            "subject": subject,
            "data": data,
        }
        self.events.append((at, len(self.events), orjson.dumps(said)))
        return event_id(source, id)

    def working_day(self, first: date, count: int) -> date:
        """Return the *count*-th working day after *first* (0: the first one from *first* on)."""
        day = first
        while not is_working_day(self.calendar, day):
            day += timedelta(days=1)
        for _ in range(count):
            day += timedelta(days=1)
            while not is_working_day(self.calendar, day):
                day += timedelta(days=1)
        return day

    def count(self, figure: str, by: float = 1) -> None:
        self.figures[figure] = self.figures.get(figure, 0) + by

    def lines(self) -> list[bytes]:
        """Return the events in the order of their time."""
        return [raw for _, _, raw in sorted(self.events)]


def at(day: date, hour: int, minute: int = 0) -> Instant:
    """Return the instant of a local wall time."""
    return from_datetime(datetime.combine(day, time(hour, minute), ZONE))


def closing(day: date) -> Instant:
    """Return the end of the working day *day*."""
    return from_datetime(datetime.combine(day, CLOSING, ZONE))


def local_day(instant: Instant) -> date:
    return to_datetime(instant).astimezone(ZONE).date()


def rfc3339(instant: Instant) -> str:
    return to_datetime(instant).astimezone(ZONE).isoformat()
