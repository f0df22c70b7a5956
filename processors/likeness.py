"""
How alike two texts are: edit distances, from rapidfuzz, which is imported here only.

Bounded: texts are cut to ``LONGEST`` parts, so a text of 200 KB costs no more than a long name.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from rapidfuzz.distance import Indel

LONGEST: Final = 256


def shared(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Return the share of their parts, in order, that two sequences have in common, in [0, 1]."""
    return Indel.normalized_similarity(one[:LONGEST], other[:LONGEST])
