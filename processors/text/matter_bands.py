"""
Bands of a text: numbers that like texts share, so that they are found without comparing all.

A MinHash by rings: the grams of a text lie on a ring (their hashes, mixed once per ring); a
fixed point of the ring meets the next gram after it. Two texts meet the same gram there as
often as their Jaccard share, as with MinHash by permutations; it costs one sort per ring and
one bisection per point (ADR 10). A band joins ``_ROWS`` meetings; texts of which a share *j*
is common have some band in common with probability 1 − (1 − j²) ** BANDS.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Final

BANDS: Final = 24
_ROWS: Final = 2
_MASK: Final = (1 << 32) - 1
_RINGS: Final = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)
"""Odd multipliers: each lays the same hashes out in another order."""
_STRIDE: Final = 0x61C88647
"""Points of a ring follow each other by it: evenly spread, however many there are."""


@lru_cache(maxsize=1 << 12)
def bands(grams: frozenset[int]) -> tuple[int, ...]:
    """Return the numbers of the bands of a text with *grams*; none of an empty one."""
    if not grams:
        return ()
    met = [_met(grams, factor) for factor in _RINGS]
    half = len(_RINGS) // _ROWS
    joined = (
        (met[ring][at] << 32 | met[ring + half][at])
        for ring in range(half)
        for at in range(BANDS // half)
    )
    # The band's own number goes in: one pair of grams in two bands is two meetings.
    return tuple((pair * 31 + number) * 2 + 1 for number, pair in enumerate(joined))


def _met(grams: frozenset[int], factor: int) -> list[int]:
    ring = sorted([gram * factor & _MASK for gram in grams])
    ring.append(ring[0])
    return [
        ring[bisect_left(ring, factor + at * _STRIDE & _MASK, 0, len(ring) - 1)]
        for at in range(BANDS * _ROWS // len(_RINGS))
    ]
