"""
The operation ``explain``: every clock of a case, stretch by stretch.

It is read from the journal alone: the case's events, and the ticks and reference data of its
partition. Nothing is looked up that a replay would not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from events import codec, topics
from events.event import TICK, Event
from events.instant import Instant, render
from events.partitioner import partition_of
from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.journal import Journal
from hub.operations.timeline import timeline
from processors.case_conclusions.clock_segments import case_segments
from processors.case_fold import CaseFold
from processors.cases import case_state
from processors.cases.case_state import CaseState
from processors.folding.conclusion import Conclusion
from processors.published.reference import Reference

_COUNTED = {"running": True, "overdue": True, "paused": False}


class Told(NamedTuple):
    """A case as its journal partition tells it, at its last tick."""

    events: tuple[Event, ...]
    state: CaseState
    now: Instant
    reference: Reference


def explain(hub: Embedded, case: str) -> dict[str, Any]:
    """Return the case's timeline, clocks, segments and findings; raise ``Failure`` for none."""
    with hub.reading() as journal:
        return explained(case, read_case(journal, case))


def explained(case: str, told: Told) -> dict[str, Any]:
    """Return what ``explain`` answers of a case that was *told*; raise ``Failure`` for none."""
    if not told.events:
        raise Failure("unknown-case", case=case)
    conclusion = CaseFold().conclude(told.state, None, told.now, told.reference)
    clocks = [dict(s.row) for s in conclusion.snapshots if s.kind == "clock"]
    flags = [flag for s in conclusion.snapshots if s.kind == "case" for flag in s.row["flags"]]
    return {
        "case_id": case,
        "now": render(told.now),
        "timeline": timeline(told.events, told.state, conclusion.findings, told.now, flags),
        "events": [_event_row(event) for event in told.events],
        "clocks": clocks,
        "segments": list(_segment_rows(told, clocks)),
        "findings": [_finding_row(finding.document()) for finding in _by_time(conclusion)],
    }


def read_case(journal: Journal, case: str) -> Told:
    """Return what *journal* tells of *case*: n >= 0 events, in the order of their time."""
    topic = journal.layout.live(topics.JOURNAL_CASES)
    records = journal.read(topic, partition_of(case.encode(), journal.partitions(topic)))
    return told_by(case, ((record.key, record.value) for record in records))


def told_by(case: str, records: Iterable[tuple[bytes, bytes]]) -> Told:
    """Return what *records* (key and value), in the order of their offsets, tell of *case*."""
    key, fold = case.encode(), CaseFold()
    events, state = [], fold.empty(case)
    now, reference = Instant(0), Reference()
    for stated, value in records:
        event = codec.decode(value)
        if event.name == TICK:
            now = max(now, event.time)
        elif reference.holds(event):
            reference = reference.learn(event)
        elif stated == key:
            events.append(event)
            state, _ = fold.step(state, event, reference)
    state = case_state.by(state, reference)
    return Told(tuple(sorted(events, key=lambda e: e.order)), state, now, reference)


def _by_time(conclusion: Conclusion) -> list[Any]:
    return sorted(conclusion.findings, key=lambda finding: finding.raised_at)


def _event_row(event: Event) -> dict[str, Any]:
    return {"time": render(event.time), "event": event.name, "department": event.department}


def _segment_rows(told: Told, clocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the segments, with the minutes consumed up to the end of each and the deadline."""
    deadlines = {_clock_key(row): row["deadline"] for row in clocks}
    consumed: dict[tuple[str, str, str], int] = defaultdict(int)
    for segment in case_segments(told.state.story, told.now, told.reference):
        clock = (segment.clock, str(segment.episode), segment.assignment_id)
        counted = _COUNTED[segment.state]
        consumed[clock] += segment.minutes if counted else 0
        yield {
            "clock": segment.clock,
            "episode": segment.episode,
            "assignment_id": segment.assignment_id,
            "from": render(segment.start),
            "to": render(segment.end),
            "counted": counted,
            "why": segment.state,
            "minutes": segment.minutes,
            "consumed": consumed[clock],
            "deadline": deadlines.get(clock, ""),
        }


def _clock_key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["clock"], str(row["episode"]), row["assignment_id"]


def _finding_row(document: dict[str, Any]) -> dict[str, Any]:
    names = ("rule", "kind", "clock", "status", "raised_at", "resolved_at", "department")
    return {name: document[name] for name in names}
