"""
What a case of a matter matches, and with whom it hangs together in a cluster.

Both follow from its pairs by the policy of the later case of a pair. Cases hang together within
so many local dates, from a score on; a case that names no place joins none of those that do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from processors.local_date import window_start
from processors.matter_card import Card
from processors.matter_match import Match, Placed, match
from processors.matter_pairs import Pair
from processors.matter_policy import MatterPolicy
from processors.reference import Reference

if TYPE_CHECKING:
    from processors.matter_state import Matter


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


def best(state: Matter, case_id: str, reference: Reference) -> float:
    """Return the best score of a case with another that it hangs together with; 0: with none."""
    return max(joined_to(state, case_id, reference).values(), default=0.0)
