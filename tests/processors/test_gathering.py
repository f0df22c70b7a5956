"""A busy worker waits a moment for more, an idle one answers at once."""

from __future__ import annotations

import pytest

from processors.gathering import AT_ONCE, GATHER_S, GATHERED, Gathering, Wish

MOMENT = GATHER_S / 1024


def _after(*fetches: tuple[int, float]) -> Wish:
    gathering = Gathering()
    for records, at in fetches:
        gathering.fetched(records, at)
    return gathering.wish


def test_the_first_record_is_answered_at_once() -> None:
    """Whoever publishes once an hour must not wait for company."""
    assert _after() == AT_ONCE
    assert _after((1, 100.0)) == AT_ONCE


@pytest.mark.parametrize(
    ("apart", "wish"),
    [(GATHER_S - MOMENT, GATHERED), (GATHER_S, AT_ONCE), (GATHER_S + MOMENT, AT_ONCE)],
)
def test_fetches_closer_than_a_gathering_are_gathered(apart: float, wish: Wish) -> None:
    """Just within it there is something to gather; exactly that far apart there is not."""
    assert _after((1, 0.0), (1, apart)) == wish


@pytest.mark.parametrize(("records", "wish"), [(0, AT_ONCE), (1, AT_ONCE), (2, GATHERED)])
def test_gathering_ends_when_it_brings_no_company(records: int, wish: Wish) -> None:
    """A record that waited alone waited for nothing."""
    assert _after((1, 0.0), (1, MOMENT), (records, 2 * GATHER_S)) == wish
