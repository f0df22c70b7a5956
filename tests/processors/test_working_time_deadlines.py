"""Deadlines: targets, pauses, extensions, bands, and what is provisional."""

from __future__ import annotations

import pytest

from events.instant import MINUTE, SECOND, Instant
from processors.time.deadline import Due, Target, due, measure, percent_instant, union
from tests.processors.calendars import WEEK, at, calendar, china, every_day, minutes, shown

THREE_DAYS = Target(3, "working-days")


@pytest.mark.parametrize(
    "target,expected",
    [
        (Target(1, "working-days"), "2026-10-08 17:30"),
        (Target(1, "calendar-days"), "2026-10-02 00:00"),
        (Target(90, "business-minutes"), "2026-09-30 17:30"),
        (Target(91, "business-minutes"), "2026-10-08 09:01"),
        (Target(90, "minutes-24x7"), "2026-09-30 17:30"),
        (Target(720, "minutes-24x7"), "2026-10-01 04:00"),
    ],
)
def test_each_unit_counts_in_its_own_way(target: Target, expected: str) -> None:
    """Days are never turned into hours or back."""

    assert shown(due(china(), at("2026-09-30 16:00"), target).deadline) == expected


def test_fifteen_seconds_run_day_and_night() -> None:
    """A hotline answers in the holiday too."""
    start = at("2026-10-01 03:00")

    assert due(china(), start, Target(0.25, "minutes-24x7")) == Due(
        Instant(start + 15 * SECOND), False
    )


@pytest.mark.parametrize(
    "since,until,moved",
    [
        ("2026-10-08 10:00", "2026-10-10 11:00", 900),  # vector
        ("2026-10-01 00:00", "2026-10-07 23:59", 0),  # vector
        ("2026-09-30 12:00", "2026-09-30 13:30", 0),
        ("2026-09-28 09:00", "2026-09-29 10:00", 0),  # before the clock started
        ("2026-09-28 09:00", "2026-09-29 11:00", 60),  # only what lies after the start
    ],
)
def test_a_pause_moves_a_deadline_by_the_business_time_it_covered(
    since: str, until: str, moved: int
) -> None:
    """Closed time moves nothing."""
    start, pause = at("2026-09-29 10:00"), (at(since), at(until))
    target = Target(5, "working-days")
    plain = due(china(), start, target).deadline
    paused = due(china(), start, target, paused=[pause]).deadline

    assert minutes(measure(china(), "business-minutes", plain, paused)) == moved


@pytest.mark.parametrize(
    "since,expected",
    [
        ("2026-10-12 17:29", "2026-10-13 11:01"),  # to 11:00: two hours and a minute
        ("2026-10-12 17:30", "2026-10-12 17:30"),  # begins at the deadline
        ("2026-10-12 17:31", "2026-10-12 17:30"),
    ],
)
def test_a_pause_after_a_breach_does_not_undo_it(since: str, expected: str) -> None:
    """A department cannot pause its way out of a breach."""
    pause = (at(since), at("2026-10-13 11:00"))
    found = due(china(), at("2026-09-29 10:00"), Target(5, "working-days"), paused=[pause])

    assert shown(found.deadline) == expected


def test_a_second_pause_inside_the_moved_deadline_counts() -> None:
    """The first pause moved the deadline, so the second one begins before it."""
    start = at("2026-10-14 10:00")
    pauses = [
        (at("2026-10-15 16:30"), at("2026-10-15 17:30")),  # to 10-16 10:00
        (at("2026-10-16 09:30"), at("2026-10-16 09:45")),
    ]
    found = due(china(), start, Target(1, "working-days"), paused=pauses)

    assert shown(found.deadline) == "2026-10-16 10:15"


def test_overlapping_pauses_are_a_union() -> None:
    """Two reasons at once stop the clock once."""
    first = (at("2026-10-14 10:00"), at("2026-10-14 11:00"))
    second = (at("2026-10-14 10:30"), at("2026-10-14 11:30"))
    empty = (at("2026-10-14 15:00"), at("2026-10-14 15:00"))

    assert union([second, empty, first]) == [(first[0], second[1])]


def test_a_pause_of_a_clock_that_never_closes_moves_it_by_plain_time() -> None:
    """Night is not closed for a 24x7 clock."""
    pause = (at("2026-10-01 00:30"), at("2026-10-01 01:00"))
    found = due(china(), at("2026-10-01 00:00"), Target(60, "minutes-24x7"), paused=[pause])

    assert shown(found.deadline) == "2026-10-01 01:30"


def test_an_extension_of_the_same_unit_raises_the_target() -> None:
    """An extension is not a pause: 3 working days and 2 more are 5."""
    start = at("2026-09-29 10:00")
    found = due(china(), start, THREE_DAYS, extended=[Target(2, "working-days")])

    assert found == due(china(), start, Target(5, "working-days"))


def test_an_extension_of_another_unit_is_added_to_the_deadline() -> None:
    """Units are never converted: the minutes run from the deadline in days."""
    extended = [Target(30, "business-minutes")]
    found = due(china(), at("2026-10-12 10:00"), Target(1, "working-days"), extended=extended)

    assert shown(found.deadline) == "2026-10-14 09:30"


@pytest.mark.parametrize(
    "start,provisional",
    [("2026-12-27", False), ("2026-12-28", False), ("2026-12-29", True)],
)
def test_a_deadline_past_what_is_announced_is_provisional(start: str, provisional: bool) -> None:
    """Three working days from Monday 12-28 end on the last announced day."""
    found = due(china(), at(f"{start} 10:00"), THREE_DAYS)

    assert found.provisional is provisional


def test_publishing_the_next_year_turns_a_provisional_deadline_firm() -> None:
    """The guess by the weekly pattern is replaced when New Year's Day is announced closed."""
    start = at("2026-12-29 10:00")
    known = calendar(WEEK, {"2027-01-01": []}, known_through="2027-12-31")
    guess = calendar(WEEK, known_through="2026-12-31")

    assert due(guess, start, THREE_DAYS) == Due(at("2027-01-01 17:30"), True)
    assert due(known, start, THREE_DAYS) == Due(at("2027-01-04 17:30"), False)


def test_a_day_rolled_back_from_an_unannounced_date_is_provisional() -> None:
    """Whether it rolls at all is a guess."""
    friday = calendar(known_through="2026-10-16")
    target = Target(3, "calendar-days")

    assert due(friday, at("2026-10-14 10:00"), target, roll="previous") == Due(
        at("2026-10-16 17:30"), True
    )


def test_a_clock_that_never_closes_is_never_provisional() -> None:
    """It asks no calendar."""

    assert not due(china(), at("2031-01-01 00:00"), Target(60, "minutes-24x7")).provisional


@pytest.mark.parametrize(
    "percent,expected",
    [
        (0, "2026-09-29 10:00"),
        (50, "2026-10-08 09:30"),
        (80, "2026-10-09 10:36"),
        (100, "2026-10-09 17:30"),
        (200, "2026-10-14 16:30"),
    ],
)
def test_bands_of_a_day_clock_are_shares_of_its_business_minutes(
    percent: int, expected: str
) -> None:
    """From Tuesday 10:00 to Friday a week later there are 1 620 business minutes."""
    calendar_, start = china(), at("2026-09-29 10:00")
    deadline = due(calendar_, start, THREE_DAYS).deadline

    assert minutes(measure(calendar_, "working-days", start, deadline)) == 1620
    assert shown(percent_instant(calendar_, start, deadline, percent, "working-days")) == expected


def test_bands_of_a_clock_that_never_closes_are_shares_of_plain_time() -> None:
    """Half of an hour is half an hour, at night too."""
    start = at("2026-10-01 00:00")
    deadline = Instant(start + 60 * MINUTE)

    assert shown(percent_instant(china(), start, deadline, 50, "minutes-24x7")) == (
        "2026-10-01 00:30"
    )


def test_bands_of_calendar_days_without_business_time_are_shares_of_plain_time() -> None:
    """One calendar day inside a holiday has no business minutes to share."""
    start = at("2026-10-02 00:00")
    deadline = due(china(), start, Target(1, "calendar-days")).deadline

    assert shown(percent_instant(china(), start, deadline, 50, "calendar-days")) == (
        "2026-10-03 00:00"
    )


@pytest.mark.parametrize("amount,provisional", [(59, False), (60, False), (61, True)])
def test_a_deadline_at_the_midnight_that_ends_the_last_announced_day_is_firm(
    amount: int, provisional: bool
) -> None:
    """The minutes up to that midnight all lie on announced days."""
    always = calendar(every_day("00:00", "24:00"), known_through="2026-12-31")
    found = due(always, at("2026-12-31 23:00"), Target(amount, "business-minutes"))

    assert found.provisional is provisional
