"""Rising topics: how many cases make a window rise, when that is said, and when it ends."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.finding import Finding
from events.instant import Instant
from processors.matters import rising_topic
from processors.matters.matter_card import Card
from processors.matters.rising_topic import Demand
from processors.time.local_date import local_date
from tests.history import at, reference

KEY = "water|清溪"
POLICY = next(p for p in [reference().matters(at(0))] if p is not None)
RULE = POLICY.rising
quick = settings(max_examples=60, deadline=None)


def card(number: int, day: float) -> Card:
    return Card(f"K-{number}", "P-1", at(day), number, f"e{number}")


FIRST = rising_topic.window_of(card(0, 100), POLICY)


def days(*counts: int) -> list[float]:
    """Return the days of the cases of windows, one count each; the last window is ``FIRST``."""
    offset = _offset()
    return [
        offset - 7 * (len(counts) - 1 - window) + number % 7
        for window, count in enumerate(counts)
        for number in range(count)
    ]


def _offset() -> int:
    """Return the day of the tests' history on which the window ``FIRST`` begins."""
    return next(day for day in range(93, 101) if local_date(at(day), POLICY.timezone) == FIRST)


def demand(told: Iterable[float]) -> Demand:
    known = Demand()
    for number, day in enumerate(told):
        known = known.opened(card(number, day), POLICY.timezone)
    return known


def risen(told: Iterable[float], now: Instant | None = None) -> Finding | None:
    known = demand(told)
    until = at(_offset() + 6, 20) if now is None else now
    return rising_topic.rising(KEY, FIRST, known, min(known.by_date), POLICY, until)[0]


@pytest.mark.parametrize(("cases", "rises"), [(9, False), (10, True), (11, True)])
def test_a_matter_never_heard_of_rises_with_its_tenth_case(cases: int, rises: bool) -> None:
    """A first handful of cases is no news: every matter begins once."""
    assert RULE.least_new == 10
    assert rises is (risen(days(cases)) is not None)


@pytest.mark.parametrize(("cases", "rises"), [(4, False), (5, True), (6, True)])
def test_a_matter_that_is_known_rises_with_five_at_least(cases: int, rises: bool) -> None:
    """Twice of next to nothing is still next to nothing."""
    assert (RULE.least, RULE.factor) == (5, 2.0)
    assert rises is (risen(days(1, 1, 1, 1, cases)) is not None)


@pytest.mark.parametrize(("cases", "rises"), [(11, False), (12, True), (13, True)])
def test_a_frequent_matter_rises_with_twice_its_mean(cases: int, rises: bool) -> None:
    """Exactly the double counts: 6 a window before."""
    assert rises is (risen(days(6, 4, 8, 6, cases)) is not None)


def test_no_more_windows_are_compared_with_than_the_matter_is_old() -> None:
    """A window before its first case is no quiet one."""
    assert risen(days(6, 11)) is None
    assert risen(days(6, 12)) is not None


def test_a_window_older_than_those_compared_with_counts_for_nothing() -> None:
    """Last year's flood is no measure of this month."""
    found = risen(days(50, 2, 2, 2, 2, 5))

    assert found is not None
    assert 2.0 == found.details["mean_before"]


def test_it_is_raised_at_the_opening_of_the_case_that_made_it_rise() -> None:
    """Not at the tick, and not at the last case."""
    offset = _offset()
    told = [offset + number / 10 for number in range(12)]
    found = risen(told)

    assert found is not None
    assert at(told[9]) == found.raised_at
    assert 12 == found.details["count"]


def test_it_ends_with_its_window() -> None:
    """The last date's last instant is inside; the next midnight is the end."""
    end = rising_topic.ends(FIRST, POLICY)
    told = days(12)

    states = [getattr(risen(told, Instant(end + d)), "resolved_at", 0) for d in (-1, 0, 1)]

    assert [None, end, end] == states


def test_a_case_that_is_taken_back_counts_no_more() -> None:
    """The tenth was entered by mistake."""
    known = demand(days(10)).withdrawn(card(9, days(10)[9]), POLICY.timezone)

    found, _ = rising_topic.rising(KEY, FIRST, known, min(known.by_date), POLICY, at(110))

    assert found is None


@quick
@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_demand(told: list[int], draw: Random) -> None:
    """Counts are a function of the cases; what came and went leaves no trace."""
    cards = [card(number, day) for number, day in enumerate(told)]
    shuffled = [*cards]
    draw.shuffle(shuffled)
    straight, crooked = Demand(), Demand()
    for one in cards:
        straight = straight.opened(one, POLICY.timezone)
    extra = card(999, 20)
    for one in (extra, *shuffled):
        crooked = crooked.opened(one, POLICY.timezone)
    crooked = crooked.withdrawn(extra, POLICY.timezone)

    assert straight == crooked
