"""
Whether two cases are about one matter: the likeness of their texts, and where they lie.

The later case's policy judges. One place adds to the likeness, two places take off from it;
a score is never outside 0 to 1.
"""

from __future__ import annotations

from typing import NamedTuple

from processors.matter_card import Card
from processors.matter_place import Relation, Spot, relation
from processors.matter_policy import MatterPolicy


class Match(NamedTuple):
    """An earlier case that is like a later one; ``likeness`` is of the texts alone."""

    earlier: Card
    score: float
    likeness: float
    place: Relation


def match(spot: Spot, earlier: tuple[Card, Spot], likeness: float, policy: MatterPolicy) -> Match:
    """Return how a later case at *spot* matches an *earlier* one, a card with its own spot."""
    places = relation(spot, earlier[1])
    score = likeness + (
        policy.same_place if places == "same" else -policy.other_place if places == "other" else 0
    )
    return Match(earlier[0], round(min(max(score, 0.0), 1.0), 4), round(likeness, 4), places)
