"""
Long work on an event loop, in breaths: the loop goes round between them.

A worker that catches up folds thousands of records at a time, for seconds on a busy machine.
Held so long, its loop sends nothing: what was published waits until the client gives it up,
no partition is committed, and the watchdog takes a worker that is only busy for a dead one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from time import monotonic
from typing import Final, TypeVar

T = TypeVar("T")

BREATH_S: Final = 0.05
"""Seconds of wall clock for which one task may hold the loop."""


async def breathing(
    items: Iterable[T], breath_s: float = BREATH_S, clock: Callable[[], float] = monotonic
) -> AsyncIterator[T]:
    """Yield *items*; let the loop go round whenever making them has held it for *breath_s*."""
    since = clock()
    for item in items:
        yield item
        if clock() - since >= breath_s:
            await asyncio.sleep(0)
            since = clock()


def in_time(
    items: Iterable[T], turn_s: float, clock: Callable[[], float] = monotonic
) -> Iterator[T]:
    """Yield *items*, at least one, until making and using them has taken *turn_s* seconds."""
    began = clock()
    for item in items:
        yield item
        if clock() - began >= turn_s:
            return
