"""What immutable maps lack: taking a key out whether or not it is there."""

from __future__ import annotations

from typing import TypeVar

from immutables import Map

K = TypeVar("K")
V = TypeVar("V")


def without(known: Map[K, V], key: K) -> Map[K, V]:
    """Return *known* without *key*; *known* itself when it has none."""
    return known.delete(key) if key in known else known
