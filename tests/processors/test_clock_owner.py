"""Who answers for a clock of the whole case: who led when it was judged, not who leads now."""

from __future__ import annotations

import pytest

from events.event import Event
from tests.history import (
    adjudicated,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    evaluated,
    found,
    opened,
    reopened,
    responded,
    returned,
)

ROADS = assigned("roads", at(4))
"""Given on Friday, a day after the case ran out."""


@pytest.mark.parametrize(
    ("history", "owner"),
    [
        ([ROADS, responded("roads", at(4, 10))], "water"),
        ([returned("water", at(1)), ROADS], ""),
        ([returned("water", at(1)), assigned("roads", at(3)), returned("roads", at(7))], "roads"),
        ([responded("water", at(1)), closed(at(1, 10)), reopened(at(2)), ROADS], "water"),
        ([assigned("roads", at(1)), responded("roads", at(2))], "roads"),
    ],
    ids=["late with water", "late with nobody", "late with roads", "answered by water", "in time"],
)
def test_a_case_clock_is_its_leads_at_the_breach_or_the_answer(
    history: list[Event], owner: str
) -> None:
    """A successor is not late for what its predecessor let lie."""
    seen = concluded(opened(), assigned("water"), *history)

    assert owner == clock(seen, "resolve")["owner"]
    assert [] == [f for f in found(seen, "resolve") if f.department != owner]


@pytest.mark.parametrize(
    ("history", "owner"),
    [([], "water"), ([returned("water", at(1))], ""), ([assigned("roads", at(1))], "roads")],
)
def test_a_running_clock_is_the_present_leads(history: list[Event], owner: str) -> None:
    """It is nobody's while nobody leads."""
    assert owner == clock(concluded(opened(), assigned("water"), *history), "resolve")["owner"]


def test_a_rectification_is_its_episodes_last_leads() -> None:
    """It outlives the closing; what the next lead does is a new episode."""
    rated = [
        opened(),
        assigned("water"),
        responded("water", at(1)),
        closed(at(1)),
        evaluated(at(2), 1),
    ]
    again = [reopened(at(15)), assigned("roads", at(15), basis="second")]

    for seen in (concluded(*rated, now=at(14)), concluded(*rated, *again)):
        assert ("water", "breached") == (
            clock(seen, "rectify")["owner"],
            clock(seen, "rectify")["status"],
        )


def test_a_clock_of_an_assignment_is_its_departments_and_adjudication_its_deciders() -> None:
    """What names a department needs nobody else."""
    lying = [opened(), assigned("water"), returned("water", at(0, 10))]
    seen = concluded(*lying, adjudicated(at(4), "roads"))

    assert "water" == clock(seen, "accept")["owner"]
    assert "dispatch" == clock(seen, "adjudicate")["owner"]


@pytest.mark.parametrize(
    ("history", "lead"),
    [
        ([], ""),
        ([responded("water", at(1))], "water"),
        ([ROADS, responded("roads", at(4, 10))], "roads"),
        ([responded("water", at(1)), closed(at(1, 10)), reopened(at(2)), ROADS], "water"),
        ([closed(at(1)), reopened(at(2)), ROADS, responded("roads", at(4, 10))], "roads"),
    ],
    ids=["unanswered", "its first lead", "a successor", "opened again", "answered the second time"],
)
def test_an_answer_is_its_leads_of_that_instant(history: list[Event], lead: str) -> None:
    """Whoever takes the case over later did not give it."""
    seen = concluded(opened(), assigned("water"), *history)

    assert lead == case_row(seen)["lead_at_answer"]
