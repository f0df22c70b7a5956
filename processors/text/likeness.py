"""
How alike two texts are: edit distances, from rapidfuzz, which is imported here only.

Bounded: texts are cut to ``LONGEST`` parts, so a text of 200 KB costs no more than a long name.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

LONGEST: Final = 256


def shared(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Return the share of their parts, in order, that two sequences have in common, in [0, 1]."""
    return Indel.normalized_similarity(one[:LONGEST], other[:LONGEST])


class Change(NamedTuple):
    """``kind``: replace, delete or insert; ``at`` in the one text, ``to`` in the other."""

    kind: str
    at: int
    to: int


def changes(one: str, other: str, most: int) -> tuple[Change, ...]:
    """Return the fewest changes that make *other* of *one*, in order; none when over *most*."""
    one, other = one[:LONGEST], other[:LONGEST]
    if Levenshtein.distance(one, other, score_cutoff=most) > most:
        return ()
    return tuple(Change(*made) for made in Levenshtein.editops(one, other).as_list())
