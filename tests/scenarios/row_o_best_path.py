"""
O: The best path 最优路径: how cases go, which way pleases soonest, and where they wait (000).

The centre asks the log how its demands were really handled: the ways they took, how long each
was in business time, how satisfied people were, and where the time went. The best way is shown
with the number of cases it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.scenarios.office import Office
from tests.scenarios.words import (
    Said,
    accepted,
    assigned,
    closed,
    evaluated,
    opened,
    responded,
    returned,
)

PLAIN = "opened > assigned > accepted > responded > closed"
ROUND = "opened > assigned > returned > assigned > accepted > responded > closed"


def _plain(case: str, level: int) -> Iterator[Said]:
    """One office, one morning."""
    yield opened(case, "2026-10-12 09:00", category="O-matter")
    yield assigned(case, "2026-10-12 09:30", "O-water")
    yield accepted(case, "2026-10-12 10:00", "O-water")
    yield responded(case, "2026-10-12 11:00", "O-water")
    yield closed(case, "2026-10-12 11:30")
    yield evaluated(case, "2026-10-13 09:00", level=level)


def _passed_on(case: str) -> Iterator[Said]:
    """Given to the wrong office first."""
    yield opened(case, "2026-10-12 09:00", category="O-matter")
    yield assigned(case, "2026-10-12 09:30", "O-roads")
    yield returned(case, "2026-10-13 09:30", "O-roads", better="O-water")
    yield assigned(case, "2026-10-13 14:00", "O-water")
    yield accepted(case, "2026-10-13 15:00", "O-water")
    yield responded(case, "2026-10-14 11:00", "O-water")
    yield closed(case, "2026-10-14 11:30")
    yield evaluated(case, "2026-10-15 09:00", level=5)


HISTORY = [
    *(
        event
        for number, level in enumerate((5, 4, 5, 2))
        for event in _plain(f"O-p{number}", level)
    ),
    *(event for number in range(3) for event in _passed_on(f"O-r{number}")),
]


def test_the_best_path_is_shown_with_what_it_rests_on(office: Office) -> None:
    """Passed on, all were content in the end, but slowly: the straight way is the best."""
    if not office.alone:
        return
    told = office.ask("path", kind="demand")

    assert (PLAIN, 4, 57.1, 75.0) == (
        told["best"]["path"],
        told["best"]["cases"],
        told["best"]["share"],
        told["best"]["satisfied_rate"],
    )
    assert [0.5, 0.5, 1.0, 0.5] == [leg["median_hours"] for leg in told["legs"]]


def test_each_path_is_told_in_business_time_and_by_the_clock_on_the_wall(office: Office) -> None:
    """Two nights lie in fifty hours, and none in the business minutes."""
    if not office.alone:
        return
    hours = {row["path"]: (row["median_minutes"], row["median_hours"])
             for row in office.report("paths")}  # fmt: skip

    assert {PLAIN: (120, 2.5), ROUND: (960, 50.5)} == hours


def test_what_follows_what_is_counted(office: Office) -> None:
    """Three of ten assignments came back."""
    if not office.alone:
        return
    counts = {(row["step"], row["next_step"]): row["cases"] for row in office.report("follows")}

    assert (7, 3, 7) == (
        counts["opened", "assigned"],
        counts["assigned", "returned"],
        counts["assigned", "accepted"],
    )


def test_where_cases_wait_longest_is_told_by_office_and_clock(office: Office) -> None:
    """The road office sat on them for a day before it said they were not its own."""
    rows = office.report("waits", clock="holding")

    assert [("O-roads", 3, 420), ("O-water", 7, 90)] == [
        (row["department"], row["waits"], row["median_minutes"]) for row in rows
    ]


def test_a_path_leads_to_its_cases(office: Office) -> None:
    """Who doubts the figure reads the cases."""
    listed = office.ask("cases", name="paths", number="cases", of={"path": ROUND})

    assert {"O-r0", "O-r1", "O-r2"} <= {row["case_id"] for row in listed}
