"""
Openings: the intervals in which a calendar is open, laid out on the line of instants.

A span of the line is laid out once and then searched: three sorted lists (starts, ends, and
the open time before each start) answer "how much open time before t" and "when is so much
open time reached" by bisection. The line is first cut where the zone's offset from UTC
changes; inside such a stretch local time is arithmetic. So an instant is open exactly when
the clock on the wall shows a time inside an interval of the date on the wall: a skipped hour
opens nothing, a repeated one opens twice.

A :class:`Line` widens its span when asked for more; that is a cache, not state.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from events.instant import DAY, SECOND

Interval = tuple[int, int]
"""[open, close) in microseconds after local midnight; close may be 24:00."""
Intervals = tuple[Interval, ...]

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EARLIEST = -70 * 366 * DAY
LATEST = 180 * 366 * DAY
"""No deadline is laid out before about 1900 or after about 2150."""
UNREACHABLE = "no deadline is reached from 1900 to 2150: shorten the target, open the calendar"
_MARGIN = 400 * DAY


class Stretch(NamedTuple):
    """[start, until) with one offset from UTC (µs, positive is east)."""

    start: int
    until: int
    offset: int


@dataclass(frozen=True, slots=True)
class Span:
    """
    The openings of [first, until): lists of equal length, ascending.

    ``days`` are the ordinals of the dates with openings, ``closings`` the last end of each;
    ``stretches`` and ``breaks`` (their starts) give the offset of an instant.
    """

    first: int
    until: int
    starts: list[int]
    ends: list[int]
    totals: list[int]
    days: list[int]
    closings: list[int]
    breaks: list[int]
    stretches: list[Stretch]

    @property
    def total(self) -> int:
        return self.totals[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0

    def before(self, at: int) -> int:
        """Return the open time in [first, at)."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.totals[index] + min(at, self.ends[index]) - self.starts[index]

    def reached(self, total: int) -> int:
        """Return the earliest instant before which *total* > 0 of open time lies."""
        index = bisect_left(self.totals, total) - 1
        return self.starts[index] + total - self.totals[index]

    def local(self, at: int) -> int:
        """Return *at* as microseconds since 1970-01-01 00:00 on the wall."""
        return at + self.stretches[bisect_right(self.breaks, at) - 1].offset


class Pattern(NamedTuple):
    """Openings by ISO weekday (1 to 7), and by the ordinals of dates that differ from it."""

    weekly: Mapping[int, Intervals]
    overrides: Mapping[int, Intervals]

    def open_on(self, ordinal: int) -> Intervals:
        """Return the intervals of a local date: its override, else its weekday's."""
        override = self.overrides.get(ordinal)
        return self.weekly.get((ordinal - 1) % 7 + 1, ()) if override is None else override


class Line:
    """The whole line of one calendar, laid out as far as it was asked for."""

    __slots__ = ("_firsts", "_patterns", "_span", "zone")

    def __init__(self, zone: ZoneInfo, patterns: Iterable[tuple[int, Pattern]]) -> None:
        """*patterns*: with the first date each serves, ascending; the first serves all before."""
        self.zone = zone
        self._firsts, self._patterns = zip(*patterns, strict=True)
        self._span: Span | None = None

    def open_on(self, ordinal: int) -> Intervals:
        """Return the intervals of a local date, by the pattern that serves it."""
        index = max(bisect_right(self._firsts, ordinal) - 1, 0)
        pattern: Pattern = self._patterns[index]
        return pattern.open_on(ordinal)

    def around(self, first: int, until: int) -> Span:
        """Return a span that covers [first, until]; ValueError when it is out of all bounds."""
        span = self._span
        if span is not None and span.first <= first and until < span.until:
            return span
        return self._widen(first, until)

    def longer(self, span: Span) -> Span:
        """Return a span from the same first instant on, about twice as long, or ValueError."""
        if span.until >= LATEST:
            raise ValueError(UNREACHABLE)
        until = min(span.until + (span.until - span.first), LATEST)
        return self._lay_out(span.first, until)

    def _widen(self, first: int, until: int) -> Span:
        if first < EARLIEST or until >= LATEST:
            raise ValueError(UNREACHABLE)
        first, until = first - _MARGIN, until + _MARGIN
        if self._span is not None:
            first, until = min(first, self._span.first), max(until, self._span.until)
        return self._lay_out(first - first % DAY, until - until % DAY + DAY)

    def _lay_out(self, first: int, until: int) -> Span:
        span = Span(first, until, [], [], [], [], [], [], [])
        closings: dict[int, int] = {}
        for stretch in stretches(self.zone, first, until):
            span.stretches.append(stretch)
            span.breaks.append(stretch.start)
            for ordinal, start, end in self._open_in(stretch):
                span.totals.append(span.total)
                span.starts.append(start)
                span.ends.append(end)
                closings[ordinal] = end
        span.days.extend(sorted(closings))
        span.closings.extend(closings[day] for day in span.days)
        self._span = span
        return span

    def _open_in(self, stretch: Stretch) -> Iterator[tuple[int, int, int]]:
        first = (stretch.start + stretch.offset) // DAY
        last = (stretch.until + stretch.offset - 1) // DAY
        for day in range(first, last + 1):
            midnight = day * DAY - stretch.offset
            for opens, closes in self.open_on(day + EPOCH_ORDINAL):
                start = max(midnight + opens, stretch.start)
                end = min(midnight + closes, stretch.until)
                if start < end:
                    yield day + EPOCH_ORDINAL, start, end


def stretches(zone: ZoneInfo, first: int, until: int) -> Iterator[Stretch]:
    """Cut [first, until) where the offset of *zone* changes (at most once a day)."""
    start, offset = first, offset_at(zone, first)
    for day in range(first, until, DAY):
        ahead = min(day + DAY, until)
        if offset_at(zone, ahead) != offset:
            change = _change(zone, day, ahead, offset)
            yield Stretch(start, change, offset)
            start, offset = change, offset_at(zone, change)
    yield Stretch(start, until, offset)


def offset_at(zone: ZoneInfo, at: int) -> int:
    """Return how far local time is ahead of UTC at *at*, in microseconds."""
    moment = datetime.fromtimestamp(at // SECOND, UTC).astimezone(zone)
    offset = moment.utcoffset()
    return 0 if offset is None else (offset.days * 86_400 + offset.seconds) * SECOND


def _change(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    """Return the first whole second in (low, high] whose offset is not *offset*."""
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        low, high = (middle, high) if offset_at(zone, middle) == offset else (low, middle)
    return high
