"""A case that comes back after its window is a new one: its limits, credit, row and finding."""

from __future__ import annotations

import pytest

from events.instant import Instant
from tests.history import (
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    event,
    found,
    handled,
    opened,
    reopened,
    responded,
)

WITHIN, AT, BEYOND = at(16, 17, 29), at(16, 17, 30), at(16, 17, 31)
"""Fifteen calendar days after the closing on day 1."""


@pytest.mark.parametrize(("when", "new"), [(WITHIN, False), (AT, False), (BEYOND, True)])
def test_beyond_its_window_a_case_comes_back_as_a_new_one(when: Instant, new: bool) -> None:
    """Inside it the closing is overturned; beyond it the closing was good."""
    seen = concluded(*handled(), reopened(when))

    assert ("K-1" if new else "") == case_row(seen)["recurrence_of"]
    assert ("met" if new else "cancelled") == clock(seen, "resolve")["status"]
    assert (3 if new else 5) == clock(seen, "resolve", 2)["target"]
    assert new == bool(found(seen, "recurrence"))


def test_a_recurrence_cites_the_closing_and_what_opened_it_again() -> None:
    """The department that closed it led it last."""
    ending, again = closed(at(1, 10)), reopened(BEYOND)
    history = [opened(), assigned("water"), responded("water", at(1)), ending, again]
    (finding,) = found(concluded(*history, assigned("power", at(17))), "recurrence")

    assert ("repeated-case", "water", "2", "open") == (
        finding.rule,
        finding.department,
        finding.episode,
        finding.status,
    )
    assert (ending.event_id, again.event_id) == finding.evidence
    assert BEYOND == finding.raised_at


def test_a_recurrence_is_over_when_it_ishandled() -> None:
    """The finding stays, resolved."""
    seen = concluded(*handled(), reopened(BEYOND), responded("water", at(18)), closed(at(18, 10)))

    assert [at(18, 10)] == [f.resolved_at for f in found(seen, "recurrence")]


def test_a_case_linked_as_a_recurrence_says_of_which() -> None:
    """A department, or the hub, has said so."""
    link = event("case.linked", at(0, 10), other_case_id="K-0", relation="recurrence")
    undone = event("case.unlinked", at(0, 11), other_case_id="K-0", relation="recurrence")

    assert "K-0" == case_row(concluded(opened(), link))["recurrence_of"]
    assert "" == case_row(concluded(opened(), link, undone))["recurrence_of"]


def test_the_case_that_was_recurred_to_is_no_recurrence() -> None:
    """The link stands under both cases."""
    link = event(
        "case.linked", at(0, 10), case_id="K-9", other_case_id="K-1", relation="recurrence"
    )

    assert "" == case_row(concluded(opened(), link))["recurrence_of"]
