"""One visit written down by two systems."""

from __future__ import annotations

import pytest

from events.event import Event
from tests.processors.visit_history import at, concluded, earlier, policy, recorded

KIND = "double-entry"


def two(minute: float, minutes: float = 60, **options: object) -> list[Event]:
    return [
        recorded("1", "fire/desk", 0, 600, minutes=60),
        recorded("2", "fire/mobile", 0, minute, minutes=minutes, **options),
    ]


@pytest.mark.parametrize("minute, count", [(659, 1), (660, 0), (661, 0)])
def test_records_that_only_touch_are_two_visits(minute: int, count: int) -> None:
    """Times are half-open: one visit may begin when the last one ends."""
    assert count == len(concluded(two(minute), kind=KIND))


def test_the_later_record_holds_the_finding() -> None:
    """The first to write did nothing twice."""
    first, second = two(610)

    (found,) = concluded([second, first], kind=KIND)

    assert ("fire/2", at(0, 610), "info") == (found.subject, found.raised_at, found.severity)
    assert ["fire/1"] == earlier(found)


def test_records_without_length_at_one_instant_are_one_visit() -> None:
    """Exports with day precision have no other times."""
    same = [recorded(str(n), f"fire/{n}", 0, 0, minutes=0) for n in (1, 2)]
    apart = [recorded(str(n), f"fire/{n}", n, 0, minutes=0) for n in (1, 2)]

    assert [1, 0] == [len(concluded(visits, kind=KIND)) for visits in (same, apart)]


def test_one_system_may_send_two_visits_at_the_same_time() -> None:
    """Two of its officers may be in two halls of one plant."""
    visits = [recorded("1", "fire", 0), recorded("2", "fire", 0)]

    assert () == concluded(visits, kind=KIND)


def test_a_joint_team_whose_members_both_wrote_it_down_entered_it_twice() -> None:
    """Each department's own system has the visit they made together."""
    visits = [
        recorded("1", "fire", 0, 600, departments=["fire", "tax"]),
        recorded("2", "tax", 0, 605, departments=["fire", "tax"]),
    ]

    assert ["double-entry"] == [found.kind for found in concluded(visits)]


def test_two_departments_that_meet_by_chance_are_no_double_entry() -> None:
    """They have no department in common: they crossed each other's way."""
    visits = [recorded("1", "fire", 0, 600), recorded("2", "tax", 0, 605)]

    assert ["cross-department"] == [found.kind for found in concluded(visits)]


def test_a_double_entry_counts_for_no_other_rule() -> None:
    """Else a department would be over its cap for having two systems."""
    strict = policy(cap_per_year=1, crowding=1)
    visits = two(610)

    assert ["double-entry"] == [found.kind for found in concluded(visits, strict)]
    (crossed,) = concluded([*visits, recorded("3", "tax", 5)], kind="cross-department")
    assert ["fire/1"] == earlier(crossed)


def test_a_mistyped_end_years_away_doubles_for_a_month_at_most() -> None:
    """One bad record must not make every later visit its double."""
    long = recorded("1", "fire/desk", 0, minutes=60 * 24 * 4000)

    assert [1, 0] == [
        len(concluded([long, recorded("2", "fire/app", day)], kind=KIND)) for day in (31, 32)
    ]
