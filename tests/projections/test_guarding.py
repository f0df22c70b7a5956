"""What a rated department may see: no report tells, or lets it work out, how one party rated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections import reporting
from projections.guarding import GUARDS, IN_SQL, RATINGS, guarded, hidden, names_raters

K = 5
SIZES = st.lists(st.integers(0, 30), max_size=12)


@pytest.mark.parametrize(("size", "shown"), [(4, False), (5, True), (6, True)])
def test_a_group_of_five_is_shown_and_one_of_four_is_not(size: int, shown: bool) -> None:
    """Within, exactly at and just beyond the least group."""
    assert shown == (hidden([size], K) == set())


def test_where_one_is_left_out_the_two_smallest_others_are_too() -> None:
    """One would do against a stranger; the department that is this one knows its own figure."""
    assert {1, 0, 3} == hidden([6, 2, 40, 7, 8], K)
    assert {0} == hidden([3], K)
    assert set() == hidden([0, 0, 9], K)


@given(SIZES)
def test_what_is_left_out_is_never_one_groups_figure(sizes: list[int]) -> None:
    """Whole less shown leaves k raters at least, even for one who is among those left out."""
    out = hidden(sizes, K)
    few = [sizes[place] for place in out if sizes[place] < K]
    beside = [sizes[place] for place in out if sizes[place] >= K]

    if few and len([size for size in sizes if size >= K]) > 1:
        assert min(sum(few) + sum(beside) - own for own in beside) >= K
    assert all(sizes[place] >= K or not sizes[place] for place in set(range(len(sizes))) - out)


def items(*rated: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [
        {"department": department, "item": item, "evaluated": size, "satisfied": size,
         "satisfied_rate": 100.0, "orders": 50}
        for department, item, size in rated
    ]  # fmt: skip


def test_each_department_is_a_whole_of_its_own() -> None:
    """Of the tax office's items one has too few; the water office's all have enough."""
    rows = items(("tax", "a", 2), ("tax", "b", 9), ("tax", "c", 8), ("tax", "d", 20),
                 ("water", "e", 5), ("water", "f", 6))  # fmt: skip

    assert ["d", "e", "f"] == [r["item"] for r in guarded("items", rows, K) if r["satisfied"]]
    assert {50} == {row["orders"] for row in guarded("items", rows, K)}
    assert rows == guarded("waits", rows, K)


def test_without_a_policy_nothing_is_shown() -> None:
    """The least group is out of reach then."""
    assert {None} == {row["satisfied"] for row in guarded("items", items(("t", "a", 99)), 1e9)}


@pytest.mark.parametrize("name", [report.name for report in reporting.reports()])
def test_every_column_made_of_ratings_is_guarded(name: str) -> None:
    """A new report that counts the satisfied must say how it holds k: here, or in its SQL."""
    found = reporting.find(name)
    columns = {title.name for title in found.columns}
    guards = GUARDS.get(name, ())
    rating = {column for column in columns & RATINGS if _of_ratings(name, column)}

    assert set() == rating - {c for g in guards for c in g.hides} or name in IN_SQL
    assert all({guard.size, *guard.hides, *guard.whole} <= columns for guard in guards)
    assert rating <= set(names_raters(name))


def _of_ratings(name: str, column: str) -> bool:
    """``level`` of an org unit and ``told`` of an offer are no ratings."""
    return (name, column) not in {
        ("roll-up", "level"), ("offers", "told"),
    }  # fmt: skip
