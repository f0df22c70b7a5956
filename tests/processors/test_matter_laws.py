"""Laws of matters: whatever was read first, and whoever crashed, the last word is one."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.event import Event
from processors.matter_fold import MatterFold
from processors.matters.matter_state import ready
from tests.history import at, closed, reference, reopened, responded, withdrawn
from tests.processors.interleaving import Interleaving
from tests.processors.matter_history import (
    LAMP,
    LAMP_AGAIN,
    PIPE,
    case,
    comparing,
    ended,
    find,
    of,
    rows,
    told,
)

TEXTS = (LAMP, LAMP_AGAIN, PIPE, PIPE + "，请尽快处理", "")
MATTERS = ("water", "roads")
LAST = at(60)
quick = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Draw a few cases of three parties, some mended, closed, re-opened or taken back."""
    events: list[Event] = []
    for number in range(draw(st.integers(2, 7))):
        events += draw(_lives(f"K-{number}"))
    return draw(st.permutations(events))


@st.composite
def _lives(draw: st.DrawFn, case_id: str) -> list[Event]:
    day = draw(st.integers(0, 30))
    said: dict[str, Any] = {
        "party": draw(st.sampled_from(["P-1", "P-2", "P-3", ""])),
        "text": draw(st.sampled_from(TEXTS)),
        "category": draw(st.sampled_from(MATTERS)),
        "platform": draw(st.sampled_from(["12345", "mayor"])),
    }
    opening = case(case_id, at(day), **said)
    life = [opening]
    if draw(st.booleans()):
        life += [of(case_id, responded("water", at(day + 1))), of(case_id, closed(at(day + 2)))]
        if draw(st.booleans()):
            life.append(of(case_id, reopened(at(day + 3))))
    if draw(st.integers(0, 3)) == 0:
        moved = said | {"category": draw(st.sampled_from(MATTERS))}
        life.append(case(case_id, at(day, 12), **moved))
    if draw(st.integers(0, 3)) == 0:
        life.append(of(case_id, withdrawn(opening, at(day, 15))))
    return life


def concluded(run: Interleaving) -> dict[tuple[str, str], Any]:
    """Return what is said last, clusters named after their lead case: their ids may differ."""
    ended(run, LAST)
    leads = {row["cluster_id"]: row["lead_case"] for row in rows(run, "cluster").values()}
    every: dict[tuple[str, str], Any] = {}
    for (kind, subject), found in find(run).items():
        own = {name: found[name] for name in found if name not in ("revision", "finding_id")}
        every[kind, leads.get(subject, subject)] = own | {"subject": leads.get(subject, subject)}
    for id, row in rows(run, "cluster").items():
        every["row", id] = {**row, "cluster_id": leads[row["cluster_id"]]}
    return every


@quick
@given(histories(), seeds)
def test_any_order_of_arrival_ends_in_the_same_findings(events: list[Event], seed: int) -> None:
    """A conclusion is a function of the cases, not of the order in which they came."""
    in_order = sorted(events, key=lambda e: e.order)

    assert concluded(told(in_order)) == concluded(told(events, seed))


NARROW = comparing(party=1, place=1, band=1, most=2)


@settings(max_examples=10, deadline=None)
@given(histories(), seeds, st.booleans())
def test_however_few_are_compared_the_order_of_arrival_does_not_count(
    events: list[Event], seed: int, crashes: bool
) -> None:
    """A late case takes places from others, and gives them to third ones."""
    in_order = sorted(events, key=lambda e: e.order)
    shuffled = told(events, seed, crashes=crashes, rules=NARROW)

    assert concluded(told(in_order, rules=NARROW)) == concluded(shuffled)


@quick
@given(histories(), seeds)
def test_crashes_anywhere_change_nothing(events: list[Event], seed: int) -> None:
    """Each partition may fall back to its checkpoint, with half of a batch published."""
    assert concluded(told(events)) == concluded(told(events, seed, crashes=True))


@quick
@given(histories())
def test_redelivery_adds_nothing(events: list[Event]) -> None:
    """A log delivers at least once, early and late."""
    assert concluded(told(events)) == concluded(told([*events, *events]))


@quick
@given(histories())
def test_the_state_survives_as_json(events: list[Event]) -> None:
    """What is derived is made anew, and is the same."""
    fold = MatterFold()
    for state in told(events).states("by-matter").values():
        again = ready(fold.load(fold.dump(state)), reference())
        kept = ready(state, reference())

        assert kept == again
        assert kept.pairs.back == again.pairs.back
        assert {*kept.groups.named} == {*again.groups.named}
        assert fold.conclude(kept, None, LAST, reference()) == fold.conclude(
            again, None, LAST, reference()
        )


@quick
@given(histories(), seeds)
def test_every_finding_cites_events_that_stand(events: list[Event], seed: int) -> None:
    """Evidence is never invented, and never taken back."""
    gone = {e.data["event_id"] for e in events if e.name == "event.withdrawn"}
    standing = {e.event_id for e in events} - gone
    for (kind, _), found in concluded(told(events, seed)).items():
        assert kind == "row" or (found["evidence"] and {*found["evidence"]} <= standing)
