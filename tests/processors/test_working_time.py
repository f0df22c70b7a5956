"""Working time: the vectors of the exact meanings, and the edges of days and intervals."""

from __future__ import annotations

from datetime import date

import pytest

from events.instant import HOUR, MINUTE
from processors.time.working_time import (
    add_business,
    add_calendar_days,
    add_working_days,
    open_between,
    ordinal_at,
)
from tests.processors.calendars import (
    HOURS,
    at,
    calendar,
    china,
    every_day,
    in_zone,
    minutes,
    shown,
)

FIVE_PM = 17 * HOUR


def test_five_working_days_from_before_the_national_holiday_count_the_worked_saturday() -> None:
    """Vector: a weekend-naive count gives 10-13."""

    due = add_working_days(china(), at("2026-09-29 10:00"), 5)
    assert shown(due) == "2026-10-12 17:30"


@pytest.mark.parametrize(
    "start,until,expected",
    [
        ("2026-09-30 16:00", "2026-10-08 10:00", 150),  # vector
        ("2026-10-08 10:00", "2026-10-10 11:00", 900),  # vector: over a worked Saturday
        ("2026-10-01 00:00", "2026-10-07 23:59", 0),  # vector: the holiday
        ("2026-09-30 11:59", "2026-09-30 12:00", 1),
        ("2026-09-30 12:00", "2026-09-30 13:30", 0),  # lunch
        ("2026-09-30 12:00", "2026-09-30 13:31", 1),
        ("2026-09-30 10:00", "2026-09-30 10:00", 0),
        ("2026-09-30 10:00", "2026-09-30 09:00", 0),  # backwards
    ],
)
def test_business_minutes_between(start: str, until: str, expected: int) -> None:
    """Only opening hours count, holidays and make-up workdays included."""

    assert minutes(open_between(china(), at(start), at(until))) == expected


@pytest.mark.parametrize(
    "start,amount,expected",
    [
        ("2026-09-30 16:30", 59, "2026-09-30 17:29"),
        ("2026-09-30 16:30", 60, "2026-09-30 17:30"),  # used up at closing, not at opening
        ("2026-09-30 16:30", 61, "2026-10-08 09:01"),
        ("2026-10-03 12:00", 1, "2026-10-08 09:01"),  # started in the holiday
        ("2026-10-03 12:00", 0, "2026-10-03 12:00"),
    ],
)
def test_adding_business_minutes_ends_within_at_and_after_closing_time(
    start: str, amount: int, expected: str
) -> None:
    """Time that is used up exactly at closing ends there, before the holiday."""

    assert shown(add_business(china(), at(start), amount * MINUTE)) == expected


def test_business_time_does_not_run_backwards() -> None:
    """A negative duration is a programmer's slip, not a deadline."""
    with pytest.raises(ValueError, match="runs backwards"):
        add_business(china(), at("2026-09-30 10:00"), -1)


@pytest.mark.parametrize(
    "received,expected",
    [
        ("2026-10-09 16:59", "2026-10-10 17:30"),
        ("2026-10-09 17:00", "2026-10-10 17:30"),  # exactly at the cut-off is in time
        ("2026-10-09 17:01", "2026-10-12 17:30"),  # counts as received on Saturday, worked
        ("2026-10-10 17:01", "2026-10-13 17:30"),
        ("2026-10-11 09:00", "2026-10-13 17:30"),  # Sunday: received on Monday
    ],
)
def test_receipt_after_the_cut_off_counts_as_the_next_working_day(
    received: str, expected: str
) -> None:
    """With the option, what comes on Sunday is not due before what came on Saturday evening."""

    assert shown(add_working_days(china(), at(received), 1, FIVE_PM)) == expected


@pytest.mark.parametrize(
    "received,expected",
    [
        ("2026-10-08 23:59", "2026-10-09 17:30"),
        ("2026-10-09 00:00", "2026-10-10 17:30"),
        ("2026-10-11 09:00", "2026-10-12 17:30"),  # Sunday
    ],
)
def test_without_a_cut_off_the_date_of_receipt_decides(received: str, expected: str) -> None:
    """Counting begins on the day after receipt (次日起), whatever the hour."""

    assert shown(add_working_days(china(), at(received), 1)) == expected


def test_a_working_day_is_never_twenty_four_hours() -> None:
    """Received in the morning or at night, one working day ends at the same closing time."""
    morning, night = at("2026-09-29 00:00"), at("2026-09-29 23:59")

    assert add_working_days(china(), morning, 1) == add_working_days(china(), night, 1)


@pytest.mark.parametrize(
    "roll,expected",
    [
        ("none", "2026-10-04 00:00"),  # the midnight that ends Saturday 10-03
        ("next", "2026-10-08 17:30"),
        ("previous", "2026-09-30 17:30"),
    ],
)
def test_calendar_days_that_end_in_a_holiday_roll_as_told(roll: str, expected: str) -> None:
    """A date without openings ends at midnight unless the policy rolls it."""
    due, _ = add_calendar_days(china(), at("2026-09-28 10:00"), 5, roll)  # type: ignore[arg-type]

    assert shown(due) == expected


def test_calendar_days_that_end_on_a_working_day_end_at_closing_time() -> None:
    """Where there are business hours, the last day ends with them."""
    due, _ = add_calendar_days(china(), at("2026-10-05 10:00"), 3, "none")

    assert shown(due) == "2026-10-08 17:30"


def test_a_roll_to_the_previous_day_never_ends_before_the_receipt() -> None:
    """Received inside the holiday, the previous working day is over: the next one counts."""
    due, _ = add_calendar_days(china(), at("2026-10-02 10:00"), 1, "previous")

    assert shown(due) == "2026-10-08 17:30"


@pytest.mark.parametrize(
    "received,expected", [("16:59", "10-15"), ("17:00", "10-15"), ("17:01", "10-16")]
)
def test_calendar_days_after_the_cut_off_count_from_the_next_date(
    received: str, expected: str
) -> None:
    """The option means the same for both units of days."""
    start = at(f"2026-10-14 {received}")
    due, _ = add_calendar_days(china(), start, 1, "none", FIVE_PM)

    assert shown(due) == f"2026-{expected} 17:30"


def test_no_days_are_no_target() -> None:
    """Nought days would be due before they begin."""
    with pytest.raises(ValueError, match="give 1 or more"):
        add_working_days(china(), at("2026-09-29 10:00"), 0)
    with pytest.raises(ValueError, match="give 1 or more"):
        add_calendar_days(china(), at("2026-09-29 10:00"), 0, "none")


def test_an_office_that_opens_one_minute_a_week_still_gives_far_deadlines() -> None:
    """The line is laid out further until the deadline is found."""
    rare = calendar({"1": [["09:00", "09:01"]]})
    due = add_business(rare, at("2026-01-05 00:00"), 500 * MINUTE)

    assert shown(due) == "2035-07-30 09:01"


def test_a_deadline_that_is_never_reached_is_refused() -> None:
    """It is refused loudly, never left unarmed."""
    rare = calendar({"1": [["09:00", "09:01"]]})

    with pytest.raises(ValueError, match="no deadline is reached"):
        add_business(rare, at("2026-01-05 00:00"), 10_000 * MINUTE)
    with pytest.raises(ValueError, match="no deadline is reached"):
        add_working_days(rare, at("2026-01-05 00:00"), 10_000)


def test_a_skipped_hour_opens_nothing_and_a_repeated_one_twice() -> None:
    """An instant is open when the clock on the wall says so."""
    night = calendar(every_day("01:00", "04:00"), timezone="Europe/Berlin")
    spring = in_zone("2026-03-29 00:00", "Europe/Berlin")
    autumn = in_zone("2026-10-25 00:00", "Europe/Berlin")

    assert open_between(night, spring, add_business(night, spring, 2 * HOUR)) == 2 * HOUR
    assert shown(add_business(night, spring, 2 * HOUR), "Europe/Berlin") == "2026-03-29 04:00"
    assert shown(add_business(night, autumn, 4 * HOUR), "Europe/Berlin") == "2026-10-25 04:00"


def test_a_date_whose_midnight_is_skipped_begins_when_the_clock_jumps() -> None:
    """In Beirut the clock goes from 24:00 to 01:00 in spring."""
    office = calendar({"1": HOURS}, timezone="Asia/Beirut")
    jump = in_zone("2026-03-29 01:00", "Asia/Beirut")
    due, _ = add_calendar_days(office, in_zone("2026-03-27 10:00", "Asia/Beirut"), 1, "none")

    assert due == jump
    assert ordinal_at(office, jump) == date(2026, 3, 29).toordinal()
