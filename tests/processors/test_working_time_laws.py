"""Laws of working time, in several zones, against an oracle that looks at every minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given
from hypothesis import strategies as st

from events.instant import DAY, HOUR, MINUTE, Instant, to_datetime
from processors.policies.policy import UNITS
from processors.time.calendar import Calendar, build_calendar
from processors.time.deadline import Due, Target, due, percent_instant
from processors.time.working_time import (
    add_business,
    add_working_days,
    is_working_day,
    open_between,
    ordinal_at,
)
from tests.processors.calendars import WEEK, at, calendar, china, in_zone, version

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Asia/Beirut", "Australia/Lord_Howe")
CHANGES = (in_zone("2026-03-28", "UTC"), in_zone("2026-10-03", "UTC"), in_zone("2026-10-24", "UTC"))
"""Near these the clocks of the zones change."""

FROM, UNTIL = at("2026-08-01 00:00"), at("2027-03-01 00:00")
instants = st.integers(FROM // MINUTE, UNTIL // MINUTE).map(lambda n: Instant(n * MINUTE))
durations = st.integers(0, 20_000).map(lambda n: n * MINUTE)
targets = st.builds(Target, st.integers(1, 40), st.sampled_from(UNITS))


@st.composite
def intervals(draw: st.DrawFn) -> list[list[str]]:
    edges = sorted(draw(st.sets(st.integers(0, 48), max_size=6)))
    texts = [f"{edge // 2:02}:{edge % 2 * 30:02}" for edge in edges[: len(edges) // 2 * 2]]
    return [texts[place : place + 2] for place in range(0, len(texts), 2)]


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    near = st.dates(date(2026, 3, 27), date(2026, 4, 2)).map(date.isoformat)
    zone = draw(st.sampled_from(ZONES))
    dates = ["2026-01-01", *draw(st.sets(near, max_size=2))]
    return build_calendar(*(draw(versions(near, day, zone)) for day in dates))


@st.composite
def versions(
    draw: st.DrawFn, near: st.SearchStrategy[str], valid_from: str, zone: str
) -> dict[str, Any]:
    weekly = {day: draw(intervals()) for day in "1234567"}
    assume(any(weekly.values()))
    overrides = draw(st.dictionaries(near, intervals(), max_size=3))
    return version(1, valid_from, weekly=weekly, overrides=overrides, timezone=zone)


def open_minutes(known: Calendar, start: Instant, until: Instant) -> int:
    """Count the minutes of [start, until) at which the clock on the wall shows an open time."""
    zone, total = ZoneInfo(known.timezone), 0
    moment = to_datetime(start)
    while moment < to_datetime(until):
        total += _open(known, moment.astimezone(zone))
        moment += timedelta(minutes=1)
    return total


def _open(known: Calendar, wall: datetime) -> bool:
    clock = wall.hour * HOUR + wall.minute * MINUTE
    hours = known.line.open_on(wall.date().toordinal())
    return any(opens <= clock < closes for opens, closes in hours)


@given(calendars(), st.sampled_from(CHANGES), st.integers(0, 2 * 1440), st.integers(0, 2 * 1440))
def test_business_time_is_what_the_clock_on_the_wall_shows(
    known: Calendar, near: Instant, delay: int, length: int
) -> None:
    """Minute by minute, also where an hour is skipped or repeated."""
    start = Instant(near + delay * MINUTE)
    until = Instant(start + length * MINUTE)

    assert open_between(known, start, until) == open_minutes(known, start, until) * MINUTE


@given(instants, instants, instants)
def test_business_time_is_additive(a: Instant, b: Instant, c: Instant) -> None:
    """What is measured in two parts is what is measured at once."""
    a, b, c = sorted((a, b, c))

    assert open_between(china(), a, c) == open_between(china(), a, b) + open_between(china(), b, c)


@given(calendars(), instants, durations)
def test_what_was_added_is_measured_again(known: Calendar, start: Instant, duration: int) -> None:
    """Adding and measuring are inverse, and the instant is the earliest such."""
    end = add_business(known, start, duration)

    assert open_between(known, start, end) == duration
    assert duration == 0 or open_between(known, start, Instant(end - 1)) == duration - 1


@given(instants, durations, durations)
def test_time_may_be_added_in_two_parts(start: Instant, first: int, second: int) -> None:
    """So the order in which pauses become known does not matter."""
    at_once = add_business(china(), start, first + second)

    assert add_business(china(), add_business(china(), start, first), second) == at_once


@given(calendars(), instants, st.integers(1, 60))
def test_working_days_are_the_dates_that_a_walk_counts(
    known: Calendar, start: Instant, days: int
) -> None:
    """A walk over the dates after the receipt, one by one, finds the same date."""
    day, left = date.fromordinal(ordinal_at(known, start)), days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(known, day) and _opens(known, day)

    end = Instant(add_working_days(known, start, days) - 1)

    assert date.fromordinal(ordinal_at(known, end)) == day


def _opens(known: Calendar, day: date) -> bool:
    """Tell whether *day* has a minute of open time: a skipped hour may be its only one."""
    start = in_zone(day.isoformat(), known.timezone)
    return open_between(known, start, Instant(start + DAY)) > 0


@given(instants, st.integers(1, 39), st.sampled_from(UNITS))
def test_a_longer_target_is_never_due_earlier(start: Instant, amount: int, unit: Any) -> None:
    """Deadlines grow with the target."""
    shorter = due(china(), start, Target(amount, unit)).deadline
    longer = due(china(), start, Target(amount + 1, unit)).deadline

    assert start < shorter < longer


@given(instants, instants, targets, st.sampled_from([None, 17 * HOUR]))
def test_a_later_start_is_never_due_earlier(
    first: Instant, second: Instant, target: Target, cut_off: int | None
) -> None:
    """Waiting never shortens a deadline, with a cut-off or without."""
    earlier, later = sorted((first, second))
    early = due(china(), earlier, target, cut_off=cut_off)
    late = due(china(), later, target, cut_off=cut_off)

    assert early.deadline <= late.deadline


@given(instants, targets, st.lists(st.tuples(instants, instants), max_size=3))
def test_a_pause_never_shortens_and_closed_time_moves_nothing(
    start: Instant, target: Target, pauses: list[tuple[Instant, Instant]]
) -> None:
    """A deadline moves by the business time its pauses cover, never back."""
    plain = due(china(), start, target).deadline
    moved = due(china(), start, target, paused=pauses).deadline
    covered = sum(open_between(china(), *pause) for pause in pauses)

    assert plain <= moved
    assert covered or target.unit == "minutes-24x7" or plain == moved


@given(instants, targets)
@example(at("2026-10-02 00:00"), Target(1, "calendar-days"))
def test_bands_follow_each_other(start: Instant, target: Target) -> None:
    """A case is warned before it is overdue, and overdue before it goes up the chain."""
    deadline = due(china(), start, target).deadline
    bands = [percent_instant(china(), start, deadline, p, target.unit) for p in (50, 80, 100, 200)]

    assert bands == sorted(bands)
    assert start < bands[0]
    assert bands[2] == deadline < bands[3]


@given(instants, targets, st.dates(date(2026, 9, 1), date(2027, 3, 1)))
def test_what_is_not_provisional_stays_when_more_is_announced(
    start: Instant, target: Target, through: date
) -> None:
    """A firm deadline never moves; only a provisional one may."""
    holiday: dict[str, list[str]] = {
        day: [] for day in ("2026-10-01", "2026-10-02", "2027-01-01") if day > str(through)
    }
    before = calendar(WEEK, known_through=str(through))
    after = calendar(WEEK, holiday, known_through="2028-12-31")
    found, later = due(before, start, target), due(after, start, target)

    assert not later.provisional
    assert found.provisional or found == Due(later.deadline, False)
