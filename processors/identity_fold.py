"""
The identity fold: which party ids name one party.

One key on ``identity``, all parties in it. A party points to another when a person (or
another department) linked it so, or else when both are registered under the same valid USCC:
then to the one registered first. Following the pointers gives a party's cluster. Where that
differs from the link that stands, the fold says ``party.linked`` or ``party.unlinked`` into
``journal.visits``, under both parties, and remembers having said it; hearing its own word
again from there changes nothing.

An event re-considers only the parties connected with its own: those that share its USCC and
those that point to them. A link that a person undid is not made again. A party that was only
stated with a visit (a ``party`` object) is registered after every registered one.
"""

# ruff: noqa: ARG002 - every fold has the same shape, whatever it reads

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from stdnum.cn import uscc as code

from events import codec, ids, topics
from events.event import Event
from events.instant import Instant
from processors.conclusion import Conclusion, Scope
from processors.fold import Forward
from processors.party import (
    FACTS,
    LINKED,
    LINKS,
    UNLINKED,
    Link,
    last_per_pair,
    read_link,
    standing,
)
from processors.reference import Reference
from processors.shelves import Shelves
from processors.visit import VISIT_EVENTS, WITHDRAWN

SOURCE: Final = "/departments/hub/identity"
RULE: Final = "uscc"
VERSION: Final = "1"

_NOTHING: Scope = frozenset()


class Registration(NamedTuple):
    """Sorts registered before stated, then by (time, sequence, event_id). ``uscc`` '': none."""

    stated: bool
    time: Instant
    sequence: int
    event_id: str
    uscc: str


class Named(NamedTuple):
    """One party: its registrations and its links (those from it), sorted."""

    registrations: tuple[Registration, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def uscc(self) -> str:
        """The code last registered; only without a registration, one it was stated with."""
        registered = [r for r in self.registrations if not r.stated]
        return (registered or self.registrations or (_NEVER,))[-1].uscc

    @property
    def first(self) -> Registration:
        return self.registrations[0] if self.registrations else _NEVER

    @property
    def by_hand(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.source != SOURCE)


_NEVER: Final = Registration(True, Instant(0), 0, "", "")
_UNNAMED: Final = Named()


@dataclass(frozen=True, slots=True)
class Identity:
    """``pointing``: who was linked to a party by hand. ``news``: what the last step says."""

    parties: Shelves[Named] = field(default_factory=Shelves)
    by_uscc: Shelves[frozenset[str]] = field(default_factory=Shelves)
    pointing: Shelves[frozenset[str]] = field(default_factory=Shelves)
    news: tuple[Event, ...] = field(default=(), compare=False)

    def party(self, party_id: str) -> Named:
        return self.parties.get(party_id) or _UNNAMED


class IdentityFold:
    """Fold the facts of all parties; see the module."""

    name = "identity"

    def empty(self, key: str) -> Identity:
        return Identity()

    def step(self, state: Identity, event: Event, reference: Reference) -> tuple[Identity, Scope]:
        """Return what is known after *event*; ``news`` of a repeat are none."""
        party_id = event.data["party_id"]
        before = state.party(party_id)
        after = _heard(before, event)
        if after == before:
            return replace(state, news=()), _NOTHING
        known = _with(state, party_id, after)
        touched = {party_id, *_near(state, party_id), *_near(known, party_id)}
        return _say(known, sorted(touched)), _NOTHING

    def conclude(
        self, state: Identity, scope: Scope, now: Instant, reference: Reference
    ) -> Conclusion:
        return Conclusion()

    def forwards(self, before: Identity, after: Identity, event: Event) -> Iterable[Forward]:
        """Return the links newly said, for the journal, under both of their parties."""
        for said in after.news:
            for party_id in (said.data["party_id"], said.data["same_as"]):
                yield Forward(topics.JOURNAL_VISITS, party_id, codec.encode(said))

    def dump(self, state: Identity) -> Any:
        return [
            [party_id, [list(r) for r in named.registrations], [list(s) for s in named.links]]
            for party_id, named in sorted(state.parties.items())
        ]

    def load(self, values: Any) -> Identity:
        state = Identity()
        for party_id, registrations, links in values:
            named = Named(
                tuple(Registration(*r) for r in registrations), tuple(Link(*s) for s in links)
            )
            state = _with(state, party_id, named)
        return state


def _heard(named: Named, event: Event) -> Named:
    if event.name in LINKS:
        return _linked(named, read_link(event))
    if event.name == WITHDRAWN:
        gone = event.data["event_id"]
        return Named(
            tuple(r for r in named.registrations if r.event_id != gone),
            tuple(link for link in named.links if link.event_id != gone),
        )
    if event.name in FACTS or event.name in VISIT_EVENTS:
        stated = event.name in VISIT_EVENTS
        said = event.data.get("party") or {} if stated else event.data
        place = (stated, event.time, event.sequence, event.event_id)
        registration = Registration(*place, _valid(said.get("uscc") or ""))
        registrations = tuple(sorted({*named.registrations, registration}))
        return named._replace(registrations=registrations)
    return named


def _linked(named: Named, link: Link) -> Named:
    return named._replace(links=tuple(sorted({*named.links, link})))


def _valid(text: str) -> str:
    return str(code.compact(text)) if text and code.is_valid(text) else ""


def _with(state: Identity, party_id: str, named: Named) -> Identity:
    """Return *state* with the party and both indexes brought up to it."""
    before = state.party(party_id)
    hands = (_by_hand(before), _by_hand(named))
    return Identity(
        state.parties.put(party_id, named),
        _moved(state.by_uscc, party_id, before.uscc, named.uscc),
        _moved(state.pointing, party_id, *hands),
    )


def _moved(
    index: Shelves[frozenset[str]], party_id: str, old: str, new: str
) -> Shelves[frozenset[str]]:
    if old == new:
        return index
    if old:
        rest = (index.get(old) or frozenset()) - {party_id}
        index = index.put(old, rest) if rest else index.without(old)
    return index.put(new, (index.get(new) or frozenset()) | {party_id}) if new else index


def _by_hand(named: Named) -> str:
    link = standing(named.by_hand)
    return "" if link is None else link.same_as


def _near(state: Identity, party_id: str) -> set[str]:
    """Return the parties whose cluster may hang on *party_id*: same code, or pointing to it."""
    near, waiting = {party_id}, [party_id]
    while waiting:
        id = waiting.pop()
        same = state.by_uscc.get(state.party(id).uscc) or frozenset()
        found = (same | (state.pointing.get(id) or frozenset())) - near
        near |= found
        waiting.extend(found)
    return near


def _next(state: Identity, party_id: str) -> str:
    """Return the party that *party_id* points to; '' when to none."""
    named = state.party(party_id)
    by_hand = _by_hand(named)
    if by_hand or not named.uscc:
        return by_hand
    same = state.by_uscc.get(named.uscc) or frozenset({party_id})
    first = min(same, key=lambda party: (state.party(party).first, party))
    undone = last_per_pair(named.by_hand).get(first)
    return "" if first == party_id or undone is not None else first


def _cluster(state: Identity, party_id: str) -> str:
    """Follow the pointers to their end; in a ring, to the least of its ids."""
    way = [party_id]
    while (following := _next(state, way[-1])) and following not in way:
        way.append(following)
    return min(way[way.index(following) :]) if following else way[-1]


def _say(state: Identity, parties: Iterable[str]) -> Identity:
    """Return *state* after telling *parties* where they belong, wherever that is not said."""
    said: list[Event] = []
    for party_id in parties:
        said.extend(_corrections(state, party_id))
    after = state
    for event in said:
        party_id = event.data["party_id"]
        after = _with(after, party_id, _linked(after.party(party_id), read_link(event)))
    return replace(after, news=tuple(said))


def _corrections(state: Identity, party_id: str) -> Iterator[Event]:
    named, cluster = state.party(party_id), _cluster(state, party_id)
    link = standing(named.links)
    if cluster == (party_id if link is None else link.same_as):
        return
    number = len(named.links) + 1
    for old in last_per_pair(named.links).values():
        if old.name == LINKED and (old.source == SOURCE or cluster == party_id):
            yield _link(state, UNLINKED, party_id, old.same_as, number)
            number += 1
    if cluster != party_id:
        yield _link(state, LINKED, party_id, cluster, number)


def _link(state: Identity, name: str, party_id: str, same_as: str, number: int) -> Event:
    """Return the link event: *number* counts the words on this party, and puts it after them."""
    named = state.party(party_id)
    times = (named.first.time, state.party(same_as).first.time, *(s.time for s in named.links))
    id = ids.make(name, party_id, same_as, RULE, VERSION, str(number))
    data = {
        "party_id": party_id,
        "same_as": same_as,
        "score": 1.0,
        "rule": RULE,
        "version": VERSION,
    }
    head = (f"{SOURCE}#{id}", name, 1, max(times), number, SOURCE, id, party_id)
    return Event(*head, data)
