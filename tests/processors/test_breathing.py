"""A worker that is busy for long still hears, sends and commits."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from processors.breathing import breathing, in_time

TICKS = 10


async def _rounds(breath_s: float) -> tuple[list[int], int]:
    """Make ten things of one second each; return them, and how often others had a turn."""
    turns, clock = 0, count()

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    made = [item async for item in breathing(range(TICKS), breath_s, lambda: float(next(clock)))]
    task.cancel()
    return made, turns


@pytest.mark.parametrize(("breath_s", "turns"), [(0.5, TICKS), (1.0, TICKS), (1.5, TICKS // 2)])
def test_others_have_a_turn_as_soon_as_a_breath_is_over(breath_s: float, turns: int) -> None:
    """Held for less than a breath the loop stays; exactly a breath long, others have a turn."""
    assert asyncio.run(_rounds(breath_s)) == (list(range(TICKS)), turns)


def test_short_work_is_not_interrupted() -> None:
    """A live batch of a few records costs no turn of the loop."""
    assert asyncio.run(_rounds(1_000.0)) == (list(range(TICKS)), 0)


@pytest.mark.parametrize(("turn_s", "taken"), [(0.5, 1), (3.0, 3), (3.5, 4), (1_000.0, TICKS)])
def test_a_turn_ends_with_the_item_that_used_it_up(turn_s: float, taken: int) -> None:
    """What is slower than a whole turn is still done, one by one."""
    clock = count()
    found = list(in_time(range(TICKS), turn_s, lambda: float(next(clock))))

    assert found == list(range(taken))
