"""
The state of a matter: its cases, and what is derived from them, kept up step by step.

``cards``, ``texts`` and the names of clusters are what a checkpoint holds; pairs, groups and
demand follow from them and from the policies, and are made anew when a checkpoint was read or
the policies of matters changed (``ready``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from immutables import Map

from events.event import Event
from processors import matter_groups, matter_pairs
from processors.fold import Forward
from processors.local_date import window_start
from processors.matter_card import Card, Place
from processors.matter_groups import Groups, Name
from processors.matter_match import Match, Placed, match
from processors.matter_pairs import Known, Pair, Pairs
from processors.matter_place import NOWHERE
from processors.matter_policy import MatterPolicy
from processors.matter_said import NOTHING, Said
from processors.policy import contents
from processors.reference import Reference
from processors.rising_topic import Demand

Ruling = tuple[str, ...] | None
"""The event ids of the policies of matters that derived values were made by; None: by none."""
Linked = tuple[str, int]
"""(the case that one is said to be a duplicate of, how many words were said)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """
    ``texts``: what openings said, by event id. ``waiting``: words about cases that are
    not here yet; ``gone``: where those that left were sent. ``links``: what was said of
    duplicates, by case. ``names``: of clusters, by case, as a checkpoint had them, until groups
    are made. ``leaving``: what the last step sends on. ``trial``: the same cases under a policy
    in shadow (``processors.matter_trial``).
    """

    key: str
    cards: Map[str, Card] = field(default_factory=Map)
    texts: Map[str, Said] = field(default_factory=Map)
    waiting: Map[str, tuple[Event, ...]] = field(default_factory=Map)
    gone: Map[str, str] = field(default_factory=Map)
    links: Map[str, Linked] = field(default_factory=Map)
    pairs: Pairs = field(default_factory=Pairs, compare=False)
    groups: Groups = field(default_factory=Groups, compare=False)
    demand: Demand = field(default_factory=Demand, compare=False)
    ruling: Ruling = field(default=None, compare=False)
    names: Map[str, Name] = field(default_factory=Map, compare=False)
    leaving: tuple[Forward, ...] = field(default=(), compare=False)
    trial: Matter | None = field(default=None, compare=False)

    def text(self, told: Card) -> Said:
        return self.texts.get(told.event_id, NOTHING)

    def card(self, case_id: str) -> Card:
        return self.cards[case_id]


Touched = frozenset[str]
Stepped = tuple[Matter, Touched]
NOBODY: Touched = frozenset()


@lru_cache(maxsize=16)
def ruling(reference: Reference) -> tuple[str, ...]:
    """Return the event ids of the policies of matters that may count in *reference*."""
    return tuple(
        sorted(
            id
            for id, one in reference.rules.published.items()
            if contents(one.data).get("kind") == "matters" and id not in reference.rules.passed_over
        )
    )


def ready(state: Matter, reference: Reference) -> Matter:
    """Return *state* with all that is derived from its cases by the policies in *reference*."""
    by = ruling(reference)
    if state.ruling == by:
        return state
    bare = replace(state, pairs=Pairs(), groups=Groups(), demand=Demand(), ruling=by, names=Map())
    after, names = bare, dict[Name, list[Place]]()
    for told in sorted(state.cards.values(), key=lambda one: one.order):
        after, _ = entered(after, told, reference)
        name = name_of(state, told.case_id)
        if name is not None:
            names.setdefault(name, []).append(told.order)
    return replace(after, groups=matter_groups.renamed(after.groups, names))


def name_of(state: Matter, case_id: str) -> Name | None:
    """Return the name of the cluster that a case is in; None: it is in none."""
    if state.ruling is None:
        return state.names.get(case_id)
    group = state.groups.group(case_id)
    return None if group is None else group.name


def known(state: Matter, told: Card, reference: Reference) -> Known:
    """Return a case as pairs know it; without a policy nothing is looked for."""
    policy = reference.matters(told.time)
    if policy is None or not told.event_id:
        return Known(told.order, "", NOWHERE, frozenset(), 1)
    return matter_pairs.known(told, state.text(told), policy.stops, policy.least_grams)


def matches(state: Matter, told: Card, reference: Reference, to: str = "") -> tuple[Match, ...]:
    """Return how *told* matches the earlier cases that it is paired with, or only *to* one."""
    policy = reference.matters(told.time)
    if policy is None:
        return ()
    later = (told, state.text(told).spot)
    pairs = state.pairs.earlier(told.case_id)
    return tuple(_match(state, later, pair, policy) for pair in pairs if to in ("", pair.earlier))


def _match(state: Matter, later: Placed, pair: Pair, policy: MatterPolicy) -> Match:
    earlier = state.cards[pair.earlier]
    return match(later, (earlier, state.text(earlier).spot), pair.likeness, policy)


def joined_to(state: Matter, case_id: str, reference: Reference) -> dict[str, float]:
    """Return the cases that *case_id* hangs together with in a cluster, with their scores."""
    found = dict(_joins(state, case_id, reference))
    for later in state.pairs.later(case_id):
        for _, score in _joins(state, later, reference, case_id):
            found[later] = score
    return found


def _joins(
    state: Matter, case_id: str, reference: Reference, to: str = ""
) -> Iterator[tuple[str, float]]:
    """Yield the earlier cases that *case_id* hangs together with, or only the one asked *to*."""
    told = state.cards[case_id]
    policy = reference.matters(told.time)
    if policy is None:
        return
    since = window_start(told.time, policy.cluster_days, policy.timezone)
    for one in matches(state, told, reference, to):
        if one.earlier.time >= since and one.score >= _enough(state, told, one, policy):
            yield one.earlier.case_id, one.score


def _enough(state: Matter, told: Card, one: Match, policy: MatterPolicy) -> float:
    """Return the score with which *told* and *one* hang together; above 1: with none."""
    if one.place in ("same", "exact"):
        return policy.cluster_score
    placed = state.text(told).spot.name or state.text(one.earlier).spot.name
    return 2.0 if placed else policy.cluster_unplaced


def entered(state: Matter, told: Card, reference: Reference) -> Stepped:
    """Return *state* with a case that is here and was not, and the cases it touches."""
    state = replace(state, cards=state.cards.set(told.case_id, told))
    policy = reference.matters(told.time)
    if policy is None or not told.event_id:
        return state, frozenset({told.case_id})
    return _paired(state, told, policy, reference)


def _paired(state: Matter, told: Card, policy: MatterPolicy, reference: Reference) -> Stepped:
    case = known(state, told, reference)
    before = state.pairs
    pairs, touched = matter_pairs.added(before, case, _look(state, reference))
    demand = state.demand.opened(told, policy.timezone)
    state = replace(state, pairs=pairs, demand=demand)
    near = joined_to(state, told.case_id, reference)
    if all({one, other} <= near.keys() for one, other in _lost(before, pairs, touched)):
        return _grouped(state, told, near, touched, reference)
    return _parted(state, touched, reference)


def _look(state: Matter, reference: Reference) -> matter_pairs.Look:
    return lambda case_id: known(state, state.cards[case_id], reference)


def _lost(before: Pairs, now: Pairs, cases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of *cases* that are no more, (later, earlier)."""
    for case in cases:
        kept = {pair.earlier for pair in now.earlier(case)}
        for pair in before.earlier(case):
            if pair.earlier not in kept:
                yield case, pair.earlier


def _grouped(
    state: Matter, told: Card, near: Iterable[str], touched: Touched, reference: Reference
) -> Stepped:
    # Of an earlier case only the best score inside its cluster may differ.
    alone = {pair.earlier for pair in state.pairs.earlier(told.case_id)}.difference(near)
    touched -= alone
    changed = matter_groups.joined(state.groups, told.case_id, near, state.card)
    state = replace(state, groups=changed.groups)
    state, more = _named(state, told.case_id, reference)
    group = state.groups.group(told.case_id)
    own = {group.name[1]} if group and group.name else set()
    return state, touched | changed.touched | more | own


def _named(state: Matter, case_id: str, reference: Reference) -> Stepped:
    group = state.groups.group(case_id)
    policy = None if group is None else reference.matters(state.cards[group.lead].time)
    if policy is None:
        return state, NOBODY
    least = policy.cluster_parties
    changed = matter_groups.named(state.groups, case_id, state.key, least, state.card)
    return replace(state, groups=changed.groups), changed.touched


def _parted(state: Matter, cases: Iterable[str], reference: Reference, gone: str = "") -> Stepped:
    cases = frozenset(cases)
    changed = matter_groups.parted(
        state.groups, cases, lambda case: joined_to(state, case, reference), state.card, gone
    )
    state, touched = replace(state, groups=changed.groups), cases | changed.touched
    for case in sorted(touched & {*state.cards}):
        state, more = _named(state, case, reference)
        touched |= more
    return state, touched


def left(state: Matter, case_id: str, reference: Reference) -> Stepped:
    """Return *state* without a case that was here, and those it touched."""
    told = state.cards[case_id]
    policy = reference.matters(told.time)
    if policy is None or not told.event_id:
        return replace(state, cards=state.cards.delete(case_id)), frozenset({case_id})
    case = known(state, told, reference)
    pairs, touched = matter_pairs.removed(state.pairs, case, _look(state, reference))
    demand = state.demand.withdrawn(told, policy.timezone)
    state = replace(state, pairs=pairs, demand=demand)
    state, more = _parted(state, touched - {case_id}, reference, case_id)
    return replace(state, cards=state.cards.delete(case_id)), touched | more | {case_id}


def restated(state: Matter, told: Card, reference: Reference) -> Stepped:
    """Return *state* after a case that is here got another card."""
    old = state.cards[told.case_id]
    if old == told:
        return state, NOBODY
    if old._replace(spells=()) != told._replace(spells=()):
        state, touched = left(state, told.case_id, reference)
        state, more = entered(state, told, reference)
        return state, touched | more
    cards = state.cards.set(told.case_id, told)
    changed = matter_groups.restated(state.groups, old, told)
    after = replace(state, cards=cards, groups=changed.groups)
    later = frozenset(state.pairs.later(told.case_id))
    return after, changed.touched | later | {told.case_id}


def heard(state: Matter, case_id: str, opening: str, said: Said, reference: Reference) -> Stepped:
    """Return *state* with what an *opening* of a case *said*."""
    if state.texts.get(opening) == said:
        return state, NOBODY
    holder = state.cards.get(case_id)
    if holder is None or holder.event_id != opening:
        return replace(state, texts=state.texts.set(opening, said)), NOBODY
    state, touched = left(state, holder.case_id, reference)
    state = replace(state, texts=state.texts.set(opening, said))
    state, more = entered(state, holder, reference)
    return state, touched | more
