"""Pauses and extensions: what moves a deadline, by how much, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Event
from events.instant import Instant, render
from tests.history import (
    assigned,
    at,
    clock,
    closed,
    concluded,
    evaluated,
    extended,
    flags,
    found,
    on,
    opened,
    paused,
    reopened,
    replied,
    responded,
    resumed,
)


def _resolve(*events: Event, now: Instant | None = None) -> Any:
    return clock(concluded(opened(), assigned("water"), *events, now=now), "resolve")


@pytest.mark.parametrize(
    "ending", [resumed(at(1, 14)), replied(at(1, 14))], ids=["resumed", "reply"]
)
def test_a_pause_moves_the_deadline_by_the_business_time_it_covered(ending: Event) -> None:
    """From 10:00 to 14:00 the offices were open 150 minutes; the lunch hour counts nothing."""
    row = _resolve(paused(at(1, 10)), ending)

    assert (150, "2026-03-06T03:30:00Z") == (row["paused"], row["deadline"])


def test_a_pause_ends_at_the_instant_it_was_foreseen_to() -> None:
    """``until`` needs no event."""
    row = _resolve(paused(at(1, 10), until=at(1, 12)), resumed(at(4)))

    assert "2026-03-06T03:00:00Z" == row["deadline"]


def test_a_pause_has_a_maximum() -> None:
    """Ten working days after 3 March end on the 17th: nobody waits for ever for a party."""
    row = _resolve(paused(at(1, 10)), now=at(60))

    assert "2026-03-20T08:30:00Z" == row["deadline"]


def test_a_running_pause_counts_to_its_known_end_so_that_deadlines_do_not_creep() -> None:
    """What is said at 11:00 and at 15:00 of the same pause is the same."""
    rows = [_resolve(paused(at(1, 10)), now=at(1, hour))["deadline"] for hour in (11, 15)]

    assert rows[0] == rows[1]


def test_overlapping_pauses_are_a_union() -> None:
    """Two reasons to wait are one wait."""
    row = _resolve(
        paused(at(1, 9)),
        paused(at(1, 10), "expertise"),
        resumed(at(1, 11)),
        resumed(at(1, 12), "expertise"),
    )

    assert 180 == row["paused"]


def test_resuming_one_reason_leaves_the_other_paused() -> None:
    """Each pause ends for its own reason; a reply from the party ends them all."""
    still = _resolve(paused(at(1, 9)), paused(at(1, 10), "expertise"), resumed(at(1, 11)))
    heard = _resolve(paused(at(1, 9)), paused(at(1, 10), "expertise"), replied(at(1, 11)))

    assert heard["deadline"] < still["deadline"]
    assert 120 == heard["paused"]


def test_resuming_for_another_reason_ends_nothing_and_is_flagged() -> None:
    """Who says that the expert came does not say that the party answered."""
    seen = concluded(
        opened(), assigned("water"), paused(at(1, 10)), resumed(at(1, 11), "expertise"), now=at(2)
    )

    assert ["resumed-without-its-pause"] == flags(seen)
    assert "2026-03-18T09:30:00Z" < clock(seen, "resolve")["deadline"]


def test_a_pause_for_a_reason_the_policy_does_not_allow_is_flagged_and_moves_nothing() -> None:
    """Internal approval is the department's own time."""
    seen = concluded(opened(), assigned("water"), paused(at(1), "approval"), now=at(5))

    assert ["pause-not-allowed"] == flags(seen)
    assert "2026-03-05T09:30:00Z" == clock(seen, "resolve")["deadline"]


@pytest.mark.parametrize(
    ("begins", "count"), [(at(3, 17, 29), 0), (at(3, 17, 30), 1), (at(3, 17, 31), 1)]
)
def test_a_pause_does_not_undo_a_breach(begins: Instant, count: int) -> None:
    """A pause that begins at the deadline or later finds the clock run out."""
    seen = concluded(opened(), assigned("water"), paused(begins), now=at(4))

    assert count == len(found(seen, "resolve"))


@pytest.mark.parametrize("kind", ["accept", "return"])
def test_accept_and_return_never_pause(kind: str) -> None:
    """Signing needs nobody else."""
    history = [opened(), assigned("water"), paused(at(0, 10)), resumed(at(1))]

    assert 0 == clock(concluded(*history), kind)["paused"]


def test_silence_stands_still_during_an_allowed_pause() -> None:
    """Waiting for the party is no stall."""
    history = [opened(), assigned("water"), paused(at(1)), resumed(at(3))]

    assert [] == found(concluded(*history, now=at(8)), "silence")
    assert [at(9, 17, 30)] == [
        f.raised_at for f in found(concluded(*history, now=at(30)), "silence")
    ]


def test_evidence_names_what_started_the_clock_and_what_moved_it() -> None:
    """Anyone can check a finding by hand."""
    begun, wait, more = opened(), paused(at(1, 10), until=at(1, 12)), extended(at(2), 1)
    (finding,) = found(concluded(begun, assigned("water"), wait, more, now=at(9)), "resolve")

    assert (begun.event_id, wait.event_id, more.event_id) == finding.evidence


def test_an_extension_raises_the_target_and_is_reported_apart() -> None:
    """Two more working days: Thursday becomes Monday, 14 business hours."""
    row, plain = _resolve(extended(at(2), 2)), _resolve()

    assert ("2026-03-09T09:30:00Z", 840) == (row["deadline"], row["extended"])
    assert (plain["deadline"], "") == (row["net_deadline"], plain["net_deadline"])


@pytest.mark.parametrize(
    ("asked", "granted"), [(at(3, 17, 29), True), (at(3, 17, 30), True), (at(3, 17, 31), False)]
)
def test_an_extension_must_be_asked_for_before_expiry(asked: Instant, granted: bool) -> None:
    """Afterwards it is flagged and changes nothing."""
    seen = concluded(opened(), assigned("water"), extended(asked, 2))

    assert granted == ("extended-after-expiry" not in flags(seen))
    assert granted == (clock(seen, "resolve")["extended"] > 0)


def test_an_extension_concerns_its_own_clock_only() -> None:
    """More time to resolve is no more time to hold."""
    seen = concluded(opened(), assigned("water"), extended(at(1), 2))

    assert 0 == clock(seen, "holding")["extended"]


def test_a_pause_over_the_make_up_saturday_moves_a_deadline_by_900_minutes() -> None:
    """Thu 2026-10-08 10:00 → Sat 10-10 11:00, which is worked: the vector of the semantics."""
    begun = on("2026-09-29")
    moved = concluded(
        opened(begun),
        assigned("water", begun),
        extended(on("2026-09-30"), 7),
        paused(on("2026-10-08", "10:00")),
        resumed(on("2026-10-10", "11:00")),
    )

    assert 900 == clock(moved, "resolve")["paused"]


def test_five_working_days_from_the_29th_of_september_end_on_the_12th_of_october() -> None:
    """National Day lies between, and Saturday the 10th is worked: a naive count says the 13th."""
    begun = on("2026-09-29")
    evaluation = [opened(begun), assigned("water", begun), responded("water", begun), closed(begun)]
    row = clock(concluded(*evaluation, evaluated(begun, 1)), "rectify")

    assert render(on("2026-10-12", "17:30")) == row["deadline"]


def test_a_deadline_in_a_year_not_announced_yet_is_provisional() -> None:
    """Never a silent guess: it is said that the calendar does not know."""
    begun = on("2027-12-30")

    assert clock(concluded(opened(begun)), "resolve")["provisional"]
    assert not _resolve()["provisional"]


def test_a_pause_of_one_episode_does_not_reach_into_the_next() -> None:
    """The closing ends it."""
    seen = concluded(
        opened(), assigned("water"), paused(at(1)), closed(at(1, 10)), reopened(at(7)), now=at(8)
    )

    assert 0 == clock(seen, "resolve", 2)["paused"]
