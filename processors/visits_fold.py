"""
The visits fold: the visits and facts of one party, under the id it was stated with.

Keyed by party id on ``journal.visits``. It concludes rows (visit, party) and no findings: it
keeps what was said, and sends it to where it can be compared. A visit's event goes on, as it
is, to ``by-party`` under the party's cluster; a registration or link to ``identity``. When a
link moves the party, the cluster it was in is told to let it go, and sends its visits on to
the new one; undoing the link moves them back (``processors.visits.moving``).

The unknown party (key '') is kept and reported, never sent on. A withdrawn event counts no
longer wherever it was sent; one that was withdrawn before it came is not sent at all. A visit
whose events were all withdrawn stays as a row, cancelled.
"""

# ruff: noqa: ARG002 - every fold has the same shape, whatever it reads

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from events import codec, topics
from events.event import WITHDRAWN, Event
from events.instant import Instant, render
from processors.folding.conclusion import Conclusion, Scope, Snapshot
from processors.folding.fold import Forward
from processors.identity.party import (
    FACTS,
    LINKS,
    PARTIES,
    Fact,
    Link,
    load_fact,
    read_fact,
    read_link,
    standing,
)
from processors.published.reference import Reference
from processors.structures.shelves import Shelves
from processors.visits.moving import detached
from processors.visits.visit import (
    VISIT_EVENTS,
    Visit,
    VisitEvent,
    build,
    load_event,
    read,
)
from processors.visits.visit_parts import VisitParts, dumped, events_of

_PARTY: Final = ""
"""The subject of the party's own row: no visit has this name."""
_NOTHING: Scope = frozenset()


@dataclass(frozen=True, slots=True)
class Stated:
    """``visits``: all events of each visit, sorted, the withdrawn (by id) among them."""

    key: str
    visits: Shelves[tuple[VisitEvent, ...]] = field(default_factory=Shelves)
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    stated_as: tuple[str, ...] = ()
    """What visits called this party in a ``party`` object: USCC, name and area, each once."""
    withdrawn: frozenset[str] = frozenset()

    @property
    def cluster(self) -> str:
        """The cluster of the party: the one it is linked to, or itself."""
        if not self.links:
            return self.key
        links = (s for s in self.links if s.party_id == self.key)
        link = standing(s for s in links if s.event_id not in self.withdrawn)
        return self.key if link is None else link.same_as

    def live(self, subject: str) -> tuple[VisitEvent, ...]:
        """Return the events of a visit that were not withdrawn."""
        told = self.visits.get(subject) or ()
        if not self.withdrawn:
            return told
        return tuple(event for event in told if event.event_id not in self.withdrawn)


class VisitsFold(VisitParts):
    """Fold the events of one party; see the module."""

    name = "visits"

    def empty(self, key: str) -> Stated:
        return Stated(key)

    def step(self, state: Stated, event: Event, reference: Reference) -> tuple[Stated, Scope]:
        """Return the party after *event*; a repeat returns *state* itself."""
        if event.name in VISIT_EVENTS:
            return _visited(state, event)
        if event.name in FACTS:
            facts = _joined(state.facts, read_fact(event))
            return _changed(state, replace(state, facts=facts), frozenset({_PARTY}))
        if event.name in LINKS:
            after = replace(state, links=_joined(state.links, read_link(event)))
            return _changed(state, after, None if state.cluster != after.cluster else _NOTHING)
        if event.name == WITHDRAWN:
            return _withdrawn(state, event.data["event_id"])
        return state, _NOTHING

    def conclude(
        self, state: Stated, scope: Scope, now: Instant, reference: Reference
    ) -> Conclusion:
        """Return the rows of the visits in *scope*, and of the party when '' is in it."""
        cluster = state.cluster
        subjects = sorted({*state.visits, _PARTY} if scope is None else scope)
        return Conclusion(snapshots=tuple(_rows(state, subjects, cluster)))

    def forwards(self, before: Stated, after: Stated, event: Event) -> Iterable[Forward]:
        """Return what the clusters and ``identity`` must hear of *event*."""
        if after is before or after.key == "":
            return
        if before.cluster != after.cluster:
            word = detached(after.key, before.cluster, after.cluster, event)
            yield Forward(topics.BY_PARTY, before.cluster, codec.encode(word))
        if event.name == WITHDRAWN:
            yield from _withdrawals(before, event)
        elif event.event_id in after.withdrawn:
            return
        elif event.name in VISIT_EVENTS:
            yield Forward(topics.BY_PARTY, after.cluster)
            if after.stated_as != before.stated_as:
                yield Forward(topics.IDENTITY, PARTIES)
        elif event.name in FACTS or event.data["party_id"] == after.key:
            yield Forward(topics.IDENTITY, PARTIES)

    def dump(self, state: Stated) -> Any:
        key, *rest = self.frame(state)
        events = [list(event) for _, events in sorted(state.visits.items()) for event in events]
        return [key, events, *rest]

    def part(self, state: Stated, name: str) -> Any:
        """Return the events of the visit *name*; None: there is none."""
        return dumped(state.visits.get(name) or ())

    def frame(self, state: Stated) -> Any:
        """Return what is not of one visit: facts, links, names, what was withdrawn."""
        facts, links = [list(f) for f in state.facts], [list(s) for s in state.links]
        return [state.key, facts, links, list(state.stated_as), sorted(state.withdrawn)]

    def whole(self, frame: Any, parts: Iterable[tuple[str, Any]]) -> Stated:
        key, *rest = frame
        return self.load([key, events_of(parts), *rest])

    def load(self, values: Any) -> Stated:
        key, events, facts, links, stated_as, withdrawn = values
        visits: dict[str, tuple[VisitEvent, ...]] = {}
        for event in map(load_event, events):
            visits[event.subject] = (*visits.get(event.subject, ()), event)
        return Stated(
            key,
            Shelves(visits.items()),
            tuple(map(load_fact, facts)),
            tuple(Link(*link) for link in links),
            tuple(stated_as),
            frozenset(withdrawn),
        )


def _joined(known: tuple[Any, ...], told: Any) -> tuple[Any, ...]:
    """Return *known* with *told*, sorted; *known* itself when it holds that event already."""
    if not known:
        return (told,)
    if any(item.event_id == told.event_id for item in known):
        return known
    return tuple(sorted((*known, told)))


def _changed(before: Stated, after: Stated, scope: Scope) -> tuple[Stated, Scope]:
    return (before, _NOTHING) if after == before else (after, scope)


def _visited(state: Stated, event: Event) -> tuple[Stated, Scope]:
    told = read(event)
    known = state.visits.get(told.subject) or ()
    joined = _joined(known, told)
    if joined is known:
        return state, _NOTHING
    called = tuple(_called(event))
    stated_as = tuple(sorted({*state.stated_as, *called})) if called else state.stated_as
    visits = state.visits.put(told.subject, joined)
    after = Stated(state.key, visits, state.facts, state.links, stated_as, state.withdrawn)
    return after, frozenset({told.subject})


def _called(event: Event) -> Iterator[str]:
    party = event.data.get("party")
    if party:
        yield "\x1f".join(str(party.get(field) or "") for field in ("uscc", "name", "area"))


def _withdrawn(state: Stated, event_id: str) -> tuple[Stated, Scope]:
    if event_id in state.withdrawn:
        return state, _NOTHING
    after = replace(state, withdrawn=state.withdrawn | {event_id})
    if after.cluster != state.cluster:
        return after, None
    return after, frozenset({_PARTY, *_visits_of(state, event_id)})


def _visits_of(state: Stated, event_id: str) -> Iterator[str]:
    for subject, events in state.visits.items():
        if any(event.event_id == event_id for event in events):
            yield subject


def _withdrawals(before: Stated, event: Event) -> Iterator[Forward]:
    gone = event.data["event_id"]
    # Clusters and identity keep many parties: the party's id tells whose event it was.
    named = codec.encode(event._replace(data={**event.data, "party_id": before.key}))
    if any(_visits_of(before, gone)):
        yield Forward(topics.BY_PARTY, before.cluster, named)
    elif gone in {*(f.event_id for f in before.facts), *(s.event_id for s in before.links)}:
        yield Forward(topics.IDENTITY, PARTIES, named)


def _rows(state: Stated, subjects: Iterable[str], cluster: str) -> Iterator[Snapshot]:
    for subject in subjects:
        row = _party_row(state) if subject == _PARTY else _visit_row(state, subject)
        if row is not None:
            kind, id = ("party", state.key) if subject == _PARTY else ("visit", subject)
            yield Snapshot(kind, id, subject, {**row, "cluster_id": cluster})


def _party_row(state: Stated) -> dict[str, Any] | None:
    facts = [fact for fact in state.facts if fact.event_id not in state.withdrawn]
    if not facts:  # one that was only named elsewhere has a row while it is linked
        return {"party_id": state.key} if state.cluster != state.key else None
    return {"party_id": state.key, **facts[-1].fields, "event_id": facts[-1].event_id}


def _visit_row(state: Stated, subject: str) -> dict[str, Any] | None:
    visit = build(subject, state.live(subject))
    content = _content(visit, state.visits.get(subject) or ())
    if content is None:
        return None
    return {
        "visit": subject,
        "visit_id": content.visit_id,
        "party_id": state.key,
        "department": subject.split("/", 1)[0],
        "departments": list(content.departments),
        "purpose": content.purpose,
        "ground": content.ground,
        "start": render(content.start),
        "end": render(content.end),
        "status": visit.status,
        "event_id": content.event_id,
        "officers": list(content.officers),
        "campaign_id": content.campaign_id,
    }


def _content(visit: Visit, told: tuple[VisitEvent, ...]) -> VisitEvent | None:
    """Return the event whose content holds; for a cancelled visit the last that had any."""
    holding = visit.statements[-1].event_id if visit.statements else ""
    for events in (visit.events, told):
        said = [event for event in events if event.departments]
        held = next((event for event in said if event.event_id == holding), None)
        if said:
            return held or said[-1]
    return None
