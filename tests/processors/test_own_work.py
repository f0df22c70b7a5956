"""Nobody judges their own work: not in another's name either, nor by an answer without a word."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Event
from processors.folding.conclusion import Conclusion
from tests.history import (
    assigned,
    at,
    clock,
    concluded,
    decided,
    evaluated,
    event,
    flags,
    found,
    handled,
    joint_handled,
    opened,
)


def _rated_badly() -> list[Event]:
    return [*handled(), evaluated(at(2), 1)]


def _row(seen: Conclusion, kind: str) -> Any:
    (only,) = (s.row for s in seen.snapshots if s.kind == kind)
    return only


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("case.evaluation-verified", {"upheld": False, "verifier": "director Li"}),
        ("case.evaluation-excluded", {"approver": "director Li"}),
        ("case.appeal-decided", {"upheld": True, "approver": "director Li"}),
    ],
)
@pytest.mark.parametrize(("sender", "changes"), [("water", False), ("supervision", True)])
def test_a_handlers_system_judges_its_work_in_nobodys_name(
    name: str, said: dict[str, Any], sender: str, changes: bool
) -> None:
    """The name inside is a claim; the department that sends it is known."""
    word = event(name, at(3), sender, episode=1, reason="looked into", **said)
    seen = concluded(*_rated_badly(), word)

    rectify = clock(seen, "rectify")
    assert changes == (rectify is None or rectify["status"] == "cancelled")
    assert changes == ("judged-own-work" not in flags(seen))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        (decided(at(3), "county"), "met"),
        (decided(at(3), "water"), "running"),
        (joint_handled(at(3), "water", "power"), "running"),
    ],
    ids=["a superior decides", "the handler decides", "departments meet"],
)
def test_a_rectification_ends_by_a_superiors_word_only(word: Event, status: str) -> None:
    """Whom a party found wanting cannot release itself, alone or together with others."""
    assert status == clock(concluded(*_rated_badly(), word), "rectify")["status"]


@pytest.mark.parametrize(("by", "target"), [("county", 5), ("water", 3)])
def test_the_longer_limit_of_a_hard_case_is_not_its_handlers_own_to_decide(
    by: str, target: int
) -> None:
    """Hard cases go to joint handling (会办) or to a superior (批办)."""
    begun = [opened(hard=True), assigned("water"), decided(at(1), by)]

    (late,) = found(concluded(*begun, now=at(14)), "resolve")
    assert target == late.details["target"]
    assert (by == "water") == ("decided-own-work" in flags(concluded(*begun)))


def test_a_revisit_answered_without_a_word_absolves_nobody() -> None:
    """Neither a level nor whether it is solved: the party was reached, and said nothing."""
    seen = concluded(*_rated_badly(), evaluated(at(3), revisit=True))

    assert "running" == clock(seen, "rectify")["status"]
    assert ("open", False) == (
        _row(seen, "rectification")["status"],
        _row(seen, "rectification")["confirmed"],
    )


def test_an_answer_without_a_word_does_not_keep_the_partys_own_word_out() -> None:
    """The first answer that stands counts for an episode; one that says nothing is none."""
    seen = concluded(*handled(), evaluated(at(2)), evaluated(at(3), 5))

    assert 5 == _row(seen, "evaluation")["level"]
    assert [] == flags(seen)


@pytest.mark.parametrize(("by", "standing"), [("water", "own"), ("callers", "counted")])
def test_a_rating_that_the_handlers_system_sends_for_a_third_party_is_its_own(
    by: str, standing: str
) -> None:
    """Whoever asked is a claim; whose system sent it is known."""
    praise = event(
        "case.evaluated", at(2), by, episode=1, level=5, collected_by="third-party",
        collector="institute", outcome="answered",
    )  # fmt: skip
    seen = concluded(*handled(), praise)

    assert standing == _row(seen, "evaluation")["standing"]
    assert (standing == "own") == ("rated-own-work" in flags(seen))


def test_the_partys_first_word_counts_also_from_the_handlers_window() -> None:
    """A resident rates where it was served; a revisit must be somebody else's."""
    first = event(
        "case.evaluated", at(2), "water", episode=1, level=1, collected_by="party",
        collector="P-1", outcome="answered",
    )  # fmt: skip
    again = event(
        "case.evaluated", at(3), "water", episode=1, level=5, collected_by="party",
        collector="P-1", outcome="answered", revisit=True,
    )  # fmt: skip
    seen = concluded(*handled(), first, again)

    rows = [s.row for s in seen.snapshots if s.kind == "evaluation"]
    assert [("counted", 1), ("own", 5)] == [(r["standing"], r["level"]) for r in rows]
    assert "running" == clock(seen, "rectify")["status"]
