"""
A visit: what its events say of it, whatever order they came in.

The events of one visit (planned, recorded, cancelled; less those withdrawn) are put in order
and read as **statements**: a plan holds from the event that made it until it is planned anew,
recorded or cancelled; a record holds for good, with the content of the last event that
recorded it, unless the visit was cancelled after it. A plan told after the record changes
nothing. Rules look at statements, never at events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from events.event import Event, department_of
from events.instant import Instant, parse, render

PLANNED: Final = "visit.planned"
RECORDED: Final = "visit.recorded"
CANCELLED: Final = "visit.cancelled"
VISIT_EVENTS: Final = frozenset({PLANNED, RECORDED, CANCELLED})

FOREVER: Final = Instant(2**63 - 1)
"""The end of what has not ended."""


class VisitEvent(NamedTuple):
    """One event of a visit, less what no rule reads; sorts by (time, sequence, event_id)."""

    time: Instant
    sequence: int
    event_id: str
    name: str
    source: str
    visit_id: str
    party_id: str
    departments: tuple[str, ...]
    purpose: str
    ground: str
    start: Instant
    end: Instant
    officers: tuple[str, ...] = ()
    campaign_id: str = ""

    @property
    def subject(self) -> str:
        """The visit's name in the hub: ``department/visit_id``, of the source's department."""
        return f"{department_of(self.source)}/{self.visit_id}"


class Statement(NamedTuple):
    """
    What a visit was said to be, from ``known`` until ``until`` (event time, half-open).

    Sorts by the visit's place in windows: (start, sequence, event_id). ``start`` and ``end``
    are the visit's own, half-open; ``department`` is that of the source.
    """

    start: Instant
    sequence: int
    event_id: str
    end: Instant
    known: Instant
    until: Instant
    recorded: bool
    visit: str
    source: str
    department: str
    departments: tuple[str, ...]
    purpose: str
    ground: str
    party_id: str

    @property
    def place(self) -> tuple[Instant, int, str]:
        return (self.start, self.sequence, self.event_id)

    def summary(self) -> dict[str, Any]:
        """Return the visit as JSON values, for the details of a finding."""
        return {
            "visit": self.visit,
            "departments": list(self.departments),
            "event_id": self.event_id,
            "start": _text(self.start),
            "purpose": self.purpose,
        }


@dataclass(frozen=True, slots=True)
class Visit:
    """``events``: those not withdrawn, sorted. ``status``: planned, recorded or cancelled."""

    subject: str
    events: tuple[VisitEvent, ...]
    statements: tuple[Statement, ...]
    status: str

    @property
    def record(self) -> Statement | None:
        """The statement of a visit that took place."""
        last = self.statements[-1] if self.statements else None
        return last if last is not None and last.recorded else None

    @property
    def plans(self) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if not s.recorded)


@lru_cache(maxsize=65536)
def _text(at: Instant) -> str:
    """``render``, remembered: one visit is listed by many later ones."""
    return render(at)


def read(event: Event) -> VisitEvent:
    """Return a visit's *event* as the rules read it; a cancellation has no content."""
    data = event.data
    start = parse(data["start"]) if data.get("start") else Instant(0)
    end = parse(data["end"]) if data.get("end") else start
    return VisitEvent(
        event.time,
        event.sequence,
        event.event_id,
        event.name,
        event.source,
        data["visit_id"],
        data.get("party_id") or "",
        tuple(data.get("departments") or ()),
        data.get("purpose") or "",
        data.get("ground") or "",
        start,
        max(start, end),
        tuple(data.get("officers") or ()),
        data.get("campaign_id") or "",
    )


def write(event: VisitEvent) -> Event:
    """Return *event* as it is sent to another cluster: ``read(write(event)) == event``."""
    data: dict[str, Any] = {"visit_id": event.visit_id, "party_id": event.party_id}
    if event.name != CANCELLED:
        data |= {
            "departments": list(event.departments),
            "purpose": event.purpose,
            "ground": event.ground,
            "start": render(event.start),
            "end": render(event.end),
            **({"officers": list(event.officers)} if event.officers else {}),
            **({"campaign_id": event.campaign_id} if event.campaign_id else {}),
        }
    id = event.event_id[len(event.source) + 1 :]
    head = (event.event_id, event.name, 1, event.time, event.sequence, event.source, id)
    return Event(*head, event.visit_id, data)


def load_event(values: Sequence[Any]) -> VisitEvent:
    """Return the event that was dumped as the list *values*."""
    event = VisitEvent(*values)
    return event._replace(departments=tuple(event.departments), officers=tuple(event.officers))


def build(subject: str, events: Iterable[VisitEvent]) -> Visit:
    """Return the visit that *events* (any order, none withdrawn) tell of."""
    ordered = tuple(sorted(events))
    statements = _statements(ordered)
    return Visit(subject, ordered, statements, _status(statements))


def _status(statements: tuple[Statement, ...]) -> str:
    if not statements or statements[-1].until != FOREVER:
        return "cancelled"
    return "recorded" if statements[-1].recorded else "planned"


def _statements(events: tuple[VisitEvent, ...]) -> tuple[Statement, ...]:
    past: list[Statement] = []
    latest: Statement | None = None
    for event in events:
        if event.name == PLANNED and latest is not None and latest.recorded:
            continue
        if latest is not None and not latest.recorded:
            past.append(latest._replace(until=event.time))
        latest = _next(latest, event)
    told = tuple(s for s in past if s.known < s.until)
    return told if latest is None else (*told, latest)


def _next(latest: Statement | None, event: VisitEvent) -> Statement | None:
    if event.name == CANCELLED:
        return None
    corrects = latest is not None and latest.recorded
    return _statement(event, latest.known if latest is not None and corrects else event.time)


def _statement(event: VisitEvent, known: Instant) -> Statement:
    return Statement(
        event.start,
        event.sequence,
        event.event_id,
        event.end,
        known,
        FOREVER,
        event.name == RECORDED,
        event.subject,
        event.source,
        department_of(event.source),
        event.departments,
        event.purpose,
        event.ground,
        event.party_id,
    )
