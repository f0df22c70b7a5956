"""Several departments at one party inside a window: on the later visit, with the earlier."""

from __future__ import annotations

import pytest

from processors.published.reference import Reference
from tests.processors.visit_history import (
    NOON,
    at,
    cancelled,
    concluded,
    earlier,
    policy,
    recorded,
    withdrawn,
)

KIND = "cross-department"


def test_the_finding_is_on_the_later_visit_and_lists_the_earlier() -> None:
    """Whoever came second could have known."""
    first, second = recorded("1", "fire", 0), recorded("2", "tax", 5)

    (found,) = concluded([second, first], kind=KIND)

    assert ("tax/2", "tax", "P") == (found.subject, found.department, found.party_id)
    assert at(5, NOON) == found.raised_at
    assert (second.event_id, first.event_id) == found.evidence
    assert ["fire/1"] == earlier(found)
    assert 30 == found.details["window_days"]


@pytest.mark.parametrize("days, count", [(29, 1), (30, 1), (31, 0)])
def test_a_window_counts_local_dates_and_its_last_day_is_inside(days: int, count: int) -> None:
    """At any hour of the day: dates are counted, never 24 hours."""
    dawn_and_dusk = [recorded("1", "fire", 0, 1), recorded("2", "tax", days, 23 * 60 + 58)]
    dusk_and_dawn = [recorded("1", "fire", 0, 23 * 60 + 58), recorded("2", "tax", days, 1)]

    assert [count, count] == [
        len(concluded(visits, kind=KIND)) for visits in (dawn_and_dusk, dusk_and_dawn)
    ]


def test_a_day_and_two_minutes_may_be_two_dates() -> None:
    """Counting hours would call it one day and miss the date between."""
    visits = [recorded("1", "fire", 0, 23 * 60 + 59), recorded("2", "tax", 2, 1)]

    assert () == concluded(visits, policy(window_days=1), KIND)


def test_two_departments_at_the_same_instant_are_one_after_the_other() -> None:
    """Day precision gives many such: sequence, then event id, say which is later."""
    visits = [
        recorded("1", "fire", 0, sequence=2, minutes=0),
        recorded("2", "tax", 0, sequence=1, minutes=0),
    ]

    assert ["fire/1"] == [found.subject for found in concluded(visits, kind=KIND)]


def test_a_joint_visit_is_no_duplicate_of_itself() -> None:
    """Going together is what the hub wants."""
    assert () == concluded([recorded("1", "fire", 0, departments=["fire", "tax", "env"])])


def test_a_visit_by_some_of_an_earlier_joint_team_lists_it_for_those_who_stayed_away() -> None:
    """The earlier counts when a department was on it that is not on the later."""
    joint = recorded("1", "fire", 0, departments=["fire", "tax"])
    alone, together = recorded("2", "fire", 3), recorded("3", "tax", 4, departments=["tax", "fire"])

    found = concluded([joint, alone, together], kind=KIND)

    assert [("fire/2", ["fire/1"])] == [(f.subject, earlier(f)) for f in found]


@pytest.mark.parametrize("ground", ["complaint", "emergency", "statutory"])
def test_exempt_grounds_count_neither_as_later_nor_as_earlier(ground: str) -> None:
    """An alarm must be answered, whoever was there yesterday."""
    later = [recorded("1", "fire", 0), recorded("2", "tax", 1, ground=ground)]
    first = [recorded("1", "fire", 0, ground=ground), recorded("2", "tax", 1)]

    assert ((), ()) == (concluded(later), concluded(first))


def test_a_shared_purpose_makes_it_a_breach() -> None:
    """The same question asked twice is the worst of it."""
    same = [recorded("1", "fire", 0, purpose="Safety "), recorded("2", "tax", 1, purpose="safety")]
    none = [recorded("1", "fire", 0, purpose=""), recorded("2", "tax", 1, purpose="")]

    assert ["breach", "warning"] == [
        concluded(visits, kind=KIND)[0].severity for visits in (same, none)
    ]


def test_a_visit_that_was_cancelled_or_withdrawn_is_listed_no_more() -> None:
    """Nothing happened, so nothing was duplicated."""
    first, second = recorded("1", "fire", 0), recorded("2", "tax", 5)

    assert () == concluded([first, second, cancelled("1", "fire", at(6))], kind=KIND)
    assert () == concluded([withdrawn(second), first, second], kind=KIND)


def test_without_a_policy_nothing_is_too_many() -> None:
    """Folds have no rules of their own."""

    assert () == concluded([recorded("1", "fire", 0), recorded("2", "tax", 5)], Reference())


@pytest.mark.parametrize("before, listed, more", [(49, 49, False), (50, 50, False), (51, 50, True)])
def test_a_finding_lists_the_nearest_fifty_and_says_that_there_are_more(
    before: int, listed: int, more: bool
) -> None:
    """A party with thousands of visits still gets findings that can be read."""
    told = [recorded(str(n), "fire", 0, n) for n in range(before)] + [recorded("late", "tax", 1)]

    (found,) = concluded(told, kind=KIND)

    assert (listed, more) == (len(earlier(found)), found.details["more"])
    assert f"fire/{before - 1}" == earlier(found)[-1]
