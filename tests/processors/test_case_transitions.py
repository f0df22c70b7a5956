"""What does not fit is recorded and flagged, never dropped; episodes, withdrawals, evaluations."""

from __future__ import annotations

import pytest

from events.event import Event
from events.instant import Instant
from tests.history import (
    accepted,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    contacted,
    evaluated,
    event,
    flags,
    folded,
    found,
    handled,
    opened,
    progressed,
    reopen_requested,
    reopened,
    responded,
    returned,
    withdrawn,
)


@pytest.mark.parametrize(
    ("late", "flag"),
    [
        (assigned("power", at(2)), "assigned-while-closed"),
        (accepted("water", at(2)), "accepted-while-closed"),
        (closed(at(2)), "closed-while-closed"),
        (opened(at(2)), "opened-twice"),
        (returned("water", at(2)), "returned-while-closed"),
    ],
)
def test_nothing_raises_a_closed_case_from_the_dead(late: Event, flag: str) -> None:
    """Only a re-opening opens it again; the rest is flagged with its event."""
    seen = concluded(*handled(), late, now=at(30))

    assert "closed" == case_row(seen)["status"]
    assert f"{flag} {late.event_id}" in case_row(seen)["flags"]
    assert [] == [f for f in seen.findings if f.status == "open"]


def test_a_request_to_re_open_is_not_yet_a_re_opening() -> None:
    """Somebody must uphold it."""
    assert 1 == case_row(concluded(*handled(), reopen_requested(at(2))))["episode"]


@pytest.mark.parametrize(
    ("when", "episode"), [(at(0, 10), 1), (at(1, 9, 59), 1), (at(1, 10), 2), (at(1, 10, 1), 2)]
)
def test_a_re_opening_from_before_the_closing_never_re_opens(when: Instant, episode: int) -> None:
    """A late event about the past is about the past (sentry#70498)."""
    assert episode == case_row(concluded(*handled(), reopened(when)))["episode"]


@pytest.mark.parametrize(
    ("when", "flagged"),
    [(at(16, 17, 29), False), (at(16, 17, 30), False), (at(16, 17, 31), True)],
)
def test_a_re_opening_outside_its_window_is_flagged(when: Instant, flagged: bool) -> None:
    """Fifteen calendar days after the closing a new case should have been opened."""
    assert flagged == ("reopened-outside-window" in flags(concluded(*handled(), reopened(when))))


def test_the_first_answer_is_frozen_when_the_case_is_opened_again() -> None:
    """Three times are kept: first resolution, current episode, total handling."""
    row = case_row(concluded(*handled(), reopened(at(2)), responded("water", at(3))))

    assert ("2026-03-03T01:00:00Z", "2026-03-05T01:00:00Z", 2 * 1440) == (
        row["first_responded_at"],
        row["responded_at"],
        row["handled"],
    )


def test_a_re_opened_case_goes_back_to_its_last_lead() -> None:
    """One owner at any moment: it is not unowned, and no second dispatch is invented."""
    seen = concluded(*handled(), reopened(at(2)), now=at(8))

    assert "water" == case_row(seen)["lead_department"]
    assert [] == found(seen, "unowned")
    assert clock(seen, "accept", 2) is None
    assert clock(seen, "holding", 2)["status"] == "running"


def test_a_stranger_cannot_sign_for_a_case() -> None:
    """It was not given to them; what they say is kept."""
    seen = concluded(opened(), assigned("water"), accepted("power", at(0, 10)))

    assert ["accepted-by-a-stranger"] == flags(seen)


def test_a_withdrawn_event_counts_nothing_whichever_came_first() -> None:
    """A department takes back its own event; findings built on it go."""
    begun, given = opened(), assigned("water")
    mistake = responded("water", at(1))
    taken_back = withdrawn(mistake, at(2))

    first = concluded(begun, given, mistake, taken_back, now=at(9))
    second = concluded(begun, given, taken_back, mistake, now=at(9))

    assert first == second
    assert "open" == case_row(first)["status"]


def test_a_withdrawal_may_itself_be_withdrawn() -> None:
    """Then the event stands again."""
    answer = responded("water", at(1))
    taken_back = withdrawn(answer, at(2))
    seen = concluded(opened(), answer, taken_back, withdrawn(taken_back, at(3)))

    assert "responded" == case_row(seen)["status"]


def test_a_late_event_that_proves_a_finding_wrong_leaves_none() -> None:
    """The partition then retracts what was said."""
    before = concluded(opened(), assigned("water"), now=at(9))
    after = concluded(opened(), assigned("water"), responded("water", at(1)), now=at(9))

    assert 1 == len(found(before, "resolve"))
    assert [] == found(after, "resolve")


def test_an_event_ahead_of_the_clock_carries_now_with_it() -> None:
    """Its time has come, or it could not have happened."""
    seen = concluded(opened(), assigned("water"), progressed("water", at(9)), now=at(0))

    assert 1 == len(found(seen, "resolve"))


def test_a_record_about_a_finding_concludes_nothing_of_a_case() -> None:
    """``finding.confirmed`` travels in the same topic, keyed by the finding."""
    seen = concluded(event("finding.confirmed", at(1)))

    assert ((), (), None) == (seen.findings, seen.snapshots, seen.next_due)


def test_the_evaluation_that_counts_is_the_first_answer() -> None:
    """Asking again until it is good does not help; a revisit is a row of its own."""
    seen = concluded(
        *handled(),
        evaluated(at(2), outcome="unreachable"),
        evaluated(at(3), 1),
        evaluated(at(4), 5),
        evaluated(at(5), 4, revisit=True),
    )

    rows = [s.row for s in seen.snapshots if s.kind == "evaluation"]
    assert [(1, False), (4, True)] == [(r["level"], r["revisit"]) for r in rows]
    assert "evaluated-twice" in flags(seen)


def test_nobody_rates_their_own_work() -> None:
    """An evaluation collected by the handler is flagged and blames nobody."""
    seen = concluded(*handled(), evaluated(at(2), 1, collected_by="hub", collector="water"))

    assert ["rated-own-work"] == flags(seen)
    assert () == seen.findings


def test_a_case_is_accepted_and_contacted_by_whom_it_was_given_to() -> None:
    """The assignment row carries the first acceptance."""
    seen = concluded(
        opened(), assigned("water"), accepted("water", at(0, 10)), contacted("water", at(0, 11))
    )

    row = next(s.row for s in seen.snapshots if s.kind == "assignment")
    assert ("2026-03-02T02:00:00Z", "", "") == (
        row["accepted_at"],
        row["ended_at"],
        row["ended_by"],
    )


def test_after_adjudication_a_return_changes_nothing() -> None:
    """No further return: it is kept, flagged, and its clock runs on."""
    given = assigned("water", at(1), "w-2", basis="adjudicated")
    back = returned("water", at(1, 10), "w-2")
    seen = concluded(opened(), given, back, now=at(9))

    assert [f"returned-after-adjudication {back.event_id}"] == case_row(seen)["flags"]
    assert ("water", 1) == (case_row(seen)["lead_department"], case_row(seen)["returns"])
    assert "breached" == clock(seen, "holding")["status"]


@pytest.mark.parametrize(
    ("verdict", "flagged"),
    [
        ([evaluated(at(2), 1), reopened(at(3))], False),
        ([evaluated(at(2), 5), reopened(at(3))], True),
        ([reopened(at(3))], True),
    ],
    ids=["bad and upheld", "good", "not evaluated"],
)
def test_a_second_assignment_follows_an_upheld_bad_evaluation(
    verdict: list[Event], flagged: bool
) -> None:
    """Row G: 二次交办 is for what was evaluated badly, and for nothing else."""
    again = assigned("power", at(3, 10), basis="second")
    seen = concluded(*handled(), *verdict, again)

    assert flagged == ("second-without-bad-evaluation" in flags(seen))
    assert "power" == case_row(seen)["lead_department"]


def test_a_second_assignment_of_a_case_that_was_never_re_opened_is_flagged() -> None:
    """A bad evaluation alone asks for rectification; only an upheld one for a second round."""
    seen = concluded(opened(), assigned("water", basis="second"))

    assert ["second-without-bad-evaluation"] == flags(seen)


def test_a_case_keeps_only_what_conclusions_need() -> None:
    """Free text stays in the journal."""
    (fact,) = folded([opened(text="a long story")]).facts

    assert "text" not in fact.data
