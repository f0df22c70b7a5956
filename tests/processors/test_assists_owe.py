"""What an assist owes is not excused by the lead's answer: to accept, to begin, to answer."""

from __future__ import annotations

import pytest

from events.event import Event
from events.instant import Instant
from tests.history import (
    accepted,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    flags,
    found,
    opened,
    responded,
    returned,
)


def _answered_by_its_lead() -> list[Event]:
    """Given to both on Monday at 09:00, answered by the lead at 10:00; accept ends on Tuesday."""
    both = [opened(), assigned("water"), assigned("fire", role="assist")]
    return [*both, responded("water", at(0, 10))]


def test_an_assist_that_does_nothing_never_started_though_the_lead_answered() -> None:
    """Split and forget: the party hears of one half."""
    seen = concluded(*_answered_by_its_lead(), now=at(2))

    assert ["fire"] == [finding.department for finding in found(seen, "never-started")]
    assert ["fire"] == [finding.department for finding in found(seen, "accept")]


@pytest.mark.parametrize(
    ("when", "status"),
    [(at(1, 17, 29), "met"), (at(1, 17, 30), "met"), (at(1, 17, 31), "breached")],
)
def test_an_assist_accepts_in_time_by_its_own_clock(when: Instant, status: str) -> None:
    """Acceptance after the lead's answer is no illegal step: its part is still open."""
    seen = concluded(*_answered_by_its_lead(), accepted("fire", when))

    assert status == clock(seen, "accept", assignment="fire-1")["status"]
    assert ["answered-before-all"] == flags(seen)


def test_an_assist_may_give_its_part_back_after_the_lead_answered() -> None:
    """Then nothing is owed, and the case is answered."""
    seen = concluded(*_answered_by_its_lead(), returned("fire", at(1)), now=at(9))

    assert "met" == clock(seen, "resolve")["status"]
    assert ([], "responded") == (flags(seen), case_row(seen)["status"])


def test_the_closing_ends_what_an_assist_owed_unjudged() -> None:
    """Who closes before all of it was answered is flagged for that."""
    seen = concluded(*_answered_by_its_lead(), closed(at(0, 11)), now=at(9))

    assert "cancelled" == clock(seen, "accept", assignment="fire-1")["status"]
    assert [] == found(seen, "never-started")
