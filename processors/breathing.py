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
from collections.abc import Callable, Iterable, Iterator
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

    async def through(self, items: Iterable[T], longest_s: float = inf) -> list[T]:
        """
        Return *items*, at least one, or as many as were made within *longest_s* seconds of work.

        What is waited for between two breaths does not count.
        """
        done, left, worked, alone = list[T](), iter(items), 0.0, False
        try:
            while True:
                took = self._breath(left, done, min(self._breath_s, longest_s - worked))
                worked += took
                if took < self._breath_s or worked >= longest_s:
                    return done
                await asyncio.sleep(0)
                alone = alone or await self._alone.acquire()
        finally:
            if alone:
                self._alone.release()

    def _breath(self, left: Iterator[T], done: list[T], at_most_s: float) -> float:
        """Move of what is *left* to *done* until *at_most_s* are over; return what it took, s."""
        since, took = self._clock(), 0.0
        for item in left:
            done.append(item)
            took = self._clock() - since
            if took >= at_most_s:
                break
        return took
