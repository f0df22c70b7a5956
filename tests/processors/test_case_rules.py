"""Which rules a case is read by when they change, and what is drawn of its clocks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from events.event import Event
from events.instant import Instant, render
from processors.case_conclusions.clock_segments import case_segments
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from tests.history import (
    assigned,
    at,
    clock,
    closed,
    concluded,
    flags,
    folded,
    learned,
    on,
    opened,
    paused,
    publication,
    reference,
    responded,
    resumed,
)


def _published(key: str, value: str, **changes: Any) -> dict[str, Any]:
    data = next(d for _, d in default_publications() if d.get(key) == value)
    return {**deepcopy(data), **changes}


def _shorter(valid_from: Instant, when: Instant) -> Reference:
    """Return the reference after the 135 policy got version 2: resolve in two days."""
    data = _published("policy_id", "sla-135", version=2, valid_from=render(valid_from))
    data["content"]["clocks"]["resolve"]["target"] = 2
    return learned(reference(), publication("policy.published", data, when))


def _answered() -> list[Event]:
    return [opened(), assigned("water"), responded("water", at(0, 11)), closed(at(0, 12))]


def test_a_running_clock_is_read_by_the_rules_of_now() -> None:
    """Open cases are re-projected."""
    by = _shorter(at(1), at(1))
    row = clock(concluded(opened(), assigned("water"), now=at(2), by=by), "resolve")

    assert ("sla-135/2", "2026-03-04T09:30:00Z") == (row["policy"], row["deadline"])


def test_a_closed_case_keeps_its_rules() -> None:
    """What was right when it was closed stays right."""
    row = clock(concluded(*_answered(), now=at(9), by=_shorter(at(1), at(1))), "resolve")

    assert "sla-135/1" == row["policy"]


def test_a_policy_counts_from_its_validity() -> None:
    """Published ahead, it changes nothing before its day."""
    by = _shorter(at(5), at(0))
    before, after = (concluded(opened(), now=now, by=by) for now in (at(4), at(5, 9, 1)))

    assert ["sla-135/1", "sla-135/2"] == [clock(c, "resolve")["policy"] for c in (before, after)]


def test_a_case_no_policy_is_for_says_so() -> None:
    """Never left unarmed in silence."""
    seen = concluded(opened(), assigned("water"), by=Reference())

    assert ["no-policy"] == flags(seen)
    assert seen.next_due is None


def test_a_provisional_deadline_becomes_firm_when_the_calendar_is_published() -> None:
    """The row's deadline, calendar and mark change without any event of the case."""
    case = opened(on("2026-12-30"))
    holiday: dict[str, list[Any]] = {"2027-01-01": [], "2027-01-04": []}
    china = _published("calendar_id", "china", version=2, known_through="2027-12-31")
    china["overrides"] = {**china["overrides"], **holiday}
    known = learned(reference(), publication("calendar.published", china, on("2026-12-30")))

    rows = [clock(concluded(case, by=by), "resolve") for by in (reference(), known)]

    assert [True, False] == [row["provisional"] for row in rows]
    assert rows[0]["deadline"] < rows[1]["deadline"]


def test_the_segments_of_a_clock_tell_when_it_ran_stood_still_and_was_overdue() -> None:
    """What ``hub explain`` draws."""
    history = [opened(), paused(at(1, 10)), resumed(at(1, 11)), responded("centre", at(4, 10))]
    drawn = case_segments(folded(history).story, at(4, 10), reference())

    resolve = [(s.state, s.minutes) for s in drawn if s.clock == "resolve"]
    assert [("running", 480), ("paused", 60), ("running", 1200)] == resolve


@pytest.mark.parametrize(
    ("warn_band", "warning"), [(50, [50, 80]), (80, [80])], ids=["at half", "at four fifths"]
)
def test_a_notice_says_whether_its_department_is_to_be_warned(
    warn_band: int, warning: list[int]
) -> None:
    """Bands are what reports count by; from which on a department hears is the policy's word."""
    data = _published("policy_id", "sla-135", version=2, valid_from=render(at(0)))
    data["content"]["warn_band"] = warn_band
    by = learned(reference(), publication("policy.published", data, at(0)))

    seen = concluded(opened(), assigned("water"), now=at(3, 17, 30), by=by)

    notices = [one.data for one in seen.notices if one.key[1] == "resolve"]
    assert [50, 80] == [said["percent"] for said in notices]
    assert warning == [said["percent"] for said in notices if said["warns"]]
