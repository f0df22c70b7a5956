"""
What a case of a matter matches, and with whom it hangs together in a cluster.

Both stand in the pairs of the matter (``processors.matters.matter_pairs``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

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
        earlier = pairs.earlier(later)  # sorted by the earlier case: a lead has hundreds of later
        pair = earlier[bisect_left(earlier, (case_id,))]
        if pair.how.joins:
            found[later] = pair.how.score
    return found


def joined_before(pairs: Pairs, case_id: str) -> Iterable[str]:
    """Return the earlier cases that *case_id* hangs together with: each pair has one later case."""
    return (earlier for earlier, _ in _joins(pairs, case_id))


def still_together(pairs: Pairs, one: str, other: str) -> bool:
    """Tell whether two cases hang together, themselves or by a third: most do in a large group."""
    near = joined_to(pairs, one).keys()
    return other in near or not near.isdisjoint(joined_to(pairs, other))


def _joins(pairs: Pairs, case_id: str) -> Iterator[tuple[str, float]]:
    """Yield the earlier cases that *case_id* hangs together with."""
    for earlier, how in pairs.earlier(case_id):
        if how.joins:
            yield earlier, how.score


def best(pairs: Pairs, case_id: str) -> float:
    """Return the best score of a case with another that it hangs together with; 0: with none."""
    return max(joined_to(pairs, case_id).values(), default=0.0)
