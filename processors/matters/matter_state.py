"""
The state of a matter: its cases, and what is derived from them, kept up step by step.

``cards``, ``texts`` and the names of clusters are what a checkpoint holds; pairs, groups and
demand follow from them and from the policies, and are made anew when a checkpoint was read or
the policies of matters changed (``ready``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from immutables import Map

from events.event import Event
from processors.folding.fold import Forward
from processors.matters import matter_groups, matter_pairs
from processors.matters.cluster import is_cluster
from processors.matters.matter_card import Card, Place
from processors.matters.matter_groups import Groups, Name
from processors.matters.matter_joins import (
    best,
    joined_before,
    joined_to,
    matches,
    still_together,
)
from processors.matters.matter_pairs import Known, Pairs
from processors.matters.matter_place import NOWHERE
from processors.matters.matter_said import NOTHING, Said
from processors.matters.repeated_case import least_score, may_repeat
from processors.matters.rising_topic import Demand
from processors.policies.matter_policy import Compare, MatterPolicy
from processors.policies.policy import contents
from processors.published.reference import Reference
from processors.structures.frozen_maps import without

Ruling = tuple[str, ...] | None
"""The event ids of the policies of matters that derived values were made by; None: by none."""
Linked = tuple[str, int]
"""(the case that one is said to be a duplicate of, how many words were said)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """
    ``texts``: what openings said, by event id. ``waiting``: words about cases that are
    not here yet; ``gone``: where those that left were sent. ``links``: what was said of
    duplicates, by case. ``best``: the best score of a case with another that it hangs together
    with; not there: 0. ``names``: of clusters, by case, as a checkpoint had them, until groups
    are made. ``leaving``: what the last step sends on. ``trial``: the same cases under a policy
    in shadow (``processors.matters.matter_trial``). ``said_before``: the greatest number
    that words of an older generation of the log may have.
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
    best: Map[str, float] = field(default_factory=Map, compare=False)
    ruling: Ruling = field(default=None, compare=False)
    names: Map[str, Name] = field(default_factory=Map, compare=False)
    leaving: tuple[Forward, ...] = field(default=(), compare=False)
    trial: Matter | None = field(default=None, compare=False)
    said_before: int = field(default=0, compare=False)

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
    after = replace(state, pairs=Pairs(), groups=Groups(), demand=Demand(), best=Map())
    after, names = replace(after, ruling=by, names=Map()), dict[Name, list[Place]]()
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
        return Known(told.order, "", NOWHERE, frozenset(), None)
    return matter_pairs.known(told, state.text(told), policy)


@lru_cache(maxsize=16)
def _reach(reference: Reference) -> Compare:
    """Return the most that any policy in *reference* compares a case with."""
    policies = [reference.matters(change) for change in reference.rules.changes]
    counts = [policy.compare for policy in policies if policy is not None]
    return Compare(*map(max, zip(*counts, strict=True))) if counts else Compare()


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
    look, reach = _look(state, reference), _reach(reference)
    pairs, touched = matter_pairs.added(before, case, look, reach)
    demand = state.demand.opened(told, policy.timezone)
    state = replace(state, pairs=pairs, demand=demand)
    near = joined_to(state.pairs, told.case_id)
    lost = set(matter_pairs.lost(before, pairs, touched))
    # It may take the place of one, and so make room for a third: a pair that is none of its own.
    gained = {
        pair for pair in matter_pairs.lost(pairs, before, touched) if told.case_id not in pair
    }
    ends = frozenset(case for pair in lost | gained for case in pair)
    if not all(near.keys() >= {*pair} or still_together(pairs, *pair) for pair in lost):
        return _parted(state, touched | ends, reference)
    state, raised = _scored(state, told.case_id, near, ends)
    # Of an earlier case nothing may differ but its best score inside its cluster.
    touched = touched.difference(pair.earlier for pair in pairs.earlier(told.case_id)) | raised
    state, touched = _grouped(state, told, near, touched, reference)
    for later, earlier in sorted(gained):
        state, touched = _grouped(state, state.cards[later], (earlier,), touched, reference)
    return state, touched


def _scored(state: Matter, case_id: str, near: Mapping[str, float], ends: Iterable[str]) -> Stepped:
    """
    Return *state* with the best scores after *case_id* came, and whose became others.

    *ends*: the cases of other pairs that came or went.
    """
    scores = {case: score for case, score in near.items() if score > state.best.get(case, 0.0)}
    scores |= {case: best(state.pairs, case) for case in ends}
    if near:
        scores[case_id] = max(near.values())
    return replace(state, best=state.best.update(scores)), frozenset(scores)


def _look(state: Matter, reference: Reference) -> matter_pairs.Look:
    return lambda case_id: known(state, state.cards[case_id], reference)


def _grouped(
    state: Matter, told: Card, near: Iterable[str], touched: Touched, reference: Reference
) -> Stepped:
    before = state.groups
    changed = matter_groups.joined(before, told.case_id, near, state.card)
    state = replace(state, groups=changed.groups)
    state, more = _named(state, told.case_id, reference)
    more |= _grown_again(before, state, told.case_id, reference)
    group = state.groups.group(told.case_id)
    own = {group.name[1]} if group and group.name else set()
    return state, touched | changed.touched | more | own


def _grown_again(before: Groups, state: Matter, case_id: str, reference: Reference) -> Touched:
    """Name the cases of a cluster that kept its name while it had too few parties for one."""
    group = state.groups.group(case_id)
    if group is None or group.name is None:
        return NOBODY
    policy, old = reference.matters(state.card(group.lead).time), before.cluster(group.name[1])
    if policy is None or old is None or is_cluster(old, policy) or not is_cluster(group, policy):
        return NOBODY
    return frozenset(group.members)


def _named(state: Matter, case_id: str, reference: Reference) -> Stepped:
    group = state.groups.group(case_id)
    policy = None if group is None else reference.matters(state.cards[group.lead].time)
    if policy is None:
        return state, NOBODY
    least = policy.cluster_parties
    changed = matter_groups.named(state.groups, case_id, state.key, least, state.card)
    return replace(state, groups=changed.groups), changed.touched


def _parted(state: Matter, cases: Touched, reference: Reference, gone: str = "") -> Stepped:
    """Put the groups of *cases*, all whose pairs are not what they were, together anew."""
    changed = matter_groups.parted(
        state.groups, cases, lambda case: joined_before(state.pairs, case), state.card, gone
    )
    state, touched = replace(state, groups=changed.groups), cases | changed.touched
    scores = {case: best(state.pairs, case) for case in cases if case in state.cards}
    state = replace(state, best=state.best.update(scores))
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
    look, reach = _look(state, reference), _reach(reference)
    pairs, touched = matter_pairs.removed(state.pairs, case, look, reach)
    other = (
        *matter_pairs.lost(pairs, state.pairs, touched),
        *matter_pairs.lost(state.pairs, pairs, touched),
    )
    ends = {case for pair in other for case in pair}
    demand = state.demand.withdrawn(told, policy.timezone)
    state = replace(state, pairs=pairs, demand=demand)
    state, more = _parted(state, (touched | ends) - {case_id}, reference, case_id)
    cards, scores = state.cards.delete(case_id), without(state.best, case_id)
    return replace(state, cards=cards, best=scores), touched | more | {case_id}


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
    later = frozenset(_repeating(state, told, reference))
    return after, changed.touched | later | {told.case_id}


def _repeating(state: Matter, told: Card, reference: Reference) -> Iterator[str]:
    """Yield the later cases that may repeat *told*: whether they do hangs on its episodes."""
    for case_id in state.pairs.later(told.case_id):
        later = state.cards[case_id]
        policy = reference.matters(later.time)
        if policy is None:
            continue
        found = matches(state.pairs, state.cards, case_id, least_score(policy), told.case_id)
        if any(may_repeat(later, one) for one in found):
            yield case_id


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
