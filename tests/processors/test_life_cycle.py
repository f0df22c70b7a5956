"""The life cycle of a case is data: what may come when, what a role may do, and new kinds."""

from __future__ import annotations

from typing import Any

import pytest

from events import codec
from events.event import Event
from events.instant import Instant, render
from events.topics import JOURNAL_CASES
from processors.case_fold import CaseFold
from processors.cases import case_state
from processors.cases.case_fact import KEPT
from processors.cases.case_state import CaseState
from processors.folding.fold import Forward
from processors.folding.retelling import retold
from processors.policies.life_cycle import EVENTS, UNPUBLISHED, parse_life_cycles
from processors.policies.policy import PolicyError, contents
from processors.published.defaults import read_policy
from processors.published.reference import Reference
from tests.history import (
    DAY_0,
    PUBLISHED,
    accepted,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    contacted,
    flags,
    folded,
    found,
    learned,
    linked,
    opened,
    paused,
    publication,
    reference,
    reopened,
    responded,
    returned,
)

PETITION = """
policy_id: life-cycle-petition
version: 1
kind: life-cycle
valid_from: "2000-01-01T00:00:00+08:00"
case_kinds:
  petition:
    title: 信访
    phases:
      open: {case.returned: null, case.closed: null}
      responded: {case.reopened: open}
"""


def _with(text: str, when: Instant = PUBLISHED) -> Reference:
    """Return what a hub knows that was also given the life cycle in *text*."""
    data = read_policy(text, "ours.yaml")
    return learned(reference(), publication("policy.published", data, when))


def test_a_kind_of_case_is_a_publication_and_no_code() -> None:
    """A petition must be answered, and its answer may be refused before it is closed."""
    by = _with(PETITION)
    refused = [
        opened(kind="petition"),
        assigned("water"),
        responded("water", at(1)),
        reopened(at(2)),
    ]

    seen = concluded(*refused, now=at(2), by=by)

    assert ("open", 2, []) == (
        case_row(seen)["status"],
        case_row(seen)["episode"],
        case_row(seen)["flags"],
    )


def test_what_a_kind_does_not_state_is_as_for_every_kind() -> None:
    """Only what differs is written down."""
    by = _with(PETITION)
    back = returned("water", at(1))
    seen = concluded(opened(kind="petition"), assigned("water"), back, closed(at(2)), by=by)

    assert [f"returned-while-open {back.event_id}"] == case_row(seen)["flags"][:1]
    assert "open" == case_row(seen)["status"]


def test_a_kind_nobody_published_is_kept_and_flagged() -> None:
    """It has the life cycle of every kind."""
    seen = concluded(opened(kind="petition"), assigned("water"), closed(at(1)))

    assert ("closed", ["unknown-kind"]) == (case_row(seen)["status"], flags(seen))


@pytest.mark.parametrize(("kind", "status"), [("demand", "closed"), ("card", "open")])
def test_a_card_cannot_be_closed_before_it_is_answered(kind: str, status: str) -> None:
    """Row E: every card answered. Its clocks run on."""
    seen = concluded(opened(kind=kind), assigned("water"), closed(at(1)), now=at(9))

    assert status == case_row(seen)["status"]
    assert (kind == "card") == ("closed-while-open" in flags(seen))
    assert (kind == "card") == bool(found(seen, "resolve"))


def test_a_card_its_party_takes_back_is_closed() -> None:
    """Nobody waits for that answer any more."""
    seen = concluded(opened(kind="card"), closed(at(1), "withdrawn"))

    assert ("closed", []) == (case_row(seen)["status"], flags(seen))


@pytest.mark.parametrize(
    ("since", "episode"),
    [(DAY_0 - 1, 2), (DAY_0, 2), (DAY_0 + 1, 1)],
    ids=["before", "with", "after"],
)
def test_a_case_keeps_the_life_cycle_that_counted_when_it_was_opened(
    since: int, episode: int
) -> None:
    """A rule of tomorrow does not change what was right today."""
    text = PETITION.replace("2000-01-01T00:00:00+08:00", render(Instant(since)))
    history = [opened(kind="petition"), responded("water", at(1)), reopened(at(2))]

    seen = concluded(*history, by=_with(text, Instant(since)))

    assert episode == case_row(seen)["episode"]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_life_cycle_that_comes_late_tells_the_case_again(restarted: bool) -> None:
    """Whichever came first, the case is the same; a restart in between changes nothing."""
    history = [opened(kind="petition"), responded("water", at(1)), reopened(at(2))]
    by = _with(PETITION)
    state = folded(history)
    if restarted:
        state = case_state.load(state.key, case_state.dump(state))

    told = case_state.by(state, by)

    assert 2 == told.story.episode.number
    assert told is case_state.by(told, by)
    assert case_state.told(state.key, state.facts, by) == told


def test_without_any_life_cycle_nothing_is_refused() -> None:
    """An old log, which holds none, is read as it was meant."""
    history = [opened(kind="card"), assigned("water", at(1)), responded("water", at(2))]
    seen = concluded(*history, closed(at(3)), reopened(at(4)), by=Reference())

    assert ("open", ["no-policy"]) == (case_row(seen)["status"], flags(seen))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"phases": {"open": {"case.asigned": "open"}}}, "case.asigned is no event of a case"),
        ({"phases": {"open": {"case.assigned": "closed"}}}, "cannot lead to 'closed'"),
        ({"phases": {"open": {"case.accepted/yes": "open"}}}, "is no event of a case"),
        ({"phases": {"waiting": {}}}, "phases.waiting is unknown"),
        ({"roles": {"lead": {"clocks": ["resolve"]}}}, "clocks names 'resolve'"),
        ({"roles": {"lead": {"answers": "all"}}}, "answers is 'all'"),
        ({"roles": {"lead": {"awaited": "yes"}}}, "awaited is 'yes'"),
        ({"case_kinds": {"card": {"phase": {}}}}, "case_kinds.card.phase is unknown"),
        ({"kinds": {}}, "kinds is unknown"),
    ],
)
def test_a_wrong_life_cycle_is_named_with_the_mend(changes: dict[str, Any], message: str) -> None:
    """A misspelt event would refuse what should be allowed."""
    whole = {"policy_id": "ours", "phases": {p: {} for p in ("open", "responded", "closed")}}
    content = whole | {"roles": {}} | changes
    if "phases" in changes:
        content["phases"] = {**whole["phases"], **changes["phases"]}  # type: ignore[dict-item]

    with pytest.raises(PolicyError, match=message):
        parse_life_cycles(content, "ours.yaml")


def test_a_broken_life_cycle_is_passed_over_and_told() -> None:
    """No publication can stop a partition; the others stand."""
    by = _with(PETITION.replace("case.reopened: open", "case.reopened: later"))

    assert any("cannot lead to 'later'" in problem for problem in by.problems(DAY_0))
    assert "demand" == by.life_cycle("demand", DAY_0).name
    assert not by.life_cycle("petition", DAY_0).known


def test_the_default_has_every_kind_of_the_mission() -> None:
    """And nothing is known where nothing was published."""
    cycles = reference().rules.at(DAY_0).life_cycles

    assert {"demand", "complaint", "order", "card", "call"} == set(cycles.by_kind)
    assert UNPUBLISHED.general is Reference().life_cycle("demand", DAY_0)


def _clocks(role: str) -> set[str]:
    seen = concluded(
        opened(), assigned("water"), assigned("power", id="p", role=role), now=at(0, 10)
    )
    rows = [s.row for s in seen.snapshots if s.kind == "clock"]
    return {str(row["clock"]) for row in rows if row["assignment_id"] == "p"}


@pytest.mark.parametrize(
    ("role", "clocks"),
    [
        ("lead", {"accept", "return", "first-contact", "holding"}),
        ("assist", {"accept", "return", "first-contact", "holding"}),
        ("guide", {"first-contact"}),
        ("agent", {"accept", "first-contact", "holding"}),
    ],
)
def test_each_role_has_the_clocks_of_its_duties(role: str, clocks: set[str]) -> None:
    """A guide must be in touch and never holds the case."""
    assert clocks == _clocks(role)


def _led(*events: Event) -> list[Event]:
    return [opened(), assigned("water"), *events]


def test_a_guide_answers_nobody() -> None:
    """It shows the way; the party still waits for the lead."""
    seen = concluded(*_led(assigned("power", role="guide"), responded("power", at(1))))

    assert ("open", ["responded-by-guide"]) == (case_row(seen)["status"], flags(seen))


def test_an_agent_runs_the_errand_and_the_party_still_waits() -> None:
    """Its report is its own part, on its own clock."""
    seen = concluded(*_led(assigned("power", role="agent"), responded("power", at(1))), now=at(5))

    assert "met" == clock(seen, "holding", assignment="power-1")["status"]
    assert "breached" == clock(seen, "resolve")["status"]


@pytest.mark.parametrize(("role", "minutes"), [("agent", 60), ("assist", 900)])
def test_what_an_agent_does_ends_a_pause_like_the_partys_reply(role: str, minutes: int) -> None:
    """It acts in the party's name: nobody waits for the party any more."""
    helping = assigned("power", role=role)
    until = at(3, 10)
    seen = concluded(
        *_led(helping, paused(at(1, 9), until=until), contacted("power", at(1, 10))), now=at(4)
    )

    assert minutes == clock(seen, "resolve")["paused"]


def test_a_guide_signs_for_nothing_and_is_no_owner() -> None:
    """One owner at any moment: the lead."""
    seen = concluded(*_led(assigned("power", role="guide"), accepted("power", at(0, 10))))

    assert "water" == case_row(seen)["lead_department"]
    assert clock(seen, "accept", assignment="power-1") is None


def test_a_life_cycle_file_is_read_like_any_policy() -> None:
    """``hub policy check`` and ``publish`` take it."""
    data = read_policy(PETITION, "ours.yaml")

    assert ("life-cycle", {"petition"}) == (data["kind"], set(contents(data)["case_kinds"]))


def test_whoever_heard_of_a_case_hears_of_it_again_when_its_life_cycle_comes_late() -> None:
    """At a start departments overtake the rules: a guide's word was taken for the answer."""
    fold, told = CaseFold(), Reference()
    state = CaseState("K-2")
    link = linked(at(0, 9, 30))
    history = [opened(case_id="K-2"), link, assigned("desk", role="guide", case_id="K-2")]
    for said in (*history, _answer("desk", at(1))):
        state, _ = fold.step(state, said, told)

    ((key, after, forwards),) = retold(fold, [("K-2", state)], reference(), link)

    assert "K-2" == key
    assert (True, False) == (bool(state.story.episode.answered), bool(after.story.episode.answered))
    assert ["answered_at" in _data(f) for f in forwards if f.topic == JOURNAL_CASES] == [False]
    assert [] == list(retold(fold, [("K-2", after)], reference(), link))


def _answer(department: str, when: Instant) -> Event:
    made = responded(department, when)
    return made._replace(data={**made.data, "case_id": "K-2"})


def _data(forward: Forward) -> dict[str, Any]:
    return dict(codec.decode(forward.value or b"").data)


def test_a_case_remembers_of_every_event_it_is_made_of() -> None:
    """A life cycle allows events by the models' names: each must be one that a case keeps."""
    assert EVENTS == KEPT.keys()
