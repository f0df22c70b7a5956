"""
The stories of cases, bucket by bucket: each case with its assignments and its events.

Events are in the order in which they are concluded (time, sequence, event id) and carry two
business-time columns: working minutes since the event before, and since the case's first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from events.instant import Instant
from hub.exporting.business_time import BusinessTime, published
from hub.exporting.codes import RATINGS, coded
from hub.exporting.source import Row, Source

MILLISECOND = 1_000


class Step(NamedTuple):
    """``codes`` is what is told of its data; minutes are None without a calendar."""

    event_id: str
    name: str
    at: Instant
    department: str
    assignment_id: str
    codes: dict[str, Any]
    since_previous: int | None
    since_opening: int | None


class Story(NamedTuple):
    """``case`` and ``assignments`` as the warehouse concludes them; instants in ms."""

    case: Row
    assignments: list[Row]
    steps: list[Step]


class CaseLog:
    """The cases of *source*."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.time = published(source.rows("calendars"))

    def stories(self, bucket: int) -> Iterator[Story]:
        """Yield the stories of the cases of a *bucket*, by case id."""
        cases = self._source.rows("cases", bucket)
        if not cases:
            return
        wanted = {case["case_id"] for case in cases}
        assignments = _by_case(self._source.rows("assignments", bucket), wanted)
        events = _by_case(self._source.rows("case_events", bucket), wanted)
        for case in cases:
            case_id = case["case_id"]
            steps = list(self._steps(self._told(events[case_id])))
            yield Story(case, assignments[case_id], steps)

    def _told(self, rows: Iterable[Row]) -> Iterator[Row]:
        hidden = RATINGS if self._source.selection.reader else frozenset()
        return (row for row in rows if row["name"] not in hidden)

    def _steps(self, rows: Iterable[Row]) -> Iterator[Step]:
        first: Instant | None = None
        before: Instant | None = None
        for row in rows:
            at = instant(row["at"])
            first, before = first or at, before or at
            yield step(row, self.time.minutes(before, at), self.time.minutes(first, at))
            before = at


def step(row: Row, passed: int | None = None, total: int | None = None) -> Step:
    """Return the step of an event's *row* (event_id, name, at, department, data)."""
    data = orjson.loads(row["data"] or b"{}")
    given = str(data.get("assignment_id") or "")
    codes = coded(row["name"], data)
    at = instant(row["at"])
    return Step(row["event_id"], row["name"], at, row["department"], given, codes, passed, total)


def instant(milliseconds: int) -> Instant:
    """Return what the warehouse gives in *milliseconds* since 1970, UTC."""
    return Instant(milliseconds * MILLISECOND)


def minutes(time: BusinessTime, start: int | None, until: int | None) -> int | None:
    """Return the working minutes between two instants in ms; None where one is missing."""
    if start is None or until is None:
        return None
    return time.minutes(instant(start), instant(until))


def _by_case(rows: Iterable[Row], wanted: set[str]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["case_id"] in wanted:
            found[row["case_id"]].append(row)
    return found
