"""More visits in a window than a party can bear."""

from __future__ import annotations

import pytest

from tests.processors.visit_history import concluded, earlier, policy, recorded

KIND = "crowding"
THREE = policy(crowding=3)


@pytest.mark.parametrize("visits, crowded", [(2, []), (3, []), (4, ["fire/3"])])
def test_as_many_as_allowed_is_not_crowding(visits: int, crowded: list[str]) -> None:
    """The visit beyond has the finding, whoever made the others."""
    told = [recorded(str(n), "fire", n) for n in range(visits)]

    assert crowded == [found.subject for found in concluded(told, THREE, KIND)]


def test_the_finding_counts_itself_and_lists_the_others() -> None:
    """Four in the window: three earlier ones and itself."""
    (found,) = concluded([recorded(str(n), "fire", n) for n in range(4)], THREE, KIND)

    assert (4, 3) == (found.details["count"], found.details["limit"])
    assert ["fire/0", "fire/1", "fire/2"] == earlier(found)


@pytest.mark.parametrize("day, count", [(29, 1), (30, 1), (31, 0)])
def test_the_window_ends_at_the_visit_and_its_last_day_is_inside(day: int, count: int) -> None:
    """Three visits on day 0 and a fourth about a window later."""
    told = [recorded(str(n), "fire", 0, 600 + n) for n in range(3)] + [recorded("3", "tax", day)]

    assert count == len(concluded(told, THREE, KIND))


def test_a_joint_visit_counts_once_and_an_exempt_one_not_at_all() -> None:
    """What is wanted, and what cannot be helped, crowds nobody."""
    told = [
        recorded("0", "fire", 0, departments=["fire", "tax", "env"]),
        recorded("1", "fire", 1, ground="emergency"),
        recorded("2", "fire", 2),
        recorded("3", "fire", 3),
    ]

    assert () == concluded(told, THREE, KIND)
