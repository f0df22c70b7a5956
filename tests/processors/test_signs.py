"""Signs of life stand in chunks, and a long silence is found as if each sign were looked at."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from events.instant import Instant
from processors.cases.case_fact import Mark
from processors.cases.signs import Shortest, Signs, joined, silences

FOREVER = Instant(2**62)
CHANGE = Instant(3_000)


def marks(times: list[int]) -> list[Mark]:
    return [Mark(Instant(time), f"e{n}") for n, time in enumerate(sorted(times))]


def chunks(said: list[Mark]) -> Signs:
    signs: Signs = ()
    for mark in said:
        signs = joined(signs, 1, mark)
    return signs


def one_by_one(said: list[Mark], shortest: Shortest) -> list[tuple[Mark, Mark | None]]:
    first_of_each_time = {mark.time: mark for mark in reversed(said)}
    seen = sorted(first_of_each_time.values())
    gaps = [(a, b) for a, b in pairwise(seen) if b.time - a.time >= shortest.least]
    return [*gaps, (seen[-1], None)]


@given(st.lists(st.integers(1, 5_000), max_size=400), st.integers(1, 60))
def test_a_long_silence_is_found_in_chunks_as_it_is_one_by_one(
    times: list[int], least: int
) -> None:
    """A chunk that is passed over must hold no silence that counts."""
    start, said = Mark(Instant(0), "start"), marks(times)
    shortest = Shortest(least, FOREVER)

    found = list(silences(chunks(said), 1, start, None, lambda _: shortest))

    assert one_by_one([start, *said], shortest) == found


def test_a_shorter_silence_counts_from_the_instant_the_policy_changed() -> None:
    """A chunk that lies across a change of policy is looked at sign by sign."""
    said = marks([1_000, 2_000, 3_000, 4_000])
    start = Mark(Instant(0), "start")

    def shortest(mark: Mark) -> Shortest:
        return Shortest(2_000, CHANGE) if mark.time < CHANGE else Shortest(1_000, FOREVER)

    found = list(silences(chunks(said), 1, start, said[-1], shortest))

    assert [(said[1], said[2]), (said[2], said[3])] == found
