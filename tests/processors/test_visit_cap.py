"""More visits by one department in a calendar year than it announced."""

from __future__ import annotations

import pytest

from tests.processors.visit_history import concluded, earlier, policy, recorded

KIND = "cap"
TWO = policy(cap_per_year=2)
DAYS_OF_2024 = 366


@pytest.mark.parametrize("visits, over", [(1, []), (2, []), (3, ["fire/2"])])
def test_as_many_as_the_cap_are_within_it(visits: int, over: list[str]) -> None:
    """The visit beyond has the finding."""
    told = [recorded(str(n), "fire", 100 * n) for n in range(visits)]

    assert over == [found.subject for found in concluded(told, TWO, KIND)]


def test_each_visit_beyond_the_cap_has_a_finding_of_its_own() -> None:
    """Four visits under a cap of two: two findings, each with all before it."""
    found = concluded([recorded(str(n), "fire", 50 * n) for n in range(4)], TWO, KIND)

    assert [("fire/2", 2, {"fire": 3}), ("fire/3", 3, {"fire": 4})] == [
        (f.subject, len(earlier(f)), f.details["counts"]) for f in found
    ]
    assert {("breach", "fire", 2024, 2)} == {
        (f.severity, f.department, f.details["year"], f.details["limit"]) for f in found
    }


@pytest.mark.parametrize("minute, count", [(-1, 1), (0, 0), (1, 0)])
def test_a_year_ends_at_local_midnight(minute: int, count: int) -> None:
    """Shanghai's year, not that of UTC, which ends eight hours later."""
    told = [recorded("0", "fire", 0, 0), recorded("1", "fire", 9)]
    told.append(recorded("2", "fire", DAYS_OF_2024, minute))

    assert count == len(concluded(told, TWO, KIND))


def test_other_departments_and_exempt_grounds_do_not_count() -> None:
    """The cap is one department's, and an alarm is not its choice."""
    told = [
        recorded("0", "fire", 0),
        recorded("1", "fire", 50),
        recorded("2", "tax", 100),
        recorded("3", "fire", 150, ground="statutory"),
    ]

    assert () == concluded(told, TWO, KIND)


def test_a_joint_visit_counts_for_each_of_its_departments() -> None:
    """The department over its cap is at fault, not who wrote the visit down."""
    told = [
        recorded("0", "tax", 0),
        recorded("1", "tax", 50),
        recorded("2", "fire", 100, departments=["fire", "tax"]),
    ]

    (found,) = concluded(told, TWO, KIND)

    assert ("fire/2", "tax", {"tax": 3}) == (
        found.subject,
        found.department,
        found.details["counts"],
    )
