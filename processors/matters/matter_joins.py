"""
What a case of a matter matches, and with whom it hangs together in a cluster.

Both stand in the pairs of the matter (``processors.matters.matter_pairs``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from processors.matters.matter_card import Card
from processors.matters.matter_match import Match
from processors.matters.matter_pairs import Pairs


def matches(
    pairs: Pairs, cards: Mapping[str, Card], case_id: str, least: float, to: str = ""
) -> tuple[Match, ...]:
    """Return how a case matches earlier ones, from *least* on; or only *to* one of them."""
    return tuple(
        Match(cards[pair.earlier], *pair.how[:3])
        for pair in pairs.earlier(case_id)
        if pair.how.score >= least and to in ("", pair.earlier)
    )


def joined_to(pairs: Pairs, case_id: str) -> dict[str, float]:
    """Return the cases that *case_id* hangs together with in a cluster, with their scores."""
    found = dict(_joins(pairs, case_id))
    for later in pairs.later(case_id):
        for earlier, score in _joins(pairs, later):
            if earlier == case_id:
                found[later] = score
    return found


def _joins(pairs: Pairs, case_id: str) -> Iterator[tuple[str, float]]:
    """Yield the earlier cases that *case_id* hangs together with."""
    for earlier, how in pairs.earlier(case_id):
        if how.joins:
            yield earlier, how.score


def best(pairs: Pairs, case_id: str) -> float:
    """Return the best score of a case with another that it hangs together with; 0: with none."""
    return max(joined_to(pairs, case_id).values(), default=0.0)
