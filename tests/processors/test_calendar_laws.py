"""Laws of a calendar's versions, against an oracle that looks at every version and date."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.event import Event
from processors.published.reference import Reference
from processors.time.calendar import build_calendar
from processors.time.deadline import Target, due
from tests.history import learned, publication
from tests.processors.calendars import SUMMER, WEEK, WEEKEND, at, opened_by, version

DECEMBER = at("2026-12-29 10:00")
VERSIONS = st.builds(
    version,
    st.integers(1, 4),
    st.dates(date(2026, 1, 1), date(2026, 3, 31)).map(str),
    st.dates(date(2026, 1, 1), date(2026, 4, 30)).map(str),
    st.sampled_from([WEEK, SUMMER, WEEKEND]),
)
HISTORIES = st.lists(VERSIONS, min_size=1, max_size=5)
DAYS = st.dates(date(2025, 12, 15), date(2026, 4, 30))
quick = settings(deadline=None)


def serving(versions: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """Return the version that opens *day*, by looking at every one of them."""
    begun = [one for one in versions if one["valid_from"] <= str(day)]
    first = min(one["valid_from"] for one in versions)
    earliest = [one for one in versions if one["valid_from"] == first]
    return max(begun or earliest, key=lambda one: (one["valid_from"], one["version"]))


def _known(versions: list[dict[str, Any]]) -> str:
    return str(date.fromordinal(build_calendar(*versions).known_through))


def told(versions: list[dict[str, Any]]) -> list[Event]:
    """Return publications of *versions*; of two with one name the later event id counts."""
    return [publication("calendar.published", data, id=f"c{n}") for n, data in enumerate(versions)]


@quick
@given(HISTORIES, DAYS)
def test_each_date_is_opened_by_the_version_that_a_search_finds(
    versions: list[dict[str, Any]], day: date
) -> None:
    """The oracle reads the rule off the page; the last of equal versions counts."""
    expected = serving(versions[::-1], day)

    assert opened_by(build_calendar(*versions), expected["weekly"], str(day))


@quick
@given(HISTORIES, DAYS)
def test_a_date_is_known_when_each_one_up_to_it_is_announced(
    versions: list[dict[str, Any]], day: date
) -> None:
    """Never a silent guess: every date before the last known one was announced."""
    dates = [date.fromordinal(n) for n in range(date(2025, 12, 15).toordinal(), day.toordinal())]
    announced = all(str(d) <= serving(versions[::-1], d)["known_through"] for d in (*dates, day))

    assert (str(day) <= _known(versions)) is announced


@quick
@given(
    HISTORIES.flatmap(
        lambda versions: st.tuples(st.just(told(versions)), st.permutations(told(versions)))
    )
)
def test_the_order_of_arrival_changes_no_calendar(orders: tuple[list[Event], list[Event]]) -> None:
    """The very same calendar is shared, whichever version was heard first."""
    one, other = (learned(Reference(), *order).calendar("county", DECEMBER) for order in orders)

    assert one is other


scalars = st.none() | st.booleans() | st.integers(-9, 99_999) | st.floats(-9, 9) | st.text()
junk = st.recursive(scalars, lambda part: st.lists(part) | st.dictionaries(st.text(), part))


@quick
@given(st.sampled_from(sorted(version(1))), junk)
@example("weekly", None)
@example("weekly", {"1": [[9, 12]]})
@example("version", "two")
@example("valid_from", "0001-01-01")
@example("valid_from", "9999-12-31T23:59:59-08:00")
@example("known_through", "9999-12-31")
def test_no_calendar_can_stop_a_partition(name: str, value: Any) -> None:
    """Whatever a version says, the calendar that stood keeps opening the office."""
    spoiled = orjson.loads(orjson.dumps(version(2) | {name: value}))
    known = learned(Reference(), *told([version(1), spoiled]))

    found = known.calendar("county", DECEMBER)

    assert found is not None
    assert due(found, DECEMBER, Target(5, "working-days")).deadline > DECEMBER
