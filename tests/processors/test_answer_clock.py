"""The hotline's own clock: how soon a channel answers, day and night."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Event
from events.instant import HOUR, MINUTE, SECOND, Instant
from tests.history import (
    accepted,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    contacted,
    event,
    found,
    opened,
    progressed,
    reopened,
    replied,
    responded,
)

NIGHT = at(5, 23, 58)
"""A Saturday, two minutes before midnight: no office is open."""
CHANNELS = {
    "phone": (15 * SECOND, 15, "seconds-24x7"),
    "sms": (3 * MINUTE, 3, "minutes-24x7"),
    "web": (HOUR, 60, "minutes-24x7"),
}
BEYOND = [(-1, "met"), (0, "met"), (1, "breached")]


def called(channel: str = "phone", when: Instant = NIGHT, **data: Any) -> Event:
    facts = {"kind": "call", "channel": channel, "party_id": "P-1", "category": "water"}
    return event("case.opened", when, "hotline", **facts, text="…", area="清溪县", **data)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("microseconds", "status"), BEYOND)
def test_a_call_is_answered_in_time_up_to_the_channels_own_limit(
    channel: str, microseconds: int, status: str
) -> None:
    """Phone 15 s, SMS 3 min, web 1 h; nights and weekends count."""
    limit, target, unit = CHANNELS[channel]
    answer = Instant(NIGHT + limit + microseconds)

    row = clock(concluded(called(channel), accepted("hotline", answer)), "answer")

    assert (status, target, unit) == (row["status"], row["target"], row["unit"])


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("microseconds", "raised"), [(-1, False), (0, False), (1, True)])
def test_a_call_that_nobody_answers_stalls_just_beyond_the_limit(
    channel: str, microseconds: int, raised: bool
) -> None:
    """The hotline that took the call in is at fault, at the instant of its limit."""
    limit = Instant(NIGHT + CHANNELS[channel][0])
    seen = concluded(called(channel), now=Instant(limit + microseconds))

    expected = [("stalled", "hotline", limit)] if raised else []
    assert expected == [(f.rule, f.department, f.raised_at) for f in found(seen, "answer")]


def test_a_call_handed_on_was_answered() -> None:
    """Whoever is told which department has the case has spoken with the hotline."""
    seen = concluded(called(), assigned("water", Instant(NIGHT + 10 * SECOND)), now=at(6))

    assert "met" == clock(seen, "answer")["status"]
    assert [] == found(seen, "answer")


@pytest.mark.parametrize(
    "act", [contacted("hotline", NIGHT), responded("hotline", NIGHT), closed(NIGHT)]
)
def test_an_answer_at_once_is_an_answer(act: Event) -> None:
    """Many calls are over when they are written down."""
    assert "met" == clock(concluded(called(), act, now=at(6)), "answer")["status"]


@pytest.mark.parametrize("filler", [replied(NIGHT), progressed("hotline", NIGHT)])
def test_neither_the_party_nor_a_note_answers_a_call(filler: Event) -> None:
    """The party is who waits, and a note reaches nobody."""
    assert 1 == len(found(concluded(called(), filler, now=at(6)), "answer"))


def test_a_call_that_was_taken_back_ends_its_clock_unjudged() -> None:
    """Nobody waits any more."""
    seen = concluded(called("sms"), closed(Instant(NIGHT + SECOND), "withdrawn"))

    assert "cancelled" == clock(seen, "answer")["status"]


def test_a_late_answer_resolves_the_finding_and_nobody_is_warned_within_seconds() -> None:
    """A warning at half of fifteen seconds helps nobody."""
    late = Instant(NIGHT + MINUTE)
    seen = concluded(called(), accepted("hotline", late))

    assert [late] == [f.resolved_at for f in found(seen, "answer")]
    assert [] == [n for n in seen.notices if n.data["clock"] == "answer"]


def test_a_reopened_call_is_not_answered_anew() -> None:
    """The rework is the department's, the channel answered once."""
    done = [accepted("hotline", NIGHT), responded("hotline", NIGHT), closed(NIGHT)]
    seen = concluded(called(), *done, reopened(at(8)), now=at(9))

    assert 2 == case_row(seen)["episode"]
    assert clock(seen, "answer", episode=2) is None


def test_the_departments_keep_their_own_limits() -> None:
    """The hotline's fifteen seconds are not the water works'."""
    seen = concluded(called(), assigned("water", NIGHT))

    assert "working-days" == clock(seen, "accept")["unit"]


def test_other_cases_have_no_such_clock() -> None:
    """A clock exists where a policy states it."""
    assert clock(concluded(opened()), "answer") is None
    assert clock(concluded(opened()), "statutory") is None
