"""
The cluster fold: the visits of all parties that are one, and what is wrong with them.

Keyed by cluster id on ``by-party``. State is the visits by name, and their statements in two
sets of lanes (recorded, planned). An event rebuilds its own visit and touches the lanes of
its months; concluded again are that visit and the later ones it can matter to: those whose
window or year reaches back to it, or that it overlaps. So an event in order concludes one
visit, and a late one those after it. There is no clock in these rules: nothing falls due.

When a party is told to leave for another cluster, its visits go on from here, with what was
said of them; words about a party that is not here yet wait for it (``processors.visits.presence``).

The unknown party (key '') has no cluster: nothing is concluded of it.
A withdrawal looks through the visits of its cluster for the event it names.
"""

# ruff: noqa: ARG002 - every fold has the same shape, whatever it reads

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from events import codec, topics
from events.event import WITHDRAWN, Event
from events.finding import Finding
from events.instant import Instant
from processors.folding.conclusion import Conclusion, Scope
from processors.folding.fold import Forward
from processors.folding.handover import AGAIN
from processors.published.reference import Reference
from processors.structures.shelves import Shelves
from processors.visits.double_entry import double_entry, is_link
from processors.visits.lanes import Lanes
from processors.visits.moving import ARRIVED, ATTACHED, DETACHED, arrived, attached, attached_events
from processors.visits.presence import Presence
from processors.visits.presence import load as load_presence
from processors.visits.visit import (
    VISIT_EVENTS,
    Statement,
    Visit,
    VisitEvent,
    build,
    load_event,
    read,
)
from processors.visits.visit_parts import VisitParts, dumped, events_of
from processors.visits.visit_rule import Seen, rules
from processors.visits.visits_ahead import ahead
from processors.visits.visits_touched import visits_touched

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cluster:
    """
    ``withdrawn``: ids of events taken back. ``longest``: µs, of any visit ever seen.

    ``leaving``: what the last step sends on to other clusters.
    """

    key: str
    visits: Shelves[Visit] = field(default_factory=Shelves)
    recorded: Lanes = field(default_factory=Lanes)
    planned: Lanes = field(default_factory=Lanes)
    withdrawn: frozenset[str] = frozenset()
    longest: int = field(default=0, compare=False)
    presence: Presence = field(default_factory=Presence)
    leaving: tuple[Forward, ...] = field(default=(), compare=False)


_Stepped = tuple[Cluster, frozenset[str]]


class ClusterFold(VisitParts):
    """Fold the visits of one cluster; see the module."""

    name = "clusters"

    def empty(self, key: str) -> Cluster:
        return Cluster(key)

    def step(self, state: Cluster, event: Event, reference: Reference) -> tuple[Cluster, Scope]:
        """Return the cluster after *event*; a repeat returns *state* itself."""
        party_id = event.data.get("party_id", state.key)
        if state.leaving:
            state = replace(state, leaving=())
        if event.name == ATTACHED:
            return _attached(state, party_id, event, reference)
        if event.name == ARRIVED:
            return _arrived(state, party_id, reference)
        return _delivered(state, party_id, event, reference)

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
        """Return the visits that leave, each with what was said of it."""
        return after.leaving

    def dump(self, state: Cluster) -> Any:
        visits = (visit for _, visit in sorted(state.visits.items()))
        events = [list(event) for visit in visits for event in visit.events]
        key, *rest = self.frame(state)
        return [key, events, *rest]

    def part(self, state: Cluster, name: str) -> Any:
        """Return the events of the visit *name*; None: there is none."""
        visit = state.visits.get(name)
        return None if visit is None else dumped(visit.events)

    def frame(self, state: Cluster) -> Any:
        """Return what is not of one visit: what was withdrawn, which parties are here."""
        return [state.key, sorted(state.withdrawn), state.presence.dump()]

    def whole(self, frame: Any, parts: Iterable[tuple[str, Any]]) -> Cluster:
        key, *rest = frame
        return self.load([key, events_of(parts), *rest])

    def load(self, values: Any) -> Cluster:
        key, dumped, withdrawn, presence = values
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
            load_presence(presence),
        )


def _findings(state: Cluster, subject: str, reference: Reference) -> Iterator[Finding]:
    visit = state.visits.get(subject)
    if visit is None:
        return
    concluded = [ahead(visit, state.recorded, state.planned, reference)] if visit.plans else []
    later = visit.record
    policy = reference.visits(later.start) if later is not None else None
    if later is not None and policy is not None:
        doubled = double_entry(later, state.recorded, state.longest, policy)
        concluded.append(doubled)
        if doubled is None or not is_link(doubled):
            seen = Seen(state.recorded, policy, reference)
            concluded += (rule.find(later, seen) for rule in rules())
    yield from (finding for finding in concluded if finding is not None)


def _delivered(state: Cluster, party_id: str, event: Event, reference: Reference) -> _Stepped:
    """
    Fold a word of the visits fold about a party; it waits while the party is not here.

    A word that comes again was heard: kept for a party that has left meanwhile, it would
    send it away once more at its return.
    """
    if AGAIN in event.data:
        return state, _NOBODY
    if not state.presence.holds(party_id, state.key):
        presence = state.presence.posted(party_id, event)
        kept = presence is state.presence
        return (state if kept else replace(state, presence=presence)), _NOBODY
    if event.name in VISIT_EVENTS:
        told = read(event)
        return _told(state, told.subject, (told,), reference)
    if event.name == WITHDRAWN:
        return _withdrawn(state, event.data["event_id"], reference)
    if event.name == DETACHED:
        return _left(state, party_id, event, reference)
    return state, _NOBODY


def _told(
    state: Cluster, subject: str, events: Iterable[VisitEvent], reference: Reference
) -> _Stepped:
    visit = state.visits.get(subject)
    known = visit.events if visit is not None else ()
    heard = {event.event_id for event in known}
    news = tuple(e for e in events if e.event_id not in heard and e.event_id not in state.withdrawn)
    return _put(state, subject, (*known, *news), reference) if news else (state, _NOBODY)


def _attached(state: Cluster, party_id: str, event: Event, reference: Reference) -> _Stepped:
    """Take in a visit; of one that was taken in before, only what was said counts, wherever."""
    subject, to = event.subject, state.presence.gone.get(party_id)
    if AGAIN not in event.data:
        after, touched = _told(state, subject, attached_events(event), reference)
        return after, touched | {subject}
    if to is None:
        return state, frozenset({subject})
    onward = Forward(topics.BY_PARTY, to, codec.encode(event), subject)
    return replace(state, leaving=(onward,)), _NOBODY


def _arrived(state: Cluster, party_id: str, reference: Reference) -> _Stepped:
    presence, mail = state.presence.arrived(party_id)
    after, touched = replace(state, presence=presence), _NOBODY
    for event in mail:
        after, more = _delivered(after, party_id, event, reference)
        touched |= more
    return after, touched


def _left(state: Cluster, party_id: str, event: Event, reference: Reference) -> _Stepped:
    """Send the visits of a party on to where *event* says; what another told of them stays."""
    to, after, touched = event.data["to"], state, _NOBODY
    leaving: list[Forward] = []
    for subject, visit in sorted(state.visits.items()):
        mine = tuple(told for told in visit.events if told.party_id == party_id)
        if not mine:
            continue
        rest = tuple(told for told in visit.events if told.party_id != party_id)
        after, more = _put(after, subject, rest, reference)
        touched |= more
        word = codec.encode(attached(subject, mine, event))
        leaving.append(Forward(topics.BY_PARTY, to, word, "" if rest else subject))
    leaving.append(Forward(topics.BY_PARTY, to, codec.encode(arrived(event))))
    presence = state.presence.left(party_id, to)
    return replace(after, presence=presence, leaving=tuple(leaving)), touched


def _withdrawn(state: Cluster, event_id: str, reference: Reference) -> _Stepped:
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
) -> _Stepped:
    """Return the cluster in which the visit *subject* has *events*; without it when none."""
    before = state.visits.get(subject)
    visit = build(subject, events)
    old, new = (before.statements if before is not None else ()), visit.statements
    changed = {*old} ^ {*new} if old else new
    after = Cluster(
        state.key,
        state.visits.put(subject, visit) if events else state.visits.without(subject),
        state.recorded.replaced(_records(old), _records(new)),
        state.planned.replaced(_plans(old), _plans(new)),
        state.withdrawn,
        max([state.longest, *(s.end - s.start for s in new)]),
        state.presence,
    )
    later = visits_touched((after.recorded, after.planned), changed, reference)
    return after, frozenset({subject, *later})


def _records(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    return tuple(s for s in statements if s.recorded) if statements else ()


def _plans(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    return tuple(s for s in statements if not s.recorded) if statements else ()
