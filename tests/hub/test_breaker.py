"""When refusals are our own fault: three departments, twenty events, over half, a minute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.intake.breaker import EVENTS, WINDOW_S, Breaker, Taken

BROKEN = Taken(judged=EVENTS, refused=EVENTS)


def _city(taken: Taken, departments: int = 3) -> dict[str, Taken]:
    return {f"d{number}": taken for number in range(departments)}


@pytest.mark.parametrize(("departments", "wronged"), [(2, 0), (3, 3), (4, 4)])
def test_three_departments_make_it_ours(departments: int, wronged: int) -> None:
    """One or two may send nonsense at once; three do not."""
    assert wronged == len(Breaker().hear(0, _city(BROKEN, departments)))


@pytest.mark.parametrize(("judged", "wronged"), [(19, 0), (20, 3), (21, 3)])
def test_twenty_events_each_are_needed(judged: int, wronged: int) -> None:
    """A handful says nothing about a deployment."""
    assert wronged == len(Breaker().hear(0, _city(Taken(judged, judged))))


@pytest.mark.parametrize(("refused", "wronged"), [(19, 0), (20, 0), (21, 3)])
def test_just_half_is_not_over_half(refused: int, wronged: int) -> None:
    """Over half means more than half."""
    assert wronged == len(Breaker().hear(0, _city(Taken(40, refused))))


@pytest.mark.parametrize(("later", "wronged"), [(59, 3), (WINDOW_S, 0), (61, 0)])
def test_a_minute_is_looked_back(later: float, wronged: int) -> None:
    """Refusals of three quiet departments over a day are theirs."""
    breaker = Breaker()
    breaker.hear(0, _city(BROKEN, 2))

    assert wronged == len(breaker.hear(later, {"d2": BROKEN}))


@given(st.lists(st.integers(0, EVENTS - 1), min_size=3, max_size=3))
def test_how_a_minute_is_cut_into_batches_does_not_matter(cuts: list[int]) -> None:
    """A worker that is behind reads larger batches."""
    breaker = Breaker()
    first = {f"d{n}": Taken(cut, cut) for n, cut in enumerate(cuts)}
    rest = {f"d{n}": Taken(EVENTS - cut, EVENTS - cut) for n, cut in enumerate(cuts)}

    assert () == breaker.hear(0, first)
    assert ("d0", "d1", "d2") == breaker.hear(1, rest)
