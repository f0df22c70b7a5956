"""Assignment ids as departments use them: told twice, used again, or somebody else's."""

from __future__ import annotations

from typing import Any

import pytest

from processors.folding.conclusion import Conclusion
from tests.history import (
    assigned,
    at,
    case_row,
    clock,
    concluded,
    flags,
    found,
    opened,
    returned,
)


def _hands(seen: Conclusion) -> list[tuple[str, str]]:
    """Return (department, ended_by) of each assignment, in order of dispatch."""
    rows: list[Any] = [s.row for s in seen.snapshots if s.kind == "assignment"]
    return [(row["department"], row["ended_by"]) for row in rows]


def test_a_department_returns_twice_what_it_was_given_twice_under_one_id() -> None:
    """Many systems name an assignment after case and department: A, back, A again, back again."""
    seen = concluded(
        opened(),
        assigned("water", at(0, 9), "K-1/water"),
        returned("water", at(0, 10), "K-1/water"),
        assigned("water", at(0, 11), "K-1/water"),
        returned("water", at(0, 14), "K-1/water"),
    )

    assert ["1"] == [finding.rung for finding in found(seen, "return")]
    assert [("water", "returned"), ("water", "returned")] == _hands(seen)
    assert "" == case_row(seen)["lead_department"]


def test_what_is_told_back_once_more_is_no_second_return() -> None:
    """It holds nothing of that id any more."""
    back = [returned("water", at(0, hour), "x") for hour in (10, 11)]
    seen = concluded(opened(), assigned("water", at(0, 9), "x"), *back)

    assert ["returned-by-nobody"] == flags(seen)
    assert 1 == case_row(seen)["returns"]


def test_two_departments_may_have_been_given_one_id() -> None:
    """The one that says so gives back its own."""
    seen = concluded(
        opened(),
        assigned("water", at(0, 9), "x"),
        assigned("fire", at(0, 10), "x"),
        returned("fire", at(0, 11), "x"),
    )

    assert [("water", "reassigned"), ("fire", "returned")] == _hands(seen)
    assert ["assignment-repeated"] == flags(seen)


@pytest.mark.parametrize("role", ["lead", "assist"])
def test_nobody_gives_back_what_another_department_holds(role: str) -> None:
    """A department would be blamed for a return it never made."""
    seen = concluded(opened(), assigned("water", role=role), returned("fire", at(0, 10), "water-1"))

    assert [("water", "")] == _hands(seen)
    assert ["returned-by-nobody"] == flags(seen)
    assert 0 == case_row(seen)["returns"]


def test_a_dispatch_told_again_starts_no_clock_anew() -> None:
    """Else a second telling of one dispatch would give its department another day to accept."""
    first = [opened(), assigned("water", at(0))]
    again = concluded(*first, assigned("water", at(1)), now=at(1))

    assert ["assignment-repeated"] == flags(again)
    assert [("water", "")] == _hands(again)
    for name in ("accept", "holding", "first-contact"):
        assert clock(concluded(*first, now=at(1)), name) == clock(again, name)


def test_a_second_assignment_is_a_new_dispatch_also_under_the_same_id() -> None:
    """``second`` and ``adjudicated`` are words of their own."""
    seen = concluded(opened(), assigned("water", at(0)), assigned("water", at(1), basis="second"))

    assert [("water", "reassigned"), ("water", "")] == _hands(seen)
