"""Responsibility shares: whose hands the working time of a passed-on case went through."""

from __future__ import annotations

from typing import Any

from tests.history import (
    accepted,
    assigned,
    at,
    concluded,
    opened,
    responded,
    returned,
)


def shares(*history: Any) -> dict[str, tuple[int, int, int]]:
    """Return department → (bounced minutes, unowned minutes, passes)."""
    rows = (s.row for s in concluded(*history, now=at(9)).snapshots if s.kind == "share")
    return {row["department"]: (row["bounced"], row["unowned"], row["passes"]) for row in rows}


def test_held_time_and_the_time_nobody_owned_it_are_at_the_charge_of_who_gave_it_back() -> None:
    """One hour held, then half an hour that nobody owned; the one who answered has no share."""
    history = [
        opened(at(0, 9)),
        assigned("water", at(0, 9), "x-0"),
        returned("water", at(0, 10), "x-0"),
        assigned("housing", at(0, 10, 30), "x-1"),
        accepted("housing", at(0, 11)),
        responded("housing", at(1, 9)),
    ]

    assert {"water": (60, 30, 1)} == shares(*history)


def test_the_night_is_nobodys_share() -> None:
    """Working time counts: from four in the afternoon to ten the next morning are 150 minutes."""
    history = [
        opened(at(0, 16)),
        assigned("water", at(0, 16), "x-0"),
        assigned("housing", at(1, 10), "x-1"),
        responded("housing", at(1, 11)),
    ]

    assert {"water": (150, 0, 1)} == shares(*history)


def test_a_referral_passes_nothing_on() -> None:
    """The exclusions are those of ping-pong."""
    history = [
        opened(at(0, 9)),
        assigned("water", at(0, 9), "x-0"),
        assigned("housing", at(0, 11), "x-1", basis="referral"),
        responded("housing", at(1, 11)),
    ]

    assert {} == shares(*history)


def test_the_default_owner_passes_nothing_on() -> None:
    """It held from Friday's close on what nobody decided about; until then nobody owned it."""
    history = [
        opened(at(0, 9)),
        assigned("water", at(0, 9)),
        returned("water", at(0, 10)),
        assigned("fire", at(9), basis="adjudicated"),
    ]

    assert {"water": (60, 5 * 420 - 60, 1)} == shares(*history)


def test_a_case_that_stayed_where_it_was_has_no_shares() -> None:
    """Handling is no buck-passing, however long it takes."""
    assert {} == shares(opened(at(0)), assigned("water", at(0)), responded("water", at(5)))


def test_a_case_that_only_assistants_were_given_has_no_shares() -> None:
    """Assisting parts pass no buck, and a case may have no lead at all."""
    parts = [
        assigned("water", at(0), "x-0", role="assist"),
        assigned("fire", at(0), "x-1", role="assist"),
    ]

    assert {} == shares(opened(at(0)), *parts)
