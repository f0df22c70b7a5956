"""
The segments of a clock: what ``hub explain CASE`` draws, from start to stop.

A clock runs, stands still in its pauses, and is overdue after its deadline; each stretch says
which, and what it counted on the clock's own measure. Segments lie end to end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from events.instant import MINUTE, Instant
from processors.case_conclusions.case_readings import readings
from processors.case_conclusions.clock import Reading
from processors.case_conclusions.rules import rules
from processors.cases.case_story import Story
from processors.published.reference import Reference
from processors.time.schedule import measure

State = Literal["running", "paused", "overdue"]


class Segment(NamedTuple):
    """[start, end) of one clock; ``minutes`` counted (business minutes, or plain for 24x7)."""

    clock: str
    episode: int
    assignment_id: str
    state: State
    start: Instant
    end: Instant
    minutes: int


def case_segments(story: Story, now: Instant, reference: Reference) -> tuple[Segment, ...]:
    """Return the segments of every clock of *story* up to *now*, silences last."""
    seen = rules(story, now, reference)
    read = readings(story, seen)
    clocks = (*read.clocks, *read.silences)
    return tuple(segment for reading in clocks for segment in segments(reading, seen.now))


def segments(reading: Reading, now: Instant) -> Iterator[Segment]:
    """Yield the segments of one clock, up to its stop or *now*, in order."""
    span = reading.span
    end = min(span.stop.time if span.stop else now, now)
    cuts = sorted({span.start.time, end, *_edges(reading, end)})
    for start, until in pairwise(cuts):
        state = _state(reading, start)
        unit = reading.target.unit
        minutes = measure(reading.calendar, unit, start, until) // MINUTE
        yield Segment(span.clock, span.episode, span.assignment_id, state, start, until, minutes)


def _edges(reading: Reading, end: Instant) -> Iterator[Instant]:
    edges = [reading.deadline, *(e for s in reading.standstills for e in (s.start, s.end))]
    return (edge for edge in edges if reading.span.start.time < edge < end)


def _state(reading: Reading, at: Instant) -> State:
    if any(still.start <= at < still.end for still in reading.standstills):
        return "paused"
    return "overdue" if at >= reading.deadline else "running"
