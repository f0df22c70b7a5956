"""
What a case of a matter matches, and with whom it hangs together in a cluster.

Both stand in the pairs of the matter (``processors.matters.matter_pairs``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from processors.matters.matter_match import Match

if TYPE_CHECKING:
    from processors.matters.matter_state import Matter


def matches(state: Matter, case_id: str, least: float, to: str = "") -> tuple[Match, ...]:
    """Return how a case matches earlier ones, from *least* on; or only *to* one of them."""
    cards = state.cards
    return tuple(
        Match(cards[pair.earlier], *pair.how[:3])
        for pair in state.pairs.earlier(case_id)
        if pair.how.score >= least and to in ("", pair.earlier)
    )


def joined_to(state: Matter, case_id: str) -> dict[str, float]:
    """Return the cases that *case_id* hangs together with in a cluster, with their scores."""
    found = dict(_joins(state, case_id))
    for later in state.pairs.later(case_id):
        for earlier, score in _joins(state, later):
            if earlier == case_id:
                found[later] = score
    return found


def _joins(state: Matter, case_id: str) -> Iterator[tuple[str, float]]:
    """Yield the earlier cases that *case_id* hangs together with."""
    for earlier, how in state.pairs.earlier(case_id):
        if how.joins:
            yield earlier, how.score


def best(state: Matter, case_id: str) -> float:
    """Return the best score of a case with another that it hangs together with; 0: with none."""
    return max(joined_to(state, case_id).values(), default=0.0)
