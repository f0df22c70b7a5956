"""Plans that clash: told before anyone travels, resolved when the plan is carried out or moved."""

from __future__ import annotations

import pytest

from events.event import Event
from events.instant import render
from tests.processors.visit_history import (
    NOON,
    at,
    cancelled,
    concluded,
    earlier,
    planned,
    recorded,
    withdrawn,
)

KIND = "ahead"


def outcome(events: list[Event]) -> list[tuple[str, int, int | None]]:
    return [(f.subject, f.raised_at, f.resolved_at) for f in concluded(events, kind=KIND)]


def test_the_later_of_two_plans_is_told_to_go_together() -> None:
    """One joint visit at the earlier start, of both departments."""
    first = planned("1", "fire", 20, told=at(1))
    second = planned("2", "tax", 25, told=at(3))

    (found,) = concluded([first, second], kind=KIND)

    assert ("tax/2", "tax", "info", "open") == (
        found.subject,
        found.department,
        found.severity,
        found.status,
    )
    assert {"departments": ["fire", "tax"], "start": render(at(20, NOON))} == found.details[
        "proposal"
    ]
    assert ((second.event_id, first.event_id), ["fire/1"]) == (found.evidence, earlier(found))


@pytest.mark.parametrize("mine, theirs, raised", [(3, 1, 3), (3, 3, 3), (3, 5, 5)])
def test_it_is_raised_at_the_telling_that_completed_it(mine: int, theirs: int, raised: int) -> None:
    """Until the other was known, nobody could have warned."""
    plans = [planned("1", "fire", 20, told=at(theirs)), planned("2", "tax", 25, told=at(mine))]

    assert [("tax/2", at(raised), None)] == outcome(plans)


def test_a_plan_after_another_department_was_there_is_warned_of() -> None:
    """The earlier one may have taken place already; the finding stands on its telling."""
    visits = [recorded("1", "fire", 5, told=at(6)), planned("2", "tax", 25, told=at(3))]

    assert [("tax/2", at(6), None)] == outcome(visits)


@pytest.mark.parametrize("days, count", [(29, 1), (30, 1), (31, 0)])
def test_the_window_is_that_of_records(days: int, count: int) -> None:
    """A plan is judged as the visit that it will be."""
    plans = [planned("1", "fire", 20), planned("2", "tax", 20 + days)]

    assert count == len(outcome(plans))


def test_a_plan_carried_out_all_the_same_resolves_it_and_makes_it_a_duplicate() -> None:
    """The warning was true for a while, and stays on record."""
    events = [
        planned("1", "fire", 20, told=at(1)),
        planned("2", "tax", 25, told=at(3)),
        recorded("1", "fire", 20, told=at(21)),
        recorded("2", "tax", 25, told=at(26)),
    ]

    assert [("tax/2", at(3), at(26))] == outcome(events)
    assert 1 == len(concluded(events, kind="cross-department"))


@pytest.mark.parametrize("visit, department", [("1", "fire"), ("2", "tax")])
def test_cancelling_either_plan_resolves_it(visit: str, department: str) -> None:
    """One of them gave way."""
    events = [
        planned("1", "fire", 20, told=at(1)),
        planned("2", "tax", 25, told=at(3)),
        cancelled(visit, department, at(8)),
    ]

    assert [("tax/2", at(3), at(8))] == outcome(events)


def test_moving_a_plan_out_of_the_window_resolves_it() -> None:
    """A plan told again replaces the first from then on."""
    events = [
        planned("1", "fire", 20, told=at(1)),
        planned("2", "tax", 25, told=at(3)),
        planned("2", "tax", 90, told=at(8)),
    ]

    assert [("tax/2", at(3), at(8))] == outcome(events)


def test_a_plan_withdrawn_was_never_made() -> None:
    """A withdrawal says the event was wrong; a cancellation that the plan changed."""
    first, second = planned("1", "fire", 20), planned("2", "tax", 25)

    assert [] == outcome([first, second, withdrawn(second)])
    assert [] == outcome([first, second, withdrawn(first)])


def test_a_plan_that_was_over_before_the_other_was_known_never_clashed() -> None:
    """Hindsight warns nobody."""
    events = [
        planned("2", "tax", 25, told=at(3)),
        cancelled("2", "tax", at(5)),
        planned("1", "fire", 20, told=at(5)),
    ]

    assert [] == outcome(events)


def test_a_joint_plan_and_an_exempt_one_clash_with_nobody() -> None:
    """They are the answer, or cannot be helped."""
    joint = [planned("1", "fire", 20, departments=["fire", "tax"])]
    exempt = [planned("1", "fire", 20), planned("2", "tax", 25, ground="emergency")]

    assert ([], []) == (outcome(joint), outcome(exempt))


def test_a_shared_purpose_makes_the_warning_graver() -> None:
    """Info becomes warning: nothing has gone wrong yet."""
    plans = [planned("1", "fire", 20, purpose="x"), planned("2", "tax", 25, purpose="X")]

    assert ["warning"] == [found.severity for found in concluded(plans, kind=KIND)]
