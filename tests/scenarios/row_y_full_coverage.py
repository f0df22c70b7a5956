"""
Y: Full coverage of visits: how many of all, by period and level, and who was not visited (002).

Twenty thousand enterprises in eleven months: the leader asks how far they got, county by county,
and for the names of those still waiting, with since when.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import department, party, planned, visit, withdrawn

never_was = visit("Y-4", "2026-09-08 09:00", "Y-tax", to="Y-c")

HISTORY = [
    department("Y-city", level="city"),
    department("Y-east", parent_id="Y-city", area="Y-east-county"),
    department("Y-west", parent_id="Y-city", area="Y-west-county"),
    party("Y-a", area="Y-east-county"),
    party("Y-b", area="Y-east-county", sites=[{"area": "Y-west-county", "name": "second works"}]),
    party("Y-c", area="Y-west-county"),
    visit("Y-1", "2026-03-31 09:00", "Y-tax", to="Y-a"),
    visit("Y-2", "2026-10-12 09:00", "Y-tax", to="Y-a"),
    planned("Y-3", "2026-10-12 09:00", "2026-11-12 09:00", "Y-tax", to="Y-b"),
    never_was,
    withdrawn(never_was, "2026-09-10 09:00"),
]


def test_coverage_is_told_by_month_quarter_and_year(office: Office) -> None:
    """Half of the east were visited this year; a plan covers nobody, nor does a wrong entry."""
    rows = office.report("coverage", period="2026")

    assert [("Y-east-county", 2, 1, 50.0), ("Y-west-county", 1, 0, 0.0)] == [
        (row["area"], row["parties"], row["visited"], row["rate"]) for row in rows
    ]


def test_coverage_is_told_for_any_period_and_level(office: Office) -> None:
    """Eleven months, county by county and for the city."""
    span = {"from": "2026-01-01", "to": "2026-12-01"}
    counties = office.report("coverage", options=span | {"level": "county"})
    [city] = office.report("coverage", options=span | {"level": "city"}, area="Y-city")

    assert [("Y-east", 2, 1), ("Y-west", 1, 0)] == [
        (row["area"], row["parties"], row["visited"])
        for row in counties
        if row["area"].startswith("Y-")
    ]
    assert (3, 1, 2, 33.3) == (city["parties"], city["visited"], city["not_visited"], city["rate"])


def test_who_was_not_visited_is_listed_with_since_when(office: Office) -> None:
    """Never first, then the longest ago, in days up to the last tick."""
    rows = office.report("not-visited")

    assert [("Y-b", None), ("Y-c", None), ("Y-a", 18)] == [
        (row["party_id"], row["days"]) for row in rows
    ]


def test_a_works_in_another_county_is_on_its_list_too(office: Office) -> None:
    """A county asks for what stands on its ground, wherever the seat is."""
    rows = office.report("not-visited", options={"area": "Y-west-county"})

    assert ["Y-b", "Y-c"] == [row["party_id"] for row in rows]
