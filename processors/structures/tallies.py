"""
Tallies: how often each thing was seen under a key, an immutable map that is small for most keys.

Most keys have seen one thing once: then the thing itself is kept, else a map of counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from immutables import Map

Tallies = Map[str, "str | Map[str, int]"]

_NONE: Final[Mapping[str, int]] = {}


def tally(kept: Tallies, key: str) -> Mapping[str, int]:
    """Return how often each thing was seen under *key*."""
    held = kept.get(key)
    if held is None:
        return _NONE
    return {held: 1} if isinstance(held, str) else held


def counted(kept: Tallies, key: str, thing: str, by: int) -> Tallies:
    """Return the tallies in which *thing* was seen *by* times more under *key* (less below 0)."""
    held = kept.get(key)
    if held is None:
        counts: Map[str, int] = Map()
    else:
        counts = Map({held: 1}) if isinstance(held, str) else held
    seen = counts.get(thing, 0) + by
    counts = counts.set(thing, seen) if seen else counts.delete(thing)
    if not counts:
        return kept.delete(key)
    only = next(iter(counts)) if len(counts) == 1 else ""
    return kept.set(key, only if only and counts[only] == 1 else counts)
