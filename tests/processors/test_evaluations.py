"""Evaluations: one per episode, who may judge whom, and what a bad one sets going."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Event
from events.instant import Instant
from processors.folding.conclusion import Conclusion
from tests.history import (
    appeal_decided,
    appealed,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    decided,
    evaluated,
    excluded,
    flags,
    found,
    handled,
    opened,
    reopen_requested,
    reopened,
    responded,
    verified,
    withdrawn,
)


def rows(seen: Conclusion, kind: str = "evaluation") -> list[Any]:
    return [s.row for s in seen.snapshots if s.kind == kind]


def row(seen: Conclusion, kind: str = "evaluation") -> Any:
    (only,) = rows(seen, kind)
    return only


def test_an_evaluation_says_who_was_rated_by_whom_and_when_it_was_asked() -> None:
    """Asked, reached and answered are three counts; the first time of asking is kept."""
    seen = concluded(
        *handled(),
        evaluated(at(2), outcome="unreachable", asked_at="2026-03-04T08:00:00+08:00"),
        evaluated(at(3), outcome="refused"),
        evaluated(at(4), 4, solved=True, channel="telephone"),
    )

    told = row(seen)
    assert ("water", "counted", "answered", 3) == (
        told["department"], told["standing"], told["outcome"], told["attempts"]
    )  # fmt: skip
    assert ("2026-03-04T00:00:00Z", "telephone") == (told["asked_at"], told["channel"])


def test_a_refusal_was_reached_whatever_came_after() -> None:
    """An unreachable party later does not undo that it was spoken to."""
    seen = concluded(
        *handled(),
        evaluated(at(2), outcome="refused"),
        evaluated(at(3), outcome="unreachable"),
    )

    assert "refused" == row(seen)["outcome"]


def test_a_handlers_own_rating_hides_no_one_elses() -> None:
    """It has a row of its own, and the party's later answer is the one that counts."""
    seen = concluded(
        *handled(),
        evaluated(at(2), 5, collected_by="hub", collector="water"),
        evaluated(at(3), 1),
    )

    assert [("counted", 1), ("own", 5)] == [(r["standing"], r["level"]) for r in rows(seen)]
    assert 1 == len(found(seen, "dissatisfied"))


def test_a_revisit_by_the_handler_is_its_own_work_even_in_the_partys_name() -> None:
    """Whoever handled the case goes back and brings a better mark: it does not count."""
    seen = concluded(
        *handled(),
        evaluated(at(2), 1),
        evaluated(at(3), 5, revisit=True, collected_by="party", collector="water"),
    )

    assert "rated-own-work" in flags(seen)
    assert "running" == clock(seen, "rectify")["status"]


def test_an_evaluation_of_an_unknown_episode_has_a_row_and_counts_for_nobody() -> None:
    """It was said, so it is shown; nobody was handling what it speaks of."""
    seen = concluded(*handled(), evaluated(at(2), 1, episode=2))

    assert ["evaluated-unknown-episode"] == flags(seen)
    assert (2, "unknown-episode", "") == (
        row(seen)["episode"], row(seen)["standing"], row(seen)["department"]
    )  # fmt: skip
    assert () == seen.findings


def test_an_excluded_evaluation_says_who_approved_it_and_blames_nobody() -> None:
    """It stays visible for the gross rate; the finding built on it is gone."""
    bad = [*handled(), evaluated(at(2), 1)]
    seen = concluded(*bad, excluded(at(3)))

    assert 1 == len(found(concluded(*bad), "dissatisfied"))
    assert () == seen.findings
    assert ("excluded", "supervision", "approved", "given twice") == tuple(
        row(seen)[name] for name in ("standing", "excluded_by", "excluded_for", "excluded_reason")
    )
    assert None is clock(seen, "rectify")


def test_who_handled_the_case_cannot_leave_its_evaluation_out() -> None:
    """Nobody approves in their own cause."""
    seen = concluded(*handled(), evaluated(at(2), 1), excluded(at(3), by="water"))

    assert ["judged-own-work"] == flags(seen)
    assert ("counted", 1) == (row(seen)["standing"], len(found(seen, "dissatisfied")))


def test_an_exclusion_taken_back_lets_the_evaluation_count_again() -> None:
    """Everything said can be withdrawn by who said it."""
    out = excluded(at(3))
    seen = concluded(*handled(), evaluated(at(2), 1), out, withdrawn(out, at(4)))

    assert ("counted", 1) == (row(seen)["standing"], len(found(seen, "dissatisfied")))


def test_the_next_answer_counts_when_the_first_was_left_out() -> None:
    """The wrong person was asked first; the right one's answer stands."""
    first = evaluated(at(2), 1)
    out = excluded(at(3), evaluation=first.event_id)
    seen = concluded(*handled(), first, out, evaluated(at(4), 5))

    assert [("counted", 5), ("excluded", 1)] == [(r["standing"], r["level"]) for r in rows(seen)]
    assert [] == flags(seen)


@pytest.mark.parametrize(("upheld", "standing"), [(True, "excluded"), (False, "counted")])
def test_only_an_appeal_that_is_upheld_takes_the_evaluation_out(
    upheld: bool, standing: str
) -> None:
    """An appeal alone changes nothing but the record."""
    appeal = [*handled(), evaluated(at(2), 1), appealed(at(3))]
    seen = concluded(*appeal, appeal_decided(at(4), upheld))

    assert "counted" == row(concluded(*appeal))["standing"]
    assert (standing, "2026-03-05T01:00:00Z") == (row(seen)["standing"], row(seen)["appealed_at"])
    assert upheld == (not found(seen, "dissatisfied"))


def test_a_word_about_an_evaluation_nobody_gave_is_flagged() -> None:
    """It may be meant for another case."""
    seen = concluded(*handled(), verified(at(2)), evaluated(at(3), 1))

    assert ["evaluation-unknown"] == flags(seen)


def test_an_evaluation_found_wrong_ends_the_rectification_and_does_not_re_open() -> None:
    """Only an upheld one re-opens; the rating itself still counts until it is left out."""
    bad = [*handled(), evaluated(at(2), 1), verified(at(3), upheld=False)]
    seen = concluded(*bad, reopened(at(4)))

    assert ["reopened-not-upheld"] == flags(seen)
    assert (1, "closed") == (case_row(seen)["episode"], case_row(seen)["status"])
    assert "cancelled" == clock(seen, "rectify")["status"]
    assert "not-upheld" == row(seen, "rectification")["status"]
    assert "counted" == row(seen)["standing"]


@pytest.mark.parametrize("ground", [reopen_requested(at(4)), decided(at(4))])
def test_another_ground_re_opens_what_its_evaluation_did_not(ground: Event) -> None:
    """The party asks anew, or a superior decides: that is not the evaluation's doing."""
    bad = [*handled(), evaluated(at(2), 1), verified(at(3), upheld=False)]
    seen = concluded(*bad, ground, reopened(at(5)))

    assert (2, []) == (case_row(seen)["episode"], flags(seen))


def test_an_upheld_evaluation_is_put_right_and_the_party_asked_again() -> None:
    """Verify, second assignment, answer, a level again: every step with its time."""
    seen = concluded(
        *handled(),
        evaluated(at(2), 1, solved=False),
        verified(at(3)),
        reopened(at(4)),
        assigned("roads", at(4, 10), "second", basis="second"),
        responded("roads", at(7)),
        closed(at(7, 10)),
        evaluated(at(8), 5, episode=2, solved=True),
    )

    put_right = row(seen, "rectification")
    assert ("water", "unsolved", "roads", "fix-now", "rectified", True) == tuple(
        put_right[name]
        for name in ("department", "ground", "second_department", "measure", "status", "confirmed")
    )
    assert ["03-05", "03-06", "03-09", "03-10"] == [
        put_right[name][5:10] for name in ("verified_at", "second_at", "answered_at", "heard_at")
    ]
    assert "2026-03-06T01:00:00Z" == found(seen, "unsolved")[0].document()["resolved_at"]


@pytest.mark.parametrize(
    ("after", "status", "confirmed"),
    [
        ([], "open", False),
        ([reopened(at(4))], "open", False),
        ([reopened(at(4)), closed(at(7), "solved")], "rectified", False),
        ([reopened(at(4)), closed(at(7), "unsolved")], "failed", False),
        ([reopened(at(4)), closed(at(7)), evaluated(at(8), 2, episode=2)], "failed", True),
        ([responded("water", at(4)), evaluated(at(5), 4, revisit=True)], "rectified", True),
        ([responded("water", at(4)), evaluated(at(5), 2, revisit=True)], "failed", True),
        ([responded("water", at(4)), evaluated(at(5), outcome="refused", revisit=True)],
         "rectified", False),
        ([appealed(at(3)), appeal_decided(at(4), upheld=True)], "taken-out", False),
    ],
)  # fmt: skip
def test_the_party_has_the_last_word_on_whether_it_was_put_right(
    after: list[Event], status: str, confirmed: bool
) -> None:
    """A second closing is the department's word; what the party says later weighs more."""
    put_right = rows(concluded(*handled(), evaluated(at(2), 1), *after), "rectification")[0]

    assert (status, confirmed) == (put_right["status"], put_right["confirmed"])


@pytest.mark.parametrize(
    ("kind", "measure"), [("solved", "fix-now"), ("planned", "plan"), ("explained", "explain")]
)
def test_a_bad_evaluation_is_answered_by_fixing_planning_or_explaining(
    kind: str, measure: str
) -> None:
    """How it was dealt with is told apart from how it ended."""
    history = [*handled(), evaluated(at(2), 1), responded("water", at(3), kind)]

    assert measure == row(concluded(*history), "rectification")["measure"]


def test_an_unfinished_case_given_out_a_second_time_is_a_second_assignment() -> None:
    """未办结也二次交办: no evaluation is needed for it; the first dispatch is none."""
    history = [opened(), assigned("water"), assigned("roads", at(6), basis="second")]
    seen = concluded(*history, responded("roads", at(7)), closed(at(7, 10)))

    assert [] == rows(concluded(*history[:2]), "rectification")
    assert ("unfinished", "roads", "rectified") == tuple(
        row(seen, "rectification")[n] for n in ("ground", "second_department", "status")
    )


def test_the_dispatch_that_follows_a_re_opening_is_counted_with_it() -> None:
    """Opened again and given out again is one second assignment, not two."""
    seen = concluded(*handled(), reopened(at(4)), assigned("roads", at(4, 10), "r", basis="second"))

    assert [1] == [r["episode"] for r in rows(seen, "rectification")]


@pytest.mark.parametrize("outcome", ["refused", "unreachable"])
def test_a_level_beside_a_refusal_is_nobodys_word(outcome: str) -> None:
    """Who was not heard has not rated: nothing is put right on a number a caller typed."""
    seen = concluded(*handled(), evaluated(at(2), 1, solved=False, outcome=outcome))

    assert (outcome, ()) == (row(seen)["outcome"], tuple(found(seen, "dissatisfied")))
    assert clock(seen, "rectify") is None


def test_a_solved_matter_may_leave_its_party_dissatisfied() -> None:
    """Two questions, two answers: level 2 starts the rectification although all is solved."""
    seen = concluded(*handled(), evaluated(at(2), 2, solved=True))

    assert (2, True) == (row(seen)["level"], row(seen)["solved"])
    assert (1, "running") == (len(found(seen, "dissatisfied")), clock(seen, "rectify")["status"])


def test_each_episode_has_an_evaluation_of_its_own() -> None:
    """The first one's is not asked again by the second; a later word on the first stays with it."""
    again = [verified(at(3)), reopened(at(3, 10)), assigned("fire", at(3, 11), basis="second")]
    done = [responded("fire", at(4)), closed(at(4, 10))]
    later = [evaluated(at(5), 5, episode=2), evaluated(at(6), 4)]
    seen = concluded(*handled(), evaluated(at(2), 1), *again, *done, *later)

    assert [(1, 1, "water"), (2, 5, "fire")] == [
        (told["episode"], told["level"], told["department"]) for told in rows(seen)
    ]


@pytest.mark.parametrize("said", [at(2), at(4), at(6)], ids=["before", "with", "after"])
def test_a_rectification_never_ends_before_it_began(said: Instant) -> None:
    """The party may be asked about an episode when its case is open again already."""
    seen = concluded(*handled(), evaluated(said, 1), reopened(at(4)), now=at(7))

    (finding,) = found(seen, "dissatisfied")
    assert (said, max(said, at(4))) == (finding.raised_at, finding.resolved_at)
    assert "met" == clock(seen, "rectify")["status"]
