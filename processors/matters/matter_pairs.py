"""
Pairs of like cases in one matter, found without comparing every case with every other.

A case is compared with its *neighbours*: the nearest earlier cases of the same party, of the
same place, and of each band of its text (``processors.text.matter_bands``); the policy says how
many of each, and in all. Where there are more, those of its party or place go first, then those
that share most bands with it, which is an estimate of how alike the texts are. So an event in
order costs a bounded number of comparisons, however large the history; a case that comes late is
compared as well with the cases that have it as a neighbour now. Which pairs there are is a
function of the cases alone, never of the order in which they came: neighbours are counted in the
order of the openings.

A pair is kept with how it matches (``processors.matters.matter_match``), which never changes while
both cases stay as they are told. What follows from a pair, the rules say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from heapq import nlargest
from itertools import islice
from typing import Final, NamedTuple

from immutables import Map

from processors.matters.matter_card import Card, Place
from processors.matters.matter_match import Placed, Weighed, weighed
from processors.matters.matter_place import Spot
from processors.matters.matter_said import Said
from processors.policies.matter_policy import Compare, MatterPolicy
from processors.structures import sorted_chunks
from processors.structures.sorted_chunks import Chunks
from processors.text.matter_bands import BANDS, bands
from processors.text.matter_text import grams, likeness

_ENDING: Final = 2
"""Letters of a place's name by which it is looked up: names are sure at their end only."""
_LEAST_LIKE: Final = 0.12
_LEAST_AT_PLACE: Final = 0.05
"""Pairs of texts less alike, of cases told of one place, are of no use to any rule."""


class Known(NamedTuple):
    """A case as pairs know it: its place among openings, and what it is looked up by."""

    order: Place
    party_id: str
    place: Spot
    grams: frozenset[int]
    policy: MatterPolicy | None

    @property
    def compare(self) -> Compare:
        return Compare() if self.policy is None else self.policy.compare

    @property
    def least(self) -> int:
        return 1 if self.policy is None else self.policy.least_grams

    def facets(self, compare: Compare) -> tuple[tuple[int, int], ...]:
        """Return (number of the list, how many cases of that list *compare* looks at)."""
        return _facets(self.party_id, self.place, self.grams, self.least, compare)


class Pair(NamedTuple):
    """An earlier case, and how a later one matches it."""

    earlier: str
    how: Weighed


_NO_PAIRS: tuple[Pair, ...] = ()
Look = Callable[[str], Known]
Listed = Place | Chunks[Place]
"""The cases of one list, in order; one that is alone as itself."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """``back``: to earlier cases, by case; ``ahead``: the later ones that have it there."""

    lists: Map[int, Listed] = field(default_factory=Map)
    back: Map[str, tuple[Pair, ...]] = field(default_factory=Map)
    ahead: Map[str, tuple[str, ...]] = field(default_factory=Map)

    def earlier(self, case_id: str) -> tuple[Pair, ...]:
        return self.back.get(case_id, _NO_PAIRS)

    def later(self, case_id: str) -> tuple[str, ...]:
        return self.ahead.get(case_id, ())


def known(told: Card, said: Said, policy: MatterPolicy) -> Known:
    """Return *told* as pairs know it; its text without the grams that say nothing."""
    words = grams(said.sketch, policy.stops)
    return Known(told.order, told.party_id, said.spot, words, policy)


@lru_cache(maxsize=1 << 12)
def _facets(
    party_id: str, place: Spot, said: frozenset[int], least: int, compare: Compare
) -> tuple[tuple[int, int], ...]:
    facets = [(band, compare.band) for band in bands(said)] if len(said) >= least else []
    if party_id:
        facets.append((_number("party", party_id), compare.party))
    if place.name:
        facets.append((_number("place", place.name[-_ENDING:]), compare.place))
    return tuple(dict.fromkeys(facets))


def _number(kind: str, name: str) -> int:
    digest = blake2b(f"{kind}\x1f{name}".encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") * 2  # bands are odd


def added(pairs: Pairs, case: Known, look: Look, reach: Compare) -> tuple[Pairs, frozenset[str]]:
    """
    Return *pairs* with *case*, and the cases (it among them) whose pairs may differ.

    *reach*: the most that any policy looks at.
    """
    listed = _listed(pairs, case, sorted_chunks.with_one)
    found = tuple(_compared(case, _neighbours(listed, case), look))
    after = _put(listed, case.order[3], found)
    affected = set(_followers(listed, case, reach))
    for later in affected:
        after = _reviewed(after, pairs, look(later), look)
    return after, frozenset({case.order[3], *affected, *(pair.earlier for pair in found)})


def removed(pairs: Pairs, case: Known, look: Look, reach: Compare) -> tuple[Pairs, frozenset[str]]:
    """Return *pairs* without *case*, and the other cases whose pairs may differ."""
    case_id = case.order[3]
    affected = {*_followers(pairs, case, reach), *pairs.later(case_id)}
    touched = affected | {pair.earlier for pair in pairs.earlier(case_id)}
    after = _put(_listed(pairs, case, sorted_chunks.without), case_id, _NO_PAIRS)
    for later in affected:
        after = _reviewed(after, pairs, look(later), look)
    return after, frozenset(touched)


def lost(before: Pairs, now: Pairs, cases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of *cases* that held them together and are no more, (later, earlier)."""
    for case in cases:
        old, new = before.earlier(case), now.earlier(case)
        if old is new:
            continue
        kept = {pair.earlier for pair in new}
        for pair in old:
            if pair.how.joins and pair.earlier not in kept:
                yield case, pair.earlier


def _listed(
    pairs: Pairs, case: Known, change: Callable[[Chunks[Place], Place], Chunks[Place]]
) -> Pairs:
    with pairs.lists.mutate() as lists:
        for number, _ in case.facets(case.compare):
            chunks = change(_whole(lists.get(number, ())), case.order)
            if chunks:
                lists[number] = _small(chunks)
            else:
                lists.pop(number, None)
        after = lists.finish()
    return replace(pairs, lists=after)


def _small(chunks: Chunks[Place]) -> Listed:
    """Return a list as it is kept: most bands are one text's only, and hold one case."""
    return chunks[0][0] if len(chunks) == 1 and len(chunks[0]) == 1 else chunks


def _whole(listed: Listed) -> Chunks[Place]:
    return ((listed,),) if listed and not isinstance(listed[0], tuple) else listed


def _neighbours(pairs: Pairs, case: Known) -> dict[str, None]:
    """Return the ids of the earlier cases that *case* is compared with: see the module."""
    votes: dict[Place, int] = {}
    for number, most in case.facets(case.compare):
        weight = (
            1 if number % 2 else BANDS
        )  # bands are odd; who is of its party or place goes first
        listed = _whole(pairs.lists.get(number, ()))
        for near in islice(sorted_chunks.before(listed, case.order), most):
            votes[near] = votes.get(near, 0) + weight
    if len(votes) <= case.compare.most:
        return {near[3]: None for near in votes}
    best = nlargest(case.compare.most, ((count, near) for near, count in votes.items()))
    return {near[3]: None for _, near in best}


def _followers(pairs: Pairs, case: Known, reach: Compare) -> Iterator[str]:
    """Yield the later cases that have *case* as a neighbour, or had it."""
    for number, most in case.facets(reach):
        listed = _whole(pairs.lists.get(number, ()))
        for near in islice(sorted_chunks.after(listed, case.order), most):
            yield near[3]


def _compared(case: Known, others: Iterable[str], look: Look) -> Iterator[Pair]:
    for other in others:
        earlier = look(other)
        alike = likeness(case.grams, earlier.grams, max(case.least, earlier.least))
        here = case.place.kind and case.place == earlier.place
        if case.policy and alike >= (_LEAST_AT_PLACE if here else _LEAST_LIKE):
            yield Pair(other, weighed(_placed(case), _placed(earlier), alike, case.policy))


def _placed(case: Known) -> Placed:
    return case.order[0], case.place


def _reviewed(pairs: Pairs, before: Pairs, case: Known, look: Look) -> Pairs:
    """Return *pairs* after *case* got other neighbours than *before*; those are compared."""
    near, known = _neighbours(pairs, case), _neighbours(before, case)
    kept = (pair for pair in pairs.earlier(case.order[3]) if pair.earlier in near)
    fresh = [id for id in near if id not in known]
    return _put(pairs, case.order[3], (*kept, *_compared(case, fresh, look)))


def _put(pairs: Pairs, case_id: str, found: Iterable[Pair]) -> Pairs:
    """Return *pairs* in which the case has the pairs *found*, sorted, and no others."""
    now = tuple(sorted(found))
    old = pairs.earlier(case_id)
    if now == old:
        return pairs
    back = pairs.back.set(case_id, now) if now else pairs.back.delete(case_id)
    before, after = ({pair.earlier for pair in told} for told in (old, now))
    with pairs.ahead.mutate() as ahead:
        for earlier in before - after:
            rest = tuple(id for id in ahead[earlier] if id != case_id)
            if rest:
                ahead[earlier] = rest
            else:
                del ahead[earlier]
        for earlier in after - before:
            ahead[earlier] = (*ahead.get(earlier, ()), case_id)
        later = ahead.finish()
    return Pairs(pairs.lists, back, later)
