"""What a soak sends, round after round, and how it judges what it saw."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice, pairwise
from random import Random

import pytest

from bench.faults.load import Sent, draw_load
from bench.faults.soak import again, city_size, load, unfinished
from bench.faults.watching import Sample, grown, too_fat
from events.instant import DAY


@cache
def city() -> list[Sent]:
    """Return what is sent of a small city, drawn when a test first asks for it."""
    return [one for one in draw_load(400, Random(7)) if not one.poison]


def test_a_later_round_says_other_things_of_the_same_parties() -> None:
    """A city whose people grew with every round would grow the hub's memory, and rightly."""
    size = len(city())
    coming = list(islice(load(city(), 2 * size, date(2027, 1, 1)), 2 * size))
    first, second = coming[:size], coming[size:]
    party, case = (re.compile(rb'"%b_id":"([^"]*)"' % name) for name in (b"party", b"case"))

    for pattern, shared in ((party, True), (case, False)):
        said = [{id for one in part for id in pattern.findall(one.raw)} for part in (first, second)]
        assert shared == (said[0] == said[1]), pattern
        assert shared or not said[0] & said[1]
    assert {one.time - before.time for one, before in zip(second, first, strict=True)} == {20 * DAY}


def test_the_first_round_is_as_it_was_drawn() -> None:
    """So a seed gives the same load as any other campaign's."""
    assert city()[5] == again(city()[5], 0, 0)


def test_the_last_round_ends_before_now_however_many_there_are() -> None:
    """Fifty rounds begin years ago; none falls on the days of another."""
    size, rounds, now = len(city()), 50, date(2027, 1, 1)
    firsts = [one.time for one in islice(load(city(), rounds * size, now), 0, None, size)]

    assert [20 * DAY] * (rounds - 1) == [b - a for a, b in pairwise(firsts)]
    assert firsts[-1] + 40 * DAY < datetime(2027, 1, 1, tzinfo=UTC).timestamp() * 1_000_000


@pytest.mark.parametrize(
    ("events", "size"), [(5_000, 20_000), (1_000_000, 20_000), (1_000_001, 20_001)]
)
def test_a_longer_soak_has_a_larger_city(events: int, size: int) -> None:
    """Five hundred rounds of a small city fell on the same days: a matter drowned in one text."""
    assert size == city_size(events)


def test_growth_is_what_the_end_has_more_than_the_end_of_the_warm_up() -> None:
    """What is loaded at the start is no leak."""
    sizes = [10.0, 50.0, 100.0, 101.0, 102.0, 104.0, 103.0, 104.0, 103.0, 106.0, 105.0]
    samples = [Sample(n, n * 10, 0, {"worker-1": size}) for n, size in enumerate(sizes)]

    found = grown(samples, 100)["worker-1"]

    assert {"warm_mb": 101.0, "end_mb": 106.0, "growth_percent": 5.0} == found


@pytest.mark.parametrize(("percent", "wrong"), [(4.9, 0), (5.0, 1), (5.1, 1)])
def test_a_part_that_grew_by_five_percent_is_told(percent: float, wrong: int) -> None:
    """The promise is less than five."""
    assert wrong == len(too_fat({"worker-1": {"growth_percent": percent}}))


def test_a_soak_that_saw_nothing_has_shown_nothing() -> None:
    """Too short for two samples, it must not end well."""
    assert grown([Sample(0.0, 100, 0, {"worker-1": 9.0})], 100) == {}
    assert too_fat({})


@pytest.mark.parametrize(
    ("live", "wrong"),
    [
        ({"accepted": 98, "duplicate": 2, "rejected": 0, "findings": 1}, 0),
        ({"accepted": 97, "duplicate": 2, "rejected": 0, "findings": 1}, 1),
        ({"accepted": 97, "duplicate": 2, "rejected": 1, "findings": 1}, 1),
        ({"accepted": 98, "duplicate": 2, "rejected": 0, "findings": 0}, 1),
    ],
)
def test_an_event_is_live_once_its_receipt_says_accepted(live: dict[str, int], wrong: int) -> None:
    """A soak that only counts what it sent would not notice that nothing was taken in."""
    assert wrong == len(unfinished(100, live))
