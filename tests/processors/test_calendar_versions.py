"""Versions of a calendar: each opens its own dates, and is known once it is published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from events.instant import HOUR, Instant
from processors.policies.sla_policy import CaseFacts
from processors.published.reference import Reference
from processors.time.calendar import Calendar, build_calendar
from processors.time.deadline import Due, Target, due
from processors.time.working_time import add_business
from tests.history import assigned, clock, concluded, learned, opened, publication, reference
from tests.history import withdrawn as withdrawal
from tests.processors.calendars import SUMMER, WEEK, WEEKEND, at, opened_by, shown, version

DECEMBER = at("2026-12-29 10:00")
FIVE_DAYS = Target(5, "working-days")


THIS_YEAR = version(1)
NEXT_YEAR = version(2, "2027-01-01", "2027-12-31", overrides={"2027-01-01": [], "2027-01-04": []})


def known_through(*versions: dict[str, Any]) -> str:
    return str(date.fromordinal(build_calendar(*versions).known_through))


def published(
    *publications: tuple[dict[str, Any], Instant], by: Reference | None = None
) -> Reference:
    events = [publication("calendar.published", data, when) for data, when in publications]
    return learned(by or Reference(), *events)


def seen(known: Reference, as_of: Instant) -> Calendar:
    found = known.calendar("county", as_of)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "as_of,expected",
    [
        ("2026-11-09 23:59", Due(at("2027-01-05 17:30"), True)),
        ("2026-11-10 00:00", Due(at("2027-01-07 17:30"), False)),  # published at this instant
        ("2026-11-10 00:01", Due(at("2027-01-07 17:30"), False)),
    ],
)
def test_next_years_calendar_makes_a_deadline_firm_once_it_is_published(
    as_of: str, expected: Due
) -> None:
    """Nobody waits for New Year to learn which days of January are holidays."""
    known = published((THIS_YEAR, at("2026-01-01 00:00")), (NEXT_YEAR, at("2026-11-10 00:00")))

    assert due(seen(known, at(as_of)), DECEMBER, FIVE_DAYS) == expected


def test_a_clock_of_a_case_turns_firm_when_the_calendar_is_published() -> None:
    """The case is concluded again, and its row says what was used."""
    data = NEXT_YEAR | {"calendar_id": "china"}
    told = published((data, at("2026-12-29 18:00")), by=reference())
    begun = (opened(DECEMBER), assigned("water", DECEMBER))
    before, after = (
        clock(concluded(*begun, now=now, by=told), "resolve")
        for now in (at("2026-12-29 17:59"), at("2026-12-29 18:00"))
    )

    assert (before["provisional"], before["calendar"]) == (True, "china/1")
    assert (after["provisional"], after["calendar"]) == (False, "china/1+2")
    assert told.next_change(at("2026-12-29 17:59")) == at("2026-12-29 18:00")
    assert told.next_change(at("2026-12-29 18:00")) is None


@pytest.mark.parametrize(
    "day,weekly", [("2026-06-30", WEEK), ("2026-07-01", SUMMER), ("2026-07-02", SUMMER)]
)
def test_summer_hours_open_the_office_from_their_date_on(day: str, weekly: dict[str, Any]) -> None:
    """And the days before keep the hours that they had."""
    known = build_calendar(THIS_YEAR, version(2, "2026-07-01", weekly=SUMMER))

    assert opened_by(known, weekly, day)


def test_working_time_runs_across_a_change_of_hours() -> None:
    """Half of it by the old hours, half by the new ones."""
    known = build_calendar(THIS_YEAR, version(2, "2026-07-01", weekly=SUMMER))
    end = add_business(known, at("2026-06-30 17:00"), HOUR)

    assert shown(end) == "2026-07-01 08:30"


def test_the_earliest_version_opens_the_dates_before_it_too() -> None:
    """A case older than the first calendar has a deadline all the same."""
    known = build_calendar(version(1, "2026-03-01"), version(2, "2026-07-01", weekly=SUMMER))

    assert opened_by(known, WEEK, "2020-03-02")


def test_a_version_from_the_middle_of_a_day_opens_that_whole_day() -> None:
    """An office has one set of hours a day."""
    known = build_calendar(THIS_YEAR, version(2, "2026-07-01T23:59:00+08:00", weekly=SUMMER))

    assert opened_by(known, WEEK, "2026-06-30")
    assert opened_by(known, SUMMER, "2026-07-01")


def test_a_higher_version_with_the_same_date_replaces_the_lower_one() -> None:
    """A correction leaves nothing of what it corrects, whatever came first."""
    known = build_calendar(version(3, weekly=SUMMER), version(2, known_through="2028-12-31"))

    assert opened_by(known, SUMMER, "2026-07-01")
    assert (known.name, known_through(version(3), version(2))) == ("county/3", "2026-12-31")


def test_a_correction_of_an_older_version_leaves_the_newer_one() -> None:
    """The greatest valid_from counts first, then the version."""
    known = build_calendar(version(2, "2026-07-01", weekly=SUMMER), version(3, weekly=WEEKEND))

    assert opened_by(known, WEEKEND, "2026-06-30")
    assert opened_by(known, SUMMER, "2026-07-01")
    assert (known.name, known.version) == ("county/3+2", 2)


def test_the_latest_version_gives_the_zone() -> None:
    """A calendar has one zone: local dates must not overlap or leave a hole."""
    known = build_calendar(THIS_YEAR, version(2, "2026-07-01", timezone="Europe/Berlin"))

    assert known.timezone == "Europe/Berlin"


def test_many_versions_are_named_by_the_first_and_the_last() -> None:
    """The name stands in every row of a clock, so it stays short."""
    years = [version(n, f"{2020 + n}-01-01") for n in range(1, 10)]

    assert build_calendar(*years[:3]).name == "county/1+2+3"
    assert build_calendar(*years).name == "county/1..9"


@pytest.mark.parametrize(
    "first,start,second,expected",
    [
        ("2026-12-30", "2027-01-01", "2027-12-31", "2026-12-30"),  # one day is not announced
        ("2026-12-31", "2027-01-01", "2027-12-31", "2027-12-31"),
        ("2027-01-01", "2027-01-01", "2027-12-31", "2027-12-31"),
        ("2026-06-30", "2027-01-01", "2027-12-31", "2026-06-30"),
        # What a version replaces, it no longer announces.
        ("2027-06-30", "2027-01-01", "2027-03-31", "2027-03-31"),
        ("2027-06-30", "2027-01-01", "2026-06-30", "2026-12-31"),
    ],
)
def test_a_calendar_is_known_up_to_its_first_date_that_is_not_announced(
    first: str, start: str, second: str, expected: str
) -> None:
    """Beyond a gap a deadline would rest on days that nobody has announced."""

    assert known_through(version(1, "2026-01-01", first), version(2, start, second)) == expected


def test_a_deadline_beyond_a_gap_is_provisional_until_the_gap_is_closed() -> None:
    """A correction that announces the missing months mends it."""
    first, second = version(1, known_through="2026-06-30"), version(3, "2027-01-01", "2027-12-31")
    gap, closed = build_calendar(first, second), build_calendar(first, second, version(2))

    assert due(gap, DECEMBER, FIVE_DAYS).provisional
    assert not due(closed, DECEMBER, FIVE_DAYS).provisional


def test_a_withdrawn_version_leaves_its_dates_to_the_others() -> None:
    """It was a slip, and nothing of it counts, not even as of its own time."""
    slip = publication("calendar.published", NEXT_YEAR)
    whole = published((THIS_YEAR, at("2026-01-01 00:00")), by=learned(Reference(), slip))
    kept = whole.learn(withdrawal(slip, DECEMBER))

    assert not due(seen(whole, DECEMBER), DECEMBER, FIVE_DAYS).provisional
    assert due(seen(kept, DECEMBER), DECEMBER, FIVE_DAYS) == Due(at("2027-01-05 17:30"), True)
    assert seen(kept, DECEMBER) is build_calendar(THIS_YEAR)


def test_a_policy_that_a_coming_version_cannot_serve_is_passed_over() -> None:
    """No clock may run into a year whose openings never reach its deadline."""
    sparse = version(2, "2027-01-01", weekly={"1": [["09:00", "09:01"]]})
    silence = {"silence": {"target": 500_000, "unit": "business-minutes"}}
    limits = {"policy_id": "county", "version": 1, "kind": "sla", "valid_from": "2026-01-01"}
    policy = publication("policy.published", limits | {"content": {"calendar": "county"} | silence})
    known = published((THIS_YEAR, DECEMBER), by=learned(reference(), policy))
    armed = [
        one.armed(CaseFacts(), DECEMBER) for one in (known, published((sparse, DECEMBER), by=known))
    ]

    assert ["county/1", "sla-135/1"] == [policy.name for policy, _ in filter(None, armed)]


def test_a_broken_version_leaves_the_others() -> None:
    """And says why it is passed over."""
    broken = version(3, "2026-07-01", weekly={})
    known = published(*((data, DECEMBER) for data in (THIS_YEAR, broken, NEXT_YEAR)))

    assert seen(known, DECEMBER) is build_calendar(THIS_YEAR, NEXT_YEAR)
    assert ["calendar county: weekly is never open: open at least one weekday"] == [
        *known.problems(DECEMBER)
    ]


def test_the_same_versions_are_laid_out_once() -> None:
    """Every partition learns them; they share one line."""
    versions = [(THIS_YEAR, DECEMBER), (NEXT_YEAR, DECEMBER)]

    assert seen(published(*versions), DECEMBER) is seen(published(*versions[::-1]), DECEMBER)
