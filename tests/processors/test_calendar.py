"""Calendars as published: what is open when, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import chinese_calendar
import pytest

from events.instant import DAY
from processors.policies.policy import PolicyError
from processors.time.calendar import build_calendar
from processors.time.china import china_calendar
from processors.time.working_time import is_working_day, open_between
from tests.processors.calendars import HOURS, at, calendar, china, every_day


@pytest.mark.parametrize(
    "day,worked",
    [
        (date(2026, 9, 30), True),  # the Wednesday before the holiday
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday that is worked instead
        (date(2026, 10, 11), False),  # the Sunday after
    ],
)
def test_overrides_close_weekdays_and_open_weekends(day: date, worked: bool) -> None:
    """Make-up workdays (调休) are the rule that weekend-naive calendars get wrong."""

    assert is_working_day(china(), day) is worked


def test_chinas_calendar_agrees_with_its_source_on_every_announced_day() -> None:
    """The calendar states differences from the week only, so each day is proved."""
    known = china()
    days = [date.fromordinal(day) for day in range(date(2004, 1, 1).toordinal(), 740_000)]
    announced = [day for day in days if day.year <= 2026]
    differing = [d for d in announced if is_working_day(known, d) != chinese_calendar.is_workday(d)]

    assert differing == []


def test_chinas_calendar_is_known_to_the_end_of_the_last_announced_year() -> None:
    """Beyond it a deadline is a guess, and must say so."""

    assert china_calendar()["known_through"] == "2026-12-31"


def test_a_calendar_of_the_same_content_is_built_once() -> None:
    """Every partition learns the same calendar; it is laid out once for all of them."""

    assert build_calendar(china_calendar()) is build_calendar(china_calendar())


def test_a_calendar_names_its_version() -> None:
    """The clocks table says which calendar a deadline was computed with."""

    assert calendar(version=3).name == "county/3"


def test_a_bare_date_makes_a_calendar_valid_from_midnight_on_its_wall() -> None:
    """A date is a date of the calendar's own zone."""

    assert calendar(valid_from="2026-01-01").valid_from == at("2026-01-01 00:00")


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"timezone": "Mars/Olympus"}, "timezone 'Mars/Olympus' is unknown"),
        ({"weekly": {"8": HOURS}}, "weekly.8 is no weekday"),
        ({"weekly": {"1": [["9", "12:00"]]}}, "are no intervals"),
        ({"weekly": {"1": [["09:00", "24:01"]]}}, "are no intervals"),
        ({"weekly": {"1": [["22:00", "06:00"]]}}, "split an interval at midnight"),
        ({"weekly": {"1": [["09:00", "09:00"]]}}, "closes before it opens"),
        ({"weekly": {"1": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "overlap"),
        ({"weekly": {}}, "open at least one weekday"),
        ({"weekly": {"1": [], "7": []}}, "open at least one weekday"),
        ({"weekly": [HOURS]}, "weekly is no mapping"),
        ({"overrides": {"2026-02-30": []}}, "'2026-02-30' is no date"),
        ({"known_through": "soon"}, "known_through 'soon' is no date"),
        ({"valid_from": "soon"}, "valid_from is 'soon'"),
    ],
)
def test_a_calendar_that_cannot_be_used_is_refused_with_the_mend(
    changes: dict[str, Any], message: str
) -> None:
    """Whoever publishes it can mend it from the one line."""
    with pytest.raises(PolicyError, match=message.replace("(", r"\(")):
        calendar(**changes)


def test_a_calendar_without_a_field_says_which() -> None:
    """A missing field is the commonest slip."""
    data = {name: value for name, value in china_calendar().items() if name != "known_through"}

    with pytest.raises(PolicyError, match="calendar china: known_through is missing: write it"):
        build_calendar(data)


def test_a_day_may_be_open_around_the_clock() -> None:
    """Hotlines never close: 24:00 closes a day and touches the next one."""
    always = calendar(every_day("00:00", "24:00"))
    week = (at("2026-10-01 00:00"), at("2026-10-08 00:00"))

    assert open_between(always, *week) == 7 * DAY
