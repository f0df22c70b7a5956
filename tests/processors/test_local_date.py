"""Local dates: midnights and years of a zone, through its summer time."""

from __future__ import annotations

import pytest

from events.instant import DAY, Instant, parse
from processors.time.local_date import (
    local_date,
    local_year,
    midnight,
    window_start,
    year_start,
)

SHANGHAI, CHICAGO = "Asia/Shanghai", "America/Chicago"


@pytest.mark.parametrize(
    "at, date",
    [("15:59:59", "2024-03-01"), ("16:00:00", "2024-03-02"), ("16:00:01", "2024-03-02")],
)
def test_a_date_begins_at_local_midnight(at: str, date: str) -> None:
    """Sixteen o'clock in UTC is midnight in Shanghai."""
    instant = parse(f"2024-03-01T{at}Z")

    assert local_date(parse(f"{date}T12:00:00+08:00"), SHANGHAI) == local_date(instant, SHANGHAI)


def test_a_window_over_the_change_of_clocks_still_counts_dates() -> None:
    """The day of the change has 23 hours in Chicago; it is one date."""
    monday = parse("2024-03-11T00:30:00-05:00")

    assert parse("2024-03-10T00:00:00-06:00") == window_start(monday, 1, CHICAGO)


def test_a_midnight_is_where_its_date_begins() -> None:
    """And a microsecond before it is the day before."""
    at = parse("2024-06-15T20:00:00Z")
    ordinal = local_date(at, SHANGHAI)
    begins = midnight(ordinal, SHANGHAI)

    assert (ordinal, ordinal - 1) == (
        local_date(begins, SHANGHAI),
        local_date(Instant(begins - 1), SHANGHAI),
    )
    assert 0 <= at - begins < DAY


def test_a_year_is_that_of_the_zone() -> None:
    """New Year comes to Shanghai while UTC still has the old year."""
    at = parse("2023-12-31T16:00:00Z")

    assert (2024, at) == (local_year(at, SHANGHAI), year_start(at, SHANGHAI))
