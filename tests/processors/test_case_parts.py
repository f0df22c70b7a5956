"""A case is answered when all of it is: assists, sub-cases, and what a lead says too early."""

from __future__ import annotations

from itertools import permutations

import pytest

from events import codec, topics
from events.event import Event
from events.instant import Instant
from processors.case_fold import CaseFold
from processors.cases.case_state import CaseState
from processors.folding.conclusion import Conclusion
from processors.folding.fold import Forward
from tests.history import (
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    event,
    flags,
    found,
    linked,
    opened,
    reference,
    reopened,
    responded,
    returned,
    withdrawn,
)

CHILD, PARENT = "K-2", "K-1"


def _led(*events: Event, role: str = "assist") -> list[Event]:
    """Return a case that water leads and power has a part in."""
    return [opened(), assigned("water"), assigned("power", role=role), *events]


def _linked(when: Instant, child: str = CHILD, name: str = "case.linked") -> Event:
    return event(name, when, case_id=child, other_case_id=PARENT, relation="parent")


def _of_child(made: Event) -> Event:
    """Return *made* as it is said of the sub-case."""
    return made._replace(subject=CHILD, data={**made.data, "case_id": CHILD})


def _family(*events: Event) -> tuple[CaseState, CaseState]:
    """Return parent and child after *events* in the order given; reports go round at once."""
    fold, waiting = CaseFold(), list(events)
    states = {PARENT: CaseState(PARENT), CHILD: CaseState(CHILD)}
    while waiting:
        said = waiting.pop(0)
        for key in {said.data["case_id"], said.data.get("other_case_id")} & states.keys():
            if said.name == "case.part-reported" and key != said.data["case_id"]:
                continue
            before = states[key]
            states[key], _ = fold.step(before, said, reference())
            forwards = fold.forwards(before, states[key], said)
            waiting.extend(codec.decode(f.value) for f in forwards if f.value)
    return states[PARENT], states[CHILD]


def _parent(*events: Event, now: Instant) -> Conclusion:
    return CaseFold().conclude(_family(*events)[0], None, now, reference())


@pytest.mark.parametrize(
    ("answer", "status", "flagged"),
    [
        (responded("power", at(1)), "met", False),
        (responded("power", at(2, 10)), "met", False),
        (responded("power", at(3, 17, 30)), "met", False),
        (responded("power", at(3, 17, 31)), "breached", False),
        (opened(at(3)), "running", True),
    ],
    ids=["before the lead", "with the lead", "at the limit", "too late", "never"],
)
def test_a_case_is_answered_when_its_last_part_is(
    answer: Event, status: str, flagged: bool
) -> None:
    """The lead coordinates: until each assist has answered, the case's clock runs on."""
    history = _led(responded("water", at(2, 10)), answer)
    seen = concluded(*history, now=max(at(3), answer.time))

    assert status == clock(seen, "resolve")["status"]
    assert flagged == ("answered-before-all" in flags(seen))
    assert "responded" == case_row(seen)["status"]


def test_an_assist_that_gave_its_part_back_is_not_waited_for() -> None:
    """Nor one that was never armed: assigned when all was answered."""
    seen = concluded(*_led(returned("power", at(0, 10)), responded("water", at(1))))

    assert ("met", []) == (clock(seen, "resolve")["status"], flags(seen))


def test_an_assist_is_not_excused_by_the_answer_of_the_lead() -> None:
    """Its holding clock is its own, and it alone is at fault."""
    seen = concluded(*_led(responded("water", at(1))), now=at(5))

    assert "met" == clock(seen, "holding", assignment="water-1")["status"]
    assert ["power"] == [f.department for f in found(seen, "holding")]


@pytest.mark.parametrize(
    ("role", "status"), [("assist", "running"), ("agent", "met"), ("guide", "met")]
)
def test_only_an_assist_is_waited_for(role: str, status: str) -> None:
    """A guide and an agent do something for the party, no part of the answer."""
    seen = concluded(*_led(responded("water", at(1)), role=role))

    assert status == clock(seen, "resolve")["status"]


def test_a_case_closed_before_all_of_it_is_answered_has_no_credit() -> None:
    """Nor has it a breach: it ends unjudged, and flagged."""
    seen = concluded(*_led(responded("water", at(1)), closed(at(1, 10))), now=at(9))

    assert "cancelled" == clock(seen, "resolve")["status"]
    assert {"answered-before-all", "closed-before-all"} == set(flags(seen))
    assert "cancelled" == clock(seen, "holding", assignment="power-1")["status"]


def test_what_its_party_takes_back_may_be_closed_with_parts_open() -> None:
    """Nobody waits for them any more."""
    assert [] == flags(concluded(*_led(closed(at(1), "withdrawn"))))


def _of_both() -> list[Event]:
    child = [_of_child(opened(at(0, 10))), _of_child(assigned("power", at(0, 10)))]
    return [opened(), assigned("water"), *child, _linked(at(0, 11))]


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ([], "running"),
        ([_of_child(responded("power", at(1)))], "met"),
        ([_of_child(closed(at(1), "unsolved"))], "met"),
        ([_of_child(responded("power", at(2, 10)))], "met"),
        ([_linked(at(2), name="case.unlinked")], "met"),
    ],
    ids=["open", "answered", "closed", "answered later", "no sub-case any more"],
)
def test_a_case_waits_for_its_sub_cases(ending: list[Event], status: str) -> None:
    """The all-answered gate: parent and child each have their own clocks."""
    seen = _parent(*_of_both(), responded("water", at(1, 10)), *ending, now=at(3))

    assert status == clock(seen, "resolve")["status"]
    assert (status == "running") == ("answered-before-all" in flags(seen))


def test_the_last_sub_case_says_when_the_whole_was_answered() -> None:
    """The instant is the child's own, not that of hearing it."""
    last = _of_child(responded("power", at(2, 10)))
    seen = _parent(*_of_both(), responded("water", at(1, 10)), last, now=at(9))

    assert "2026-03-04T02:00:00Z" == clock(seen, "resolve")["stopped_at"]


def test_an_answer_taken_back_opens_the_gate_again() -> None:
    """The child tells its parent whatever changes."""
    mistake = _of_child(responded("power", at(1)))
    back = _of_child(withdrawn(mistake, at(1, 9)))
    seen = _parent(*_of_both(), responded("water", at(1, 10)), mistake, back, now=at(9))

    assert "breached" == clock(seen, "resolve")["status"]


def test_a_sub_case_that_is_opened_again_spoils_nothing() -> None:
    """Its first answer stands for the parent; what follows is its own."""
    again = [_of_child(closed(at(1, 11))), _of_child(reopened(at(2)))]
    ending = [_of_child(responded("power", at(1))), *again]
    seen = _parent(*_of_both(), responded("water", at(1, 10)), *ending, now=at(9))

    assert "met" == clock(seen, "resolve")["status"]


def test_whatever_comes_first_the_parent_hears_the_same() -> None:
    """Links, answers and reports come in any order."""
    ending = [
        _linked(at(0, 11)),
        _of_child(responded("power", at(1))),
        _of_child(opened(at(0, 10))),
        responded("water", at(1, 10)),
    ]
    begun = [opened(), assigned("water")]
    rows = {
        clock(_parent(*begun, *order, now=at(3)), "resolve")["stopped_at"]
        for order in permutations(ending)
    }

    assert {"2026-03-03T02:00:00Z"} == rows


def test_a_report_is_said_once_and_again_when_it_differs() -> None:
    """A redelivery says nothing; the link of a second parent is told to that one only."""
    fold, state = CaseFold(), CaseState(CHILD)
    told: list[tuple[str, bool]] = []
    second = _linked(at(2))._replace(data={**_linked(at(2)).data, "other_case_id": "K-9"})
    answer = _of_child(responded("power", at(1)))
    for said in (_of_child(opened()), _linked(at(0, 10)), answer, answer, second):
        before = state if said is not second else fold.load(fold.dump(state))
        state, _ = fold.step(before, said, reference())
        forwards = fold.forwards(before, state, said)
        told.extend(
            (f.key, "answered_at" in _data(f)) for f in forwards if f.topic == topics.JOURNAL_CASES
        )

    assert [("K-1", False), ("K-1", True), ("K-9", True)] == told


def _data(forward: Forward) -> dict[str, object]:
    assert forward.topic == topics.JOURNAL_CASES
    return dict(codec.decode(forward.value or b"").data)


def test_a_case_that_is_its_own_parent_waits_for_nobody() -> None:
    """Nor do two that are each other's talk for ever."""
    own = _linked(at(0, 10))._replace(
        data={"case_id": PARENT, "other_case_id": PARENT, "relation": "parent"}
    )
    other_way = _linked(at(0, 12))
    other_way = other_way._replace(
        data={"case_id": PARENT, "other_case_id": CHILD, "relation": "parent"}
    )
    seen = _parent(*_of_both(), own, other_way, responded("water", at(1)), now=at(2))

    assert "running" == clock(seen, "resolve")["status"]


def test_a_case_names_all_cases_it_is_a_part_of() -> None:
    """The first one stands for itself too, as it did when there was only one."""
    links = [linked(at(hour=10), child="K-1", parent=other) for other in ("K-8", "K-9")]
    row = case_row(concluded(opened(), *links))

    assert ("K-8", ["K-8", "K-9"]) == (row["parent_case_id"], row["parents"])
