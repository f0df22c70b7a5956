"""
Whether two cases are about one matter: the likeness of their texts, and where they lie.

The later case's policy judges. One place adds to the likeness, two places take off from it;
a score is never outside 0 to 1. Two cases of one category that tell the very same address within
some days need few words in common: people tell one thing in many ways. Later, it may be another.
"""

from __future__ import annotations

from typing import NamedTuple

from processors.local_date import window_start
from processors.matter_card import Card
from processors.matter_place import Relation, Spot, relation
from processors.matter_policy import MatterPolicy

Placed = tuple[Card, Spot]
"""A case, and where it lies."""


class Match(NamedTuple):
    """An earlier case that is like a later one; ``likeness`` is of the texts alone."""

    earlier: Card
    score: float
    likeness: float
    place: Relation


def match(later: Placed, earlier: Placed, likeness: float, policy: MatterPolicy) -> Match:
    """Return how a *later* case matches an *earlier* one whose text is so much like its own."""
    places = relation(later[1], earlier[1])
    if places == "exact" and not _near(later[0], earlier[0], policy):
        places = "same"
    score = likeness + _weight(places, policy)
    return Match(earlier[0], round(min(max(score, 0.0), 1.0), 4), round(likeness, 4), places)


def _near(later: Card, earlier: Card, policy: MatterPolicy) -> bool:
    return earlier.time >= window_start(later.time, policy.exact_days, policy.timezone)


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
