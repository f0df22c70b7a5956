"""
Whether two cases are about one matter: the likeness of their texts, and where they lie.

The later case's policy judges. One place adds to the likeness, two places take off from it;
a score is never outside 0 to 1. Two cases of one category that tell the very same address within
some days need few words in common: people tell one thing in many ways. Later, it may be another.

Cases hang together in a cluster within so many local dates, from a score on; a case that names
no place joins none of those that do.
"""

from __future__ import annotations

from typing import NamedTuple

from events.instant import Instant
from processors.matters.matter_card import Card
from processors.matters.matter_place import Relation, Spot, relation
from processors.policies.matter_policy import MatterPolicy
from processors.time.local_date import window_start

Placed = tuple[Instant, Spot]
"""When a case was opened, and where it lies."""


class Weighed(NamedTuple):
    """How two cases match; ``likeness`` is of the texts alone. ``joins``: inside a cluster."""

    score: float
    likeness: float
    place: Relation
    joins: bool


class Match(NamedTuple):
    """An earlier case that is like a later one; ``likeness`` is of the texts alone."""

    earlier: Card
    score: float
    likeness: float
    place: Relation


def weighed(later: Placed, earlier: Placed, likeness: float, policy: MatterPolicy) -> Weighed:
    """Return how a *later* case matches an *earlier* one whose text is so much like its own."""
    places = relation(later[1], earlier[1])
    if places == "exact" and not _within(policy.exact_days, later[0], earlier[0], policy):
        places = "same"
    score = round(min(max(likeness + _weight(places, policy), 0.0), 1.0), 4)
    joins = score >= _enough(places, later[1], earlier[1], policy)
    joins = joins and _within(policy.cluster_days, later[0], earlier[0], policy)
    return Weighed(score, round(likeness, 4), places, joins)


def _within(days: int, later: Instant, earlier: Instant, policy: MatterPolicy) -> bool:
    return earlier >= window_start(later, days, policy.timezone)


def _weight(places: Relation, policy: MatterPolicy) -> float:
    match places:
        case "exact":
            return policy.exact_place
        case "same":
            return policy.same_place
        case "other":
            return -policy.other_place
        case "unknown":
            return 0.0


def _enough(places: Relation, one: Spot, other: Spot, policy: MatterPolicy) -> float:
    """Return the score with which two cases hang together; above 1: with none."""
    if places in ("same", "exact"):
        return policy.cluster_score
    return 2.0 if one.name or other.name else policy.cluster_unplaced
