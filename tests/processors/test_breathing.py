"""A worker that is busy for long still hears, sends, commits, and folds what is short."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from processors.breathing import Breathing

TICKS = 10


class Clock:
    """Seconds that pass only where work is done."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, name: str, seconds: int, done: list[str]) -> Iterator[str]:
        """Work for so many *seconds*, and write each down."""
        for _ in range(seconds):
            self.now += 1.0
            done.append(name)
            yield name


async def _through(breathing: Breathing, work: Iterator[str], longest_s: float = 1e9) -> list[str]:
    return await breathing.through(work, longest_s)


async def _rounds(breath_s: float) -> tuple[int, int]:
    """Make ten things of one second each; return how many, and how often others had a turn."""
    turns, clock, done = 0, Clock(), list[str]()

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    await _through(Breathing(breath_s, clock), clock.work("a", TICKS, done))
    task.cancel()
    return len(done), turns


@pytest.mark.parametrize(("breath_s", "turns"), [(0.5, TICKS), (1.0, TICKS), (1.5, TICKS // 2)])
def test_others_have_a_turn_as_soon_as_a_breath_is_over(breath_s: float, turns: int) -> None:
    """Held for less than a breath the loop stays; exactly a breath long, others have a turn."""
    assert asyncio.run(_rounds(breath_s)) == (TICKS, turns)


def test_short_work_is_not_interrupted() -> None:
    """A live batch of a few records costs no turn of the loop."""
    assert asyncio.run(_rounds(1_000.0)) == (TICKS, 0)


@pytest.mark.parametrize(("turn_s", "taken"), [(0.5, 1), (3.0, 3), (3.5, 4), (1_000.0, TICKS)])
def test_a_turn_ends_with_the_item_that_used_it_up(turn_s: float, taken: int) -> None:
    """What is slower than a whole turn is still done, one by one."""
    clock, done = Clock(), list[str]()
    breathing = Breathing(2.0, clock)

    asyncio.run(_through(breathing, clock.work("a", TICKS, done), turn_s))

    assert len(done) == taken


def test_what_takes_a_breath_comes_in_between_the_breaths_of_what_takes_longer() -> None:
    """A visit that was just reported does not wait for the thousands of cases of a tick."""
    clock, done = Clock(), list[str]()
    breathing = Breathing(1.0, clock)

    async def both() -> None:
        long = asyncio.create_task(_through(breathing, clock.work("long", 5, done)))
        short = asyncio.create_task(_through(breathing, clock.work("short", 1, done)))
        await asyncio.gather(long, short)

    asyncio.run(both())

    assert done.index("short") == 1


def test_of_two_that_take_long_one_is_done_before_the_other_goes_on() -> None:
    """Taking turns would make both late."""
    clock, done = Clock(), list[str]()
    breathing = Breathing(1.0, clock)

    async def both() -> None:
        await asyncio.gather(
            *(_through(breathing, clock.work(name, 4, done)) for name in ("first", "second"))
        )

    asyncio.run(both())

    assert done == ["first", "second", *["first"] * 3, *["second"] * 3]


def test_the_time_that_others_took_is_not_counted() -> None:
    """Else what waited long would be cut into turns too short to be worth concluding."""
    clock, done = Clock(), list[str]()
    breathing = Breathing(1.0, clock)

    async def both() -> None:
        await asyncio.gather(
            _through(breathing, clock.work("first", 4, done)),
            _through(breathing, clock.work("second", 4, done), 3.0),
        )

    asyncio.run(both())

    assert done.count("second") == 3


def test_what_fails_lets_the_next_one_go_on() -> None:
    """The place of who goes on alone is given back."""
    clock = Clock()
    breathing = Breathing(1.0, clock)

    def failing() -> Iterator[str]:
        yield from clock.work("a", 3, [])
        raise ValueError("a fold that raises")

    async def both() -> list[str]:
        with pytest.raises(ValueError, match="a fold that raises"):
            await _through(breathing, failing())
        return await asyncio.wait_for(_through(breathing, clock.work("b", 3, [])), 5)

    assert asyncio.run(both()) == ["b", "b", "b"]
