"""Ping-pong: returns, bounces, cycles and cases that nobody owns."""

from __future__ import annotations

import pytest

from events.event import Event
from events.instant import Instant
from tests.history import (
    adjudicated,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    contacted,
    flags,
    found,
    opened,
    responded,
    returned,
)


def _line(*departments: str, **data: str) -> list[Event]:
    """Return a case led by *departments* in turn, one a quarter of an hour."""
    leads = [assigned(d, at(0, 9, 15 * n), f"{d}-{n}", **data) for n, d in enumerate(departments)]
    return [opened(), *leads]


def _returns(count: int) -> list[Event]:
    history = [opened()]
    for n in range(count):
        history += [
            assigned("abcdef"[n], at(0, 9, 20 * n), f"x-{n}"),
            returned("abcdef"[n], at(0, 9, 20 * n + 10), f"x-{n}"),
        ]
    return history


@pytest.mark.parametrize(
    ("count", "rungs"), [(1, []), (2, ["1"]), (3, ["1", "2"]), (4, ["1", "2"])]
)
def test_the_second_return_is_rung_one_and_the_third_rung_two(count: int, rungs: list[str]) -> None:
    """Rung 1 goes to the dispatcher, rung 2 to adjudication; one return is a department's right."""
    assert rungs == [f.rung for f in found(concluded(*_returns(count)), "return")]


def test_a_return_is_raised_at_the_return_that_made_it_one_too_many() -> None:
    """Not when somebody looked, and with the returns as evidence."""
    history = _returns(2)
    (finding,) = found(concluded(*history, now=at(20)), "return")

    assert at(0, 9, 30) == finding.raised_at
    assert (history[2].event_id, history[4].event_id) == finding.evidence
    assert "b" == finding.department


def test_an_assisting_department_that_returns_passes_no_buck() -> None:
    """Lead and assist splits are not counted."""
    history = [opened(), assigned("a")]
    for d in ("b", "c", "d"):
        history += [assigned(d, role="assist"), returned(d, at(0, 10))]

    assert [] == found(concluded(*history), "return")
    assert 3 == case_row(concluded(*history))["returns"]


@pytest.mark.parametrize(
    ("departments", "bounces", "cycles"),
    [
        ("ab", 0, 0),
        ("aba", 1, 0),
        ("abab", 1, 0),
        ("ababa", 1, 0),
        ("aaba", 1, 0),
        ("abba", 1, 0),
        ("abca", 0, 1),
        ("abcda", 0, 1),
        ("abcabc", 0, 1),
        ("abaca", 1, 0),
        ("abcba", 1, 1),
        ("abc", 0, 0),
    ],
)
def test_what_comes_straight_back_is_a_bounce_and_what_comes_round_a_cycle(
    departments: str, bounces: int, cycles: int
) -> None:
    """Equal neighbours are one owner; each kind is found once per case."""
    seen = concluded(*_line(*departments))

    assert (bounces, cycles) == (len(found(seen, "bounce")), len(found(seen, "cycle")))


def test_a_bounce_is_raised_when_the_case_came_back() -> None:
    """At the first A→B→A; at fault is who gave it back."""
    history = _line(*"abab")
    (finding,) = found(concluded(*history), "bounce")

    assert (at(0, 9, 30), "b", "1") == (finding.raised_at, finding.department, finding.rung)
    assert tuple(e.event_id for e in history[1:4]) == finding.evidence


@pytest.mark.parametrize("basis", ["referral", "joint"])
def test_a_referral_or_joint_handling_is_no_bounce(basis: str) -> None:
    """What the catalogue orders passes no buck."""
    history = [*_line("a", "b"), assigned("a", at(0, 10), "a-9", basis=basis)]

    assert [] == found(concluded(*history), "bounce")


def test_an_assisting_department_is_no_owner() -> None:
    """The lead stays with a while b helps."""
    history = [opened(), assigned("a"), assigned("b", role="assist"), assigned("a", id="a-2")]

    assert [] == found(concluded(*history), "bounce")


def test_a_bounce_is_over_when_the_case_is_answered() -> None:
    """The finding stays, resolved."""
    seen = concluded(*_line(*"aba"), responded("a", at(1)), now=at(9))

    assert ["resolved"] == [f.status for f in found(seen, "bounce")]


@pytest.mark.parametrize(
    ("now", "count"), [(at(2, 17, 29), 0), (at(2, 17, 30), 0), (at(2, 17, 31), 1)]
)
def test_a_case_is_unowned_after_more_than_two_working_days_without_a_lead(
    now: Instant, count: int
) -> None:
    """Exactly two are within."""
    assert count == len(found(concluded(opened(), now=now), "unowned"))


def test_a_return_leaves_a_case_unowned_until_the_next_lead() -> None:
    """The gap is counted from the return, and the finding is resolved by the lead."""
    seen = concluded(
        opened(), assigned("a"), returned("a", at(0, 10)), assigned("b", at(4)), now=at(4)
    )

    (finding,) = found(seen, "unowned")
    assert (at(2, 17, 30), at(4), "2", "a-1") == (
        finding.raised_at,
        finding.resolved_at,
        finding.rung,
        finding.assignment_id,
    )


@pytest.mark.parametrize("ending", [responded("centre", at(1)), closed(at(1))])
def test_a_case_settled_on_the_spot_was_never_unowned(ending: Event) -> None:
    """A blue card answered at the window needs no owner."""
    assert [] == found(concluded(opened(), ending, now=at(9)), "unowned")


def test_rung_two_starts_the_clock_of_the_adjudication() -> None:
    """Two working days for somebody above to say whose case it is."""
    seen = concluded(*_returns(3), assigned("d", at(0, 10)), contacted("d", at(0, 11)), now=at(9))

    (finding,) = found(seen, "adjudicate")
    assert (at(2, 17, 30), "dispatch") == (finding.raised_at, finding.department)


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (adjudicated(at(1)), "met"),
        (assigned("e", at(1), basis="adjudicated"), "met"),
        (assigned("e", at(1)), "running"),
        (closed(at(1)), "cancelled"),
    ],
)
def test_adjudication_ends_with_a_word_from_above(ending: Event, status: str) -> None:
    """One more dispatch decides nothing."""
    assert status == clock(concluded(*_returns(3), ending), "adjudicate")["status"]


def test_a_case_left_lying_needs_no_verdict_once_it_has_a_lead() -> None:
    """The adjudication of an unowned case ends unjudged when a lead is found."""
    seen = concluded(opened(), assigned("a", at(3, 10)))

    assert "cancelled" == clock(seen, "adjudicate")["status"]


def test_a_return_after_rung_two_is_flagged() -> None:
    """After rung 2 there is no further return."""
    assert "returned-after-rung-2" in flags(concluded(*_returns(4)))


@pytest.mark.parametrize(
    ("basis", "hops"), [("dispatch", 2), ("referral", 1), ("joint", 1), ("second", 2)]
)
def test_a_referral_or_joint_handling_is_no_hop(basis: str, hops: int) -> None:
    """What the catalogue orders passes no buck; the figure and the findings count alike."""
    history = [*_line("a", "b"), assigned("a", at(0, 10), "a-9", basis=basis)]

    assert hops == case_row(concluded(*history))["hops"]
