"""Pauses after the answer: what an assist owes, what was planned, and what must be put right."""

from __future__ import annotations

import pytest

from events.event import Event
from events.instant import Instant
from tests.history import (
    assigned,
    at,
    clock,
    concluded,
    evaluated,
    extended,
    flags,
    handled,
    opened,
    paused,
    reopened,
    replied,
    responded,
    resumed,
)

A_DAY = 420
"""Business minutes of a day."""


def _joint() -> list[Event]:
    return [opened(), assigned("water"), assigned("fire", role="assist")]


def _rated_badly() -> list[Event]:
    return [*handled(), evaluated(at(1, 11), 1)]


@pytest.mark.parametrize("ending", [resumed(at(3)), replied(at(3))], ids=["resumed", "reply"])
def test_putting_right_waits_for_the_party_too(ending: Event) -> None:
    """Five working days from Tuesday end on the 10th of March; a day of waiting: on the 11th."""
    seen = concluded(*_rated_badly(), paused(at(2)), ending)

    rectify = clock(seen, "rectify")
    assert (A_DAY, "2026-03-11T09:30:00Z") == (rectify["paused"], rectify["deadline"])
    assert [] == flags(seen)


def test_what_was_planned_may_wait_as_well() -> None:
    """A plan that needs the party's papers stands still without them."""
    planned = [opened(), assigned("water"), responded("water", at(1), "planned")]
    seen = concluded(*planned, paused(at(2)), replied(at(3)))

    assert (A_DAY, []) == (clock(seen, "follow-up")["paused"], flags(seen))


@pytest.mark.parametrize(
    "begins", [at(0, 17, 30), at(1), at(1, 9, 1)], ids=["before", "with", "after"]
)
def test_an_assist_waits_for_the_party_whenever_the_lead_answered(begins: Instant) -> None:
    """Its part runs on after the lead's answer at 09:00, and so does the case's own clock."""
    seen = concluded(*_joint(), paused(begins), responded("water", at(1)), resumed(at(2)))

    counted = A_DAY - (1 if begins == at(1, 9, 1) else 0)
    assert counted == clock(seen, "holding", assignment="fire-1")["paused"]
    assert counted == clock(seen, "resolve")["paused"]


def test_the_last_part_answered_ends_what_was_waited_for() -> None:
    """Nobody owes anything any more: a promise that is left does not stand still for it."""
    seen = concluded(
        *_joint(),
        paused(at(0, 17, 30)),
        responded("water", at(1), "planned"),
        responded("fire", at(1, 10)),
        now=at(9),
    )

    assert 60 == clock(seen, "follow-up")["paused"]


def test_an_answer_that_leaves_no_part_owed_ends_the_pause() -> None:
    """The assist was first: the lead's answer is the last."""
    history = [*_joint(), responded("fire", at(0, 10)), paused(at(0, 11))]
    seen = concluded(*history, responded("water", at(1), "planned"), now=at(9))

    assert 0 == clock(seen, "follow-up")["paused"]


def test_a_pause_while_the_case_was_closed_ends_with_its_re_opening() -> None:
    """A new episode begins with running clocks."""
    seen = concluded(*_rated_badly(), paused(at(2)), reopened(at(3)), now=at(9))

    assert A_DAY == clock(seen, "rectify")["paused"]
    assert 0 == clock(seen, "resolve", 2)["paused"]


def test_more_time_for_putting_right_may_be_granted() -> None:
    """An extension of ``rectify`` can only be asked for when the case is closed."""
    seen = concluded(*_rated_badly(), extended(at(2), 2, clock="rectify"))

    assert ("2026-03-12T09:30:00Z", []) == (clock(seen, "rectify")["deadline"], flags(seen))
