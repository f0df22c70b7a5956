"""A policy in shadow finds beside the live one, and changes nothing that is live."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from events import codec, topics
from events.comparison import last_findings
from events.event import Event
from events.instant import Instant
from processors.case_fold import CaseFold
from processors.cluster_fold import ClusterFold
from processors.folding import shadow
from processors.folding.conclusion import Conclusion
from processors.folding.fold import Forward
from processors.identity.identity_pointers import cluster
from processors.identity.identity_state import Identity
from processors.identity_fold import IdentityFold
from processors.matter_fold import MatterFold
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from tests.history import accepted, assigned, at, opened, responded
from tests.processors.interleaving import Interleaving
from tests.processors.matter_history import CASES, LAMP, LAMP_AGAIN, case, ended
from tests.processors.test_identity_by_name import registered
from tests.processors.test_identity_fold import CODE
from tests.processors.visit_history import at as day
from tests.processors.visit_history import recorded


def _event(name: str, data: dict[str, Any], id: str) -> Event:
    source = "/departments/hub/test"
    return Event(f"{source}#{id}", name, 1, Instant(0), 0, source, id, "", data)


def _reference(*more: dict[str, Any]) -> Reference:
    reference = Reference()
    published = [*default_publications(), *(("policy.published", data) for data in more)]
    for number, (name, data) in enumerate(published):
        reference = reference.learn(_event(name, data, str(number)))
    return reference


def _tried(policy_id: str, **changed: Any) -> dict[str, Any]:
    (data,) = (d for _, d in default_publications() if d.get("policy_id") == policy_id)
    content = {**data["content"], **changed, "shadow": True}
    return {**data, "version": data["version"] + 1, "content": content}


def _visits(reference: Reference, gap: int) -> Conclusion:
    fold = ClusterFold()
    state = fold.empty("P")
    for event in (recorded("t1", "tax", 0), recorded("f1", "fire", gap)):
        state, _ = fold.step(state, event, reference)
    return shadow.conclude(fold, state, None, day(99), reference)


def _rules(conclusion: Conclusion) -> list[str]:
    return sorted(f"{f.rule} {f.kind}" for f in conclusion.findings)


def test_without_shadow_nothing_is_concluded_twice() -> None:
    """The cost of a trial is paid while there is one."""
    assert _reference().shadow is None
    assert ["duplicate-visit cross-department"] == _rules(_visits(_reference(), 20))


@pytest.mark.parametrize(
    ("gap", "rules"),
    [
        (6, ["duplicate-visit cross-department", "shadow/duplicate-visit cross-department"]),
        (7, ["duplicate-visit cross-department", "shadow/duplicate-visit cross-department"]),
        (8, ["duplicate-visit cross-department"]),
    ],
)
def test_a_narrower_window_is_tried_beside_the_live_one(gap: int, rules: list[str]) -> None:
    """Whoever wants a window of seven days sees first what it would no longer find."""
    assert rules == _rules(_visits(_reference(_tried("visits", window_days=7)), gap))


def test_a_wider_window_in_shadow_finds_what_the_live_one_does_not() -> None:
    """The trial must look further back than the live rule does."""
    reference = _reference(_tried("visits", window_days=60))

    assert ["shadow/duplicate-visit cross-department"] == _rules(_visits(reference, 45))


def test_a_finding_in_shadow_has_an_id_of_its_own() -> None:
    """Confirming the live one must say nothing of the other, and both are kept."""
    found = _visits(_reference(_tried("visits", window_days=7)), 6).findings

    assert 2 == len({f.finding_id for f in found})


def test_rows_and_clocks_are_those_of_the_live_policy() -> None:
    """A trial of longer limits must move no deadline that a department is told of."""
    clocks = next(d for _, d in default_publications() if d.get("policy_id") == "sla-135")
    longer = {**clocks["content"]["clocks"], "resolve": {"target": 9, "unit": "working-days"}}
    fold, live, trial = CaseFold(), _reference(), _reference(_tried("sla-135", clocks=longer))
    state = fold.empty("K-1")
    for event in (
        opened(),
        assigned("water"),
        accepted("water", at(0, 10)),
        responded("water", at(5)),
    ):
        state, _ = fold.step(state, event, live)
    alone = shadow.conclude(fold, state, None, at(20), live)
    beside = shadow.conclude(fold, state, None, at(20), trial)

    assert alone.snapshots == beside.snapshots
    assert alone.findings == beside.findings[: len(alone.findings)]
    assert "stalled resolve" in _rules(alone)
    assert "shadow/stalled resolve" not in _rules(beside)
    assert "shadow/stalled holding" in _rules(beside)


def test_a_policy_published_again_without_shadow_is_live() -> None:
    """That is the switch."""
    tried = _tried("visits", window_days=7)
    content = {name: value for name, value in tried["content"].items() if name != "shadow"}
    live = {**tried, "version": tried["version"] + 1, "content": content}
    reference = _reference(live)

    assert reference.shadow is None
    assert [] == _rules(_visits(reference, 20))


def _heard(reference: Reference, *events: Event) -> tuple[IdentityFold, Identity]:
    fold = IdentityFold()
    state, _ = fold.settled(fold.empty(""), reference)
    for event in events:
        state, _ = fold.settled(state, reference)
        state, _ = fold.step(state, event, reference)
    return fold, state


_A = registered("A", "浦江华盛机械有限公司", 1, CODE)
_B = registered("B", "浦江华鼎机械有限公司", 2)


@pytest.mark.parametrize(("cost", "links"), [(0.11, ["shadow/identity link"]), (0.13, [])])
def test_a_policy_of_identity_is_tried_beside_the_live_one(cost: float, links: list[str]) -> None:
    """Whom it would link is told; the live policy's links and questions stay what they are."""
    live, letters = _tried("identity"), _tried("identity")["content"]["letters"]
    reference = _reference(
        _tried("identity", letters={**letters, "other": cost}, link=0.88, ask=0.8)
    )

    fold, state = _heard(reference, _A, _B)
    concluded = shadow.conclude(fold, state, frozenset({"A", "B"}), day(9), reference)

    assert live["content"]["letters"]["other"] == 0.15
    assert links == _rules(concluded)
    assert [] == list(state.news)


def test_a_party_that_is_heard_of_later_is_tried_like_the_first() -> None:
    """The trial learns with each event, and starts anew after a restart."""
    letters = _tried("identity")["content"]["letters"]
    reference = _reference(_tried("identity", letters={**letters, "other": 0.11}, ask=0.8))
    fold, state = _heard(reference, _A, _B)
    again, _ = fold.settled(fold.load(fold.dump(state)), reference)

    assert state.trial is not None
    assert (state.trial, "A") == (again.trial, cluster(state.trial, "B"))


def test_without_a_policy_of_identity_in_shadow_nothing_is_kept_twice() -> None:
    """A trial of another policy costs identity nothing."""
    assert _heard(_reference(_tried("visits")), _A)[1].trial is None


FIRST = case("K-1", at(0), LAMP)
SECOND = case("K-2", at(1), LAMP_AGAIN)


def _matters(seed: int, *tried: dict[str, Any], restart: bool = False) -> set[tuple[str, ...]]:
    """Return (rule, kind, subject) of what is found of two like cases of one party."""
    run = Interleaving(Random(seed), restart, CASES)
    run.publish(_reference(*tried))
    run.tell((said.data["case_id"], said) for said in (FIRST, SECOND))
    run.run()
    ended(run, at(2))
    found = last_findings(run.findings).values()
    return {
        (one["rule"], one["kind"], one["subject"])
        for one in found
        if one["status"] != "retracted" and "case" in one["rule"]
    }


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(
    ("score", "rules"),
    [(0.5, {"repeated-case", "shadow/repeated-case"}), (1.0, {"repeated-case"})],
)
def test_a_policy_of_matters_is_tried_beside_the_live_one(
    score: float, rules: set[str], restart: bool
) -> None:
    """Whoever wants likeness to weigh more sees first which repeats it would miss."""
    place = _tried("matters")["content"]["place"]
    tried = _tried("matters", append={"score": score}, place={**place, "exact": place["same"]})

    found = _matters(3, tried, restart=restart)

    assert {(rule, "append", "K-2") for rule in rules} == found


def test_words_that_say_nothing_are_tried_in_shadow_as_well() -> None:
    """Other stop phrases pair other cases: the trial keeps pairs of its own."""
    tried = _tried("matters", stop_phrases=[LAMP, LAMP_AGAIN])

    assert {("repeated-case", "append", "K-2")} == _matters(1, tried)


def test_a_trial_links_no_cases() -> None:
    """What is only tried must not stop anybody's clock."""
    fold, reference = MatterFold(), _reference(_tried("matters", link="always"))
    state = fold.empty("water|清溪")
    sent: list[Forward] = []
    for word in _words(FIRST, SECOND):
        before, (state, _) = state, fold.step(state, word, reference)
        sent += fold.forwards(before, state, word)

    assert (True, []) == (state.trial is not None, sent)


def _words(*openings: Event) -> list[Event]:
    """Return what the matter hears of cases that were opened so."""
    fold, words = CaseFold(), []
    for opening in openings:
        before = fold.empty(opening.data["case_id"])
        after, _ = fold.step(before, opening, _reference())
        forwards = fold.forwards(before, after, opening)
        words += [
            codec.decode(one.value or b"") for one in forwards if one.topic == topics.BY_MATTER
        ]
    return words
