"""One visit written down by two systems."""

from __future__ import annotations

import pytest

from events.event import Event
from tests.processors.visit_history import (
    DOUBLE_ENTRY,
    at,
    concluded,
    earlier,
    policy,
    recorded,
)

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
    strict = policy(cap_per_year=1, crowding=1, double_entry=DOUBLE_ENTRY)
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


def bands(*visits: Event) -> list[tuple[str, float]]:
    found = concluded(visits, kind=KIND)
    return [(f.details["band"], f.details["score"]) for f in found]


def entered(system: str, minute: float, purpose: str = "消防检查", minutes: float = 60) -> Event:
    """Return the fire brigade's visit of day 0, as *system* has it."""
    return recorded(system, f"fire/{system}", 0, minute, minutes=minutes, purpose=purpose)


@pytest.mark.parametrize("late, found", [(59, "link"), (60, "link"), (61, "ask")])
def test_a_start_noted_up_to_an_hour_late_is_one_visit(late: float, found: str) -> None:
    """The second system has its own idea of when it began, and may lack the end."""
    first, second = entered("oa", 600, minutes=0), entered("app", 600 + late)

    assert [found] == [band for band, _ in bands(first, second)]


def test_a_date_without_a_time_is_the_visit_of_that_date() -> None:
    """An export with day precision says midnight."""
    date_only = entered("oa", 0, minutes=0)

    assert [("link", 0.9)] == bands(date_only, entered("app", 14 * 60))
    assert [("ask", 0.5)] == bands(date_only, entered("app", 14 * 60, "安全生产"))
    assert [] == bands(date_only, entered("app", 24 * 60))


@pytest.mark.parametrize(
    "purpose, found",
    [("消防检查", 0.85), ("消防安全检查", 0.8), ("", 0.65), ("税收辅导", 0.45)],
)
def test_the_purpose_in_other_words_is_evidence_too(purpose: str, found: float) -> None:
    """One clerk writes what another shortens; another purpose is another visit."""
    scores = [
        score for _, score in bands(entered("oa", 600, minutes=0), entered("app", 630, purpose))
    ]

    assert ([found] if found >= 0.5 else []) == scores


def test_one_purpose_on_one_date_asks_whether_it_was_one_visit() -> None:
    """Typed in the evening, perhaps: until people say so both count."""
    strict = policy(cap_per_year=1, double_entry=DOUBLE_ENTRY)
    visits = [entered("oa", 600), entered("app", 20 * 60)]

    assert [("ask", 0.55)] == bands(*visits)
    assert ["double-entry", "cap"] == [found.kind for found in concluded(visits, strict)]
