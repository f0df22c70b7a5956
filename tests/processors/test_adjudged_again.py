"""A word from above on who is responsible, and what it binds once the case is opened again."""

from __future__ import annotations

from events.event import Event
from tests.history import (
    adjudicated,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    flags,
    opened,
    reopened,
    responded,
    returned,
)


def _decided_and_opened_again(named: str) -> list[Event]:
    """Return a case returned twice, adjudicated to *named*, answered, and opened again on day 7."""
    return [
        opened(),
        assigned("power", at(0)),
        returned("power", at(0, 10)),
        assigned("road", at(0, 11)),
        returned("road", at(1)),
        adjudicated(at(1, 10), named),
        assigned("water", at(1, 11)),
        responded("water", at(2)),
        closed(at(2, 10)),
        reopened(at(7)),
    ]


def test_whom_the_word_names_stays_responsible_in_a_later_episode() -> None:
    """Else a sham closing would be the way out of what was decided."""
    back = returned("water", at(7, 10))
    seen = concluded(*_decided_and_opened_again("water"), back, now=at(8))

    assert f"returned-after-adjudication {back.event_id}" in case_row(seen)["flags"]
    assert "water" == case_row(seen)["lead_department"]
    assert clock(seen, "adjudicate", 2) is None


def test_whom_no_word_names_may_return_what_a_later_episode_sent_it() -> None:
    """It was never judged; its return frees the case, and the third of a case calls for a word."""
    again = [assigned("power", at(7, 10), "power-2"), returned("power", at(7, 11), "power-2")]
    seen = concluded(*_decided_and_opened_again("water"), *again, now=at(8))

    assert "returned-after-adjudication" not in flags(seen)
    assert "" == case_row(seen)["lead_department"]
    assert "running" == clock(seen, "adjudicate", 2)["status"]


def test_in_its_own_episode_a_word_ends_all_returns() -> None:
    """No further return, whoever holds the case."""
    begun = _decided_and_opened_again("water")[:6]
    back = returned("power", at(2), "power-2")
    seen = concluded(*begun, assigned("power", at(1, 11), "power-2"), back, now=at(3))

    assert f"returned-after-adjudication {back.event_id}" in case_row(seen)["flags"]
    assert "power" == case_row(seen)["lead_department"]


def test_the_last_word_says_who_is_bound() -> None:
    """What was decided anew goes before what was decided first."""
    begun = [*_decided_and_opened_again("water"), adjudicated(at(7, 10), "power")]
    later = [assigned("power", at(7, 11), "power-2"), responded("power", at(8))]
    third = [closed(at(8, 10)), reopened(at(9)), assigned("water", at(9, 10), "water-3")]
    seen = concluded(*begun, *later, *third, returned("water", at(9, 11), "water-3"), now=at(10))

    assert "returned-after-adjudication" not in flags(seen)
    bound = [assigned("power", at(9, 12), "power-3"), returned("power", at(9, 15), "power-3")]
    assert "returned-after-adjudication" in flags(concluded(*begun, *later, *third, *bound))
