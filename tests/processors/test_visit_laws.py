"""Laws of the cluster fold: any order, any repeat, any restart, and all pairs by brute force."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from events import codec
from events.event import Event
from processors.cluster_fold import Cluster, ClusterFold
from processors.published.reference import Reference
from processors.visits.moving import detached
from tests.processors.visit_history import (
    DOUBLE_ENTRY,
    NOW,
    at,
    by_subject,
    cancelled,
    clustered,
    concluded,
    incrementally,
    planned,
    policy,
    recorded,
    withdrawn,
)
from tests.processors.visit_oracle import expected

STRICT = policy(window_days=3, crowding=2, cap_per_year=2, double_entry=DOUBLE_ENTRY)

_days = st.integers(360, 372)  # around a New Year
_names = st.sampled_from(["1", "2", "3", "4"])
_systems = st.sampled_from(["fire/a", "fire/b", "tax/a", "env/a"])
_teams = st.sampled_from([None, ["fire", "tax"], ["env", "fire", "tax"]])


@st.composite
def _tellings(draw: st.DrawFn) -> Event:
    department, day = draw(_systems), draw(_days)
    options: dict[str, Any] = {
        "minute": draw(st.sampled_from([0, 600, 630, 660])),
        "minutes": draw(st.sampled_from([0, 30, 60])),
        "told": at(draw(st.integers(350, 372))),
        "purpose": draw(st.sampled_from(["safety", "tax", ""])),
        "ground": draw(st.sampled_from(["routine", "invited", "emergency"])),
        "sequence": draw(st.integers(0, 1)),
        "departments": draw(_teams) or [department.split("/")[0]],
    }
    kind = draw(st.sampled_from(["planned", "recorded", "recorded", "cancelled"]))
    name = draw(_names)
    if kind == "cancelled":
        event = cancelled(name, department, options["told"])
    elif kind == "planned":
        event = planned(name, department, day, **options)
    else:
        event = recorded(name, department, day, **options)
    return event._replace(event_id=f"{event.event_id}-{draw(st.integers(0, 9))}")


@st.composite
def _histories(draw: st.DrawFn) -> list[Event]:
    told = {event.event_id: event for event in draw(st.lists(_tellings(), max_size=14))}
    taken_back = draw(st.lists(st.sampled_from(sorted(told)), max_size=3)) if told else []
    withdrawals = [
        withdrawn(told[id])._replace(data={"event_id": id}) for id in sorted(set(taken_back))
    ]
    return draw(st.permutations([*told.values(), *withdrawals]))


@given(_histories())
@settings(max_examples=60)
def test_what_each_step_touched_is_all_that_changed(history: list[Event]) -> None:
    """Concluding only the touched visits gives what concluding all of them gives."""
    assert by_subject(concluded(history, STRICT)) == incrementally(history, STRICT)


@given(_histories())
@settings(max_examples=60)
def test_findings_are_those_of_all_pairs(history: list[Event]) -> None:
    """The lanes and windows find what looking at every pair finds."""
    cluster = clustered(history, STRICT)
    rules = STRICT.visits(at(360))
    assert rules is not None
    found = {
        (f.kind, f.subject): (f.raised_at, f.resolved_at, frozenset(f.evidence[1:]))
        for f in concluded(history, STRICT)
    }

    assert expected((visit for _, visit in cluster.visits.items()), rules) == found


@given(_histories(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same(history: list[Event], lots: Any) -> None:
    """Departments' systems are late; conclusions are not."""
    shuffled = list(history)
    lots.shuffle(shuffled)

    assert clustered(history, STRICT) == clustered(shuffled, STRICT)
    assert incrementally(history, STRICT) == incrementally(shuffled, STRICT)


@given(_histories())
def test_hearing_everything_again_changes_nothing(history: list[Event]) -> None:
    """Logs deliver at least once."""
    fold, once = ClusterFold(), clustered(history, STRICT)
    for event in history:
        again, scope = fold.step(once, event, STRICT)

        assert (True, frozenset()) == (again is once, scope)


@given(_histories(), st.integers(0, 17))
def test_a_restart_anywhere_changes_nothing(history: list[Event], cut: int) -> None:
    """A cluster is what it was dumped as, byte for byte."""
    fold = ClusterFold()
    packed = orjson.dumps(fold.dump(clustered(history[:cut], STRICT)))
    state = fold.load(orjson.loads(packed))

    assert clustered(history[:cut], STRICT) == state
    assert packed == orjson.dumps(fold.dump(state))
    for event in history[cut:]:
        state, _ = fold.step(state, event, STRICT)
    assert concluded(history, STRICT) == _all(state, STRICT)


@given(_histories())
def test_every_finding_cites_events_that_happened(history: list[Event]) -> None:
    """Evidence is what a person can look up; an event taken back is none."""
    gone = {event.data["event_id"] for event in history if event.name == "event.withdrawn"}
    happened = {event.event_id for event in history} - gone

    for finding in concluded(history, STRICT):
        assert set(finding.evidence) <= happened
        assert len(finding.evidence) == len(set(finding.evidence))
        assert len(finding.evidence) == 1 + len(finding.details["earlier"])


@given(_tellings())
def test_a_visit_alone_duplicates_nothing(visit: Event) -> None:
    """However many departments are on it."""
    assert () == concluded([visit], STRICT)


@given(_histories())
def test_a_party_that_leaves_takes_all_its_visits(history: list[Event]) -> None:
    """A link moves the visits, and what is found with them; nothing stays behind."""
    fold, before = ClusterFold(), clustered(history, STRICT)
    there = fold.empty("Q")
    state, _ = fold.step(before, detached("P", "P", "Q", recorded("1", "fire", 5)), STRICT)
    for forward in state.leaving:
        there, _ = fold.step(there, codec.decode(forward.value or b""), STRICT)

    assert ((), 0) == (_all(state, STRICT), len(state.visits))
    assert Cluster("P", withdrawn=state.withdrawn, presence=state.presence) == state
    assert (before.visits, _all(before, STRICT)) == (there.visits, _all(there, STRICT))


def _all(state: Cluster, reference: Reference) -> tuple[Any, ...]:
    return ClusterFold().conclude(state, None, NOW, reference).findings
