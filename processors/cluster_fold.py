"""
The cluster fold: the visits of all parties that are one, and what is wrong with them.

Keyed by cluster id on ``by-party``. State is the visits by name, and their statements in two
sets of lanes (recorded, planned). An event rebuilds its own visit and touches the lanes of
its months; concluded again are that visit and the later ones it can matter to: those whose
window or year reaches back to it, or that it overlaps. So an event in order concludes one
visit, and a late one those after it. There is no clock in these rules: nothing falls due.

The unknown party (key '') has no cluster: nothing is concluded of it.
A withdrawal looks through the visits of its cluster for the event it names.
"""

# ruff: noqa: ARG002 - every fold has the same shape, whatever it reads

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from events.event import Event
from events.finding import Finding
from events.instant import Instant
from processors.conclusion import Conclusion, Scope
from processors.crowding import crowding
from processors.double_entry import double_entry
from processors.duplicate_visits import cross_department
from processors.fold import Forward
from processors.lanes import Lanes
from processors.local_date import window_start, year_start
from processors.reference import Reference
from processors.same_visit import in_common
from processors.shelves import Shelves
from processors.visit import (
    DETACHED,
    FOREVER,
    VISIT_EVENTS,
    WITHDRAWN,
    Statement,
    Visit,
    VisitEvent,
    build,
    load_event,
    read,
)
from processors.visit_cap import over_cap
from processors.visits_ahead import ahead

_NOBODY: Scope = frozenset()


@dataclass(frozen=True, slots=True)
class Cluster:
    """``withdrawn``: ids of events taken back. ``longest``: µs, of any visit ever seen."""

    key: str
    visits: Shelves[Visit] = field(default_factory=Shelves)
    recorded: Lanes = field(default_factory=Lanes)
    planned: Lanes = field(default_factory=Lanes)
    withdrawn: frozenset[str] = frozenset()
    longest: int = field(default=0, compare=False)


class ClusterFold:
    """Fold the visits of one cluster; see the module."""

    name = "clusters"

    def empty(self, key: str) -> Cluster:
        return Cluster(key)

    def step(self, state: Cluster, event: Event, reference: Reference) -> tuple[Cluster, Scope]:
        """Return the cluster after *event*; a repeat returns *state* itself."""
        if event.name in VISIT_EVENTS:
            return _told(state, read(event), reference)
        if event.name == WITHDRAWN:
            return _withdrawn(state, event.data["event_id"], reference)
        if event.name == DETACHED:
            return _put(state, event.data["visit"], (), reference)
        return state, _NOBODY

    def conclude(
        self, state: Cluster, scope: Scope, now: Instant, reference: Reference
    ) -> Conclusion:
        """Return the findings on the visits in *scope*; *now* does not matter."""
        if state.key == "":
            return Conclusion()
        subjects = state.visits if scope is None else scope
        found = (_findings(state, subject, reference) for subject in sorted(subjects))
        return Conclusion(tuple(chain.from_iterable(found)))

    def forwards(self, before: Cluster, after: Cluster, event: Event) -> Iterable[Forward]:
        return ()

    def dump(self, state: Cluster) -> Any:
        visits = (visit for _, visit in sorted(state.visits.items()))
        events = [list(event) for visit in visits for event in visit.events]
        return [state.key, events, sorted(state.withdrawn)]

    def load(self, values: Any) -> Cluster:
        key, dumped, withdrawn = values
        events: dict[str, list[VisitEvent]] = {}
        for event in map(load_event, dumped):
            events.setdefault(event.subject, []).append(event)
        visits = [build(subject, told) for subject, told in events.items()]
        return Cluster(
            key,
            Shelves((visit.subject, visit) for visit in visits),
            Lanes.of(s for visit in visits for s in visit.statements if s.recorded),
            Lanes.of(s for visit in visits for s in visit.plans),
            frozenset(withdrawn),
            max((s.end - s.start for visit in visits for s in visit.statements), default=0),
        )


def _findings(state: Cluster, subject: str, reference: Reference) -> Iterator[Finding]:
    visit = state.visits.get(subject)
    if visit is None:
        return
    concluded = [ahead(visit, state.recorded, state.planned, reference)] if visit.plans else []
    later = visit.record
    policy = reference.visits(later.start) if later is not None else None
    if later is not None and policy is not None:
        doubled = double_entry(later, state.recorded, state.longest)
        concluded += (
            [doubled]
            if doubled
            else [
                rule(later, state.recorded, policy)
                for rule in (cross_department, crowding, over_cap)
            ]
        )
    yield from (finding for finding in concluded if finding is not None)


def _told(state: Cluster, event: VisitEvent, reference: Reference) -> tuple[Cluster, Scope]:
    visit = state.visits.get(event.subject)
    known = visit.events if visit is not None else ()
    if event.event_id in state.withdrawn or any(e.event_id == event.event_id for e in known):
        return state, _NOBODY
    return _put(state, event.subject, (*known, event), reference)


def _withdrawn(state: Cluster, event_id: str, reference: Reference) -> tuple[Cluster, Scope]:
    if event_id in state.withdrawn:
        return state, _NOBODY
    after = replace(state, withdrawn=state.withdrawn | {event_id})
    for subject, visit in state.visits.items():
        rest = tuple(event for event in visit.events if event.event_id != event_id)
        if len(rest) < len(visit.events):
            return _put(after, subject, rest, reference)
    return after, _NOBODY


def _put(
    state: Cluster, subject: str, events: tuple[VisitEvent, ...], reference: Reference
) -> tuple[Cluster, Scope]:
    """Return the cluster in which the visit *subject* has *events*; without it when none."""
    before = state.visits.get(subject)
    visit = build(subject, events)
    old, new = (before.statements if before is not None else ()), visit.statements
    after = Cluster(
        state.key,
        state.visits.put(subject, visit) if events else state.visits.without(subject),
        state.recorded.replaced(_records(old), _records(new)),
        state.planned.replaced(_plans(old), _plans(new)),
        state.withdrawn,
        max(state.longest, *(s.end - s.start for s in new), 0),
    )
    return after, frozenset({subject, *_touched(after, {*old} ^ {*new}, reference)})


def _records(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(s for s in statements if s.recorded)


def _plans(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(s for s in statements if not s.recorded)


def _touched(state: Cluster, changed: Iterable[Statement], reference: Reference) -> Iterator[str]:
    """Name the later visits whose conclusion may depend on one of the *changed* statements."""
    for earlier in changed:
        for lanes in (state.recorded, state.planned):
            for later in lanes.after(earlier.place, FOREVER):
                if _reaches(later, earlier, reference):
                    yield later.visit


def _reaches(later: Statement, earlier: Statement, reference: Reference) -> bool:
    policy = reference.visits(later.start)
    if policy is None:
        return False
    return (
        window_start(later.start, policy.window_days, policy.timezone) <= earlier.start
        or earlier.end > later.start
        or (
            year_start(later.start, policy.timezone) <= earlier.start
            and in_common(earlier.departments, later.departments)
        )
    )
