"""
When a worker is stuck: committed offsets stand still although their topics go on.

Logs do not tell (a hung client is silent), so the watchdog looks at what was committed. It
is a pure function of what it is shown: the caller brings progress and a monotonic clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Place(NamedTuple):
    """A partition of a folded topic."""

    topic: str
    number: int


class Progress(NamedTuple):
    """How far a partition is committed, and the offset its next record will get."""

    committed: int
    end: int


class Watchdog:
    """Remembers since when each partition has been where it is."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._since: dict[Place, tuple[int, float]] = {}

    def judge(self, progress: Mapping[Place, Progress], now_s: float) -> frozenset[Place]:
        """
        Return the partitions that are stuck at *now_s* (monotonic, seconds).

        A partition is stuck when it is behind its end and its committed offset has been the
        same for longer than the patience; exactly as long is not yet stuck.
        """
        since: dict[Place, tuple[int, float]] = {}
        for place, (committed, end) in progress.items():
            if committed < end:
                before = self._since.get(place)
                moved = before is None or before[0] != committed
                since[place] = (committed, now_s) if moved or before is None else before
        self._since = since
        return frozenset(p for p, (_, at) in since.items() if now_s - at > self._patience_s)
