"""
U: Province, city, county, township, village: each figure at each level, whatever merged (000, 001).

Officials of all levels go to the villages. The province counts person-visits, and so does each
township. When two offices are merged, last quarter's figures stay where they were made; who
wants them under today's offices asks for that.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    assigned,
    closed,
    department,
    opened,
    party,
    reorganised,
    responded,
    visit,
    withdrawn,
)

mistaken = reorganised(
    "U-hill", "2026-10-20 09:00", level="township", parent_id="U-vale", successors=["U-vale"]
)

HISTORY = [
    department("U-province", level="province"),
    department("U-city", level="city", parent_id="U-province"),
    department("U-vale", parent_id="U-city", area="U-county"),
    department("U-hill", level="township", parent_id="U-vale"),
    department("U-mill", level="village", parent_id="U-hill"),
    department("U-brook", level="village", parent_id="U-hill"),
    department("U-fire", parent_id="U-city"),
    department("U-emergency", parent_id="U-city"),
    party("U-farm", kind="village"),
    party("U-loom"),
    visit("U-1", "2026-09-10 09:00", ["U-mill"], to="U-farm", officers=["U-o1", "U-o2"]),
    visit("U-2", "2026-10-12 09:00", ["U-brook", "U-hill"], to="U-loom", officers=["U-o3"]),
    visit("U-3", "2026-10-14 09:00", ["U-brook"], to="U-farm", officers=["U-o1", "U-o3"]),
    # The fire office handled a case, and then became part of the emergency office.
    opened("U-case", "2026-09-14 09:00", party_id="U-loom"),
    assigned("U-case", "2026-09-14 10:00", "U-fire"),
    responded("U-case", "2026-09-15 09:00", "U-fire"),
    closed("U-case", "2026-09-15 10:00"),
    reorganised("U-fire", "2026-10-08 09:00", parent_id="U-city", successors=["U-emergency"]),
    mistaken,
    withdrawn(mistaken, "2026-10-21 09:00"),
]


def _units(office: Office, **options: str) -> dict[str, tuple[int, int, int]]:
    rows = office.report("roll-up", options=options)
    return {
        row["department_id"]: (row["visits"], row["person_visits"], row["solved"])
        for row in rows
        if row["visits"] or row["solved"]
    }


def test_what_villages_do_is_counted_at_each_level_above_them(office: Office) -> None:
    """Three visits of five officials, from the village up to the province, none twice."""
    units = _units(office)

    assert {(3, 5, 1)} == {units["U-province"], units["U-city"]}
    assert {(3, 5, 0)} == {units["U-vale"], units["U-hill"]}
    assert ((1, 2, 0), (2, 3, 0)) == (units["U-mill"], units["U-brook"])


def test_a_level_and_a_period_are_asked_for(office: Office) -> None:
    """October, township by township."""
    assert {"U-hill": (2, 3, 0)} == _units(
        office, **{"level": "township", "from": "2026-10-01", "to": "2026-11-01"}
    )


def test_a_merged_office_keeps_its_history_and_hands_it_on_when_asked(office: Office) -> None:
    """The case was solved by the fire office then; today its work is the emergency office's."""
    then = _units(office, level="county")
    today = _units(office, level="county", tree="today")

    assert (0, 0, 1) == then["U-fire"]
    assert (0, 0, 1) == today["U-emergency"]
    assert {"U-emergency", "U-fire"} == set(then) ^ set(today)


def test_a_reorganisation_taken_back_moves_nothing(office: Office) -> None:
    """The township was never merged into its county: its visits are its own today."""
    assert {"U-hill": (3, 5, 0)} == _units(office, level="township", tree="today")


def test_a_unit_knows_what_stands_below_it(office: Office) -> None:
    """A leader sees a township with two villages, and which they are."""
    listed = office.ask("cases", name="roll-up", number="units", of={"department_id": "U-hill"})

    assert ["U-brook", "U-hill", "U-mill"] == sorted(row["id"] for row in listed)
