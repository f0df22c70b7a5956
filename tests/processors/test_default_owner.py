"""What nobody decides in time falls to the default owner, who may not pass it on."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Event
from events.instant import SECOND, Instant
from processors.folding.conclusion import Conclusion
from tests.history import (
    adjudicated,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    found,
    opened,
    responded,
    returned,
)

UNOWNED, PASSED = at(2, 17, 30), at(4, 17, 30)
"""Two working days without an owner, and two more without a word from above."""


def _holdings(seen: Conclusion) -> list[Any]:
    rows = (s.row for s in seen.snapshots if s.kind == "assignment")
    return [row for row in rows if row["basis"] == "default-owner"]


def _beyond(when: Instant, seconds: int) -> Instant:
    return Instant(when + seconds * SECOND)


@pytest.mark.parametrize(("seconds", "owner"), [(-1, ""), (0, ""), (1, "dispatch")])
def test_the_default_owner_holds_what_was_not_adjudicated_in_time(seconds: int, owner: str) -> None:
    """Just beyond the limit of the adjudication, and not at it."""
    seen = concluded(opened(), now=_beyond(PASSED, seconds))

    assert owner == case_row(seen)["lead_department"]
    assert bool(owner) == bool(_holdings(seen))


def test_from_then_on_it_is_owned_and_its_owner_has_a_clock() -> None:
    """Nobody's case became somebody's: the finding is resolved, the holding clock runs."""
    seen = concluded(opened(), now=at(11))

    (unowned,) = found(seen, "unowned")
    assert ("resolved", UNOWNED, PASSED) == (
        unowned.status,
        unowned.raised_at,
        unowned.resolved_at,
    )
    assert "2026-03-06T09:30:00Z" == clock(seen, "holding")["started_at"]
    assert ["dispatch"] == [f.department for f in found(seen, "holding")]
    assert 0 == case_row(seen)["hops"]


@pytest.mark.parametrize(
    ("ending", "status", "how"),
    [
        (assigned("water", at(7)), "cancelled", "reassigned"),
        (responded("dispatch", at(7)), "met", ""),
        (closed(at(7)), "met", "closed"),
        (adjudicated(at(7)), "running", ""),
    ],
    ids=["assigned", "answered", "closed", "a word alone"],
)
def test_it_holds_the_case_until_somebody_takes_it_or_it_is_over(
    ending: Event, status: str, how: str
) -> None:
    """A word from above gives it to nobody before the dispatch does."""
    seen = concluded(opened(), ending)

    assert [how] == [row["ended_by"] for row in _holdings(seen)]
    assert status == clock(seen, "holding")["status"]


@pytest.mark.parametrize(
    "ending", [assigned("water", at(4)), assigned("water", PASSED), adjudicated(at(4))]
)
def test_a_case_that_was_decided_or_taken_in_time_has_no_default_owner(ending: Event) -> None:
    """The limit itself is in time."""
    history = [opened(), ending]
    if ending.name == "case.adjudicated":
        history.append(assigned("water", at(7), basis="adjudicated"))

    assert [] == _holdings(concluded(*history, now=at(9)))


def test_a_return_after_the_default_owner_falls_back_to_it_at_once() -> None:
    """No further return: the case is not unowned for another two days."""
    back = returned("water", at(8))
    seen = concluded(opened(), assigned("water", at(7)), back, now=at(15))

    assert [PASSED, at(8)] == [_start(row) for row in _holdings(seen)]
    assert 1 == len(found(seen, "unowned"))
    assert 1 == len(found(seen, "adjudicate"))
    assert "dispatch" == case_row(seen)["lead_department"]


def _start(row: Any) -> Instant:
    return {"2026-03-06T09:30:00Z": PASSED, "2026-03-10T01:00:00Z": at(8)}[row["assigned_at"]]


def test_after_the_third_return_the_default_owner_holds_what_nobody_leads() -> None:
    """Rung 2: the third return starts the adjudication at once."""
    history: list[Event] = [opened()]
    for hour, department in enumerate("abc", 9):
        history += [
            assigned(department, at(0, hour)),
            returned(department, at(0, hour, 30)),
        ]
    seen = concluded(*history, now=at(9))

    assert ["2026-03-04T09:30:00Z"] == [row["assigned_at"] for row in _holdings(seen)]
    assert [] == found(seen, "unowned")


def test_the_department_at_fault_for_what_broke_then_is_the_default_owner() -> None:
    """It led the case when its limit passed."""
    seen = concluded(opened(hard=True), assigned("water", at(7)), returned("water", at(7, 10)))
    later = concluded(opened(), responded("dispatch", at(20)), now=at(20))

    assert "dispatch" == case_row(seen)["lead_department"]
    assert ["dispatch"] == [f.department for f in found(later, "silence")]
