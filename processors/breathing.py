"""
Long work on an event loop, in breaths: the loop goes round between them.

A worker that catches up folds thousands of records at a time, for seconds on a busy machine.
Held so long, its loop sends nothing: what was published waits until the client gives it up,
no partition is committed, and the watchdog takes a worker that is only busy for a dead one.

What is done within one breath needs nobody's leave. What takes longer goes on alone, one at a
time, and what is short comes in between its breaths: a minute's tick finds thousands of cases
due, and a visit that was just reported does not wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from math import inf
from time import monotonic
from typing import Final, TypeVar

T = TypeVar("T")

BREATH_S: Final = 0.005
"""Seconds of wall clock for which one task may hold the loop: others wait so long at each step."""


class Breathing:
    """The long and the short work of one loop."""

    def __init__(self, breath_s: float = BREATH_S, clock: Callable[[], float] = monotonic) -> None:
        self._breath_s, self._clock = breath_s, clock
        self._alone = asyncio.Lock()

    async def through(self, items: Iterable[T], longest_s: float = inf) -> AsyncIterator[T]:
        """
        Yield *items*, at least one, until making and using them has taken *longest_s* seconds.

        What is waited for between two breaths does not count.
        """
        worked, since, alone = 0.0, self._clock(), False
        try:
            for item in items:
                yield item
                took = self._clock() - since
                if worked + took >= longest_s:
                    return
                if took >= self._breath_s:
                    worked += took
                    await asyncio.sleep(0)
                    alone = alone or await self._alone.acquire()
                    since = self._clock()
        finally:
            if alone:
                self._alone.release()
