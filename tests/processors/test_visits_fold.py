"""The visits fold: rows, what goes on to clusters and identity, and moves between clusters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from events import codec, topics
from events.event import Event
from events.instant import Instant
from processors.cluster_fold import Cluster, ClusterFold
from processors.folding.fold import Forward
from processors.published.reference import Reference
from processors.visits_fold import Stated, VisitsFold
from tests.processors.visit_history import (
    NOW,
    POLICY,
    at,
    cancelled,
    planned,
    recorded,
    said,
    withdrawn,
)

FOLD = VisitsFold()
EMPTY = Reference()


def registered(time: Instant, name: str = "party.registered", **data: Any) -> Event:
    values = {"kind": "enterprise", "name": "宏达", "area": "清溪", **data}
    source = "/departments/market"
    id = f"{name}-{time}"
    values = {"party_id": "P", **values}
    return Event(f"{source}#{id}", name, 1, time, 0, source, id, "", values)


def link(time: Instant, party: str, same_as: str, name: str = "party.linked") -> Event:
    source, id = "/departments/market", f"{name}-{party}-{same_as}-{time}"
    data = {"party_id": party, "same_as": same_as, "score": 1.0, "rule": "hand", "version": "1"}
    return Event(f"{source}#{id}", name, 1, time, 0, source, id, "", data)


def unlink(time: Instant, party: str, same_as: str) -> Event:
    return link(time, party, same_as, "party.unlinked")


def stepped(events: Iterable[Event], key: str = "P") -> tuple[Stated, list[list[Forward]]]:
    state, heard = FOLD.empty(key), []
    for event in events:
        after, _ = FOLD.step(state, event, EMPTY)
        heard.append(list(FOLD.forwards(state, after, event)))
        state = after
    return state, heard


def rows(state: Stated) -> dict[str, dict[str, Any]]:
    found = FOLD.conclude(state, None, NOW, EMPTY).snapshots
    return {shown.id: dict(shown.row) for shown in found}


def test_a_visit_has_a_row_with_its_last_content_and_status() -> None:
    """What an analyst sees of a plan that was carried out a day late."""
    plan, record = planned("1", "fire", 5), recorded("1", "fire", 6, purpose="safety")

    row = rows(stepped([record, plan])[0])["fire/1"]

    assert ("1", "P", "P", "recorded") == (
        row["visit_id"],
        row["party_id"],
        row["cluster_id"],
        row["status"],
    )
    assert (["fire"], "safety", "2024-01-07T04:00:00Z", record.event_id) == (
        row["departments"],
        row["purpose"],
        row["start"],
        row["event_id"],
    )


def test_a_cancellation_may_come_before_the_plan() -> None:
    """Alone it has nothing to show; once the plan is known the visit is a cancelled one."""
    plan, end = planned("1", "fire", 5), cancelled("1", "fire", at(2))

    assert {} == rows(stepped([end])[0])
    assert "cancelled" == rows(stepped([end, plan])[0])["fire/1"]["status"]


def test_a_correction_replaces_the_record_before_it() -> None:
    """The last by (time, sequence, event id) holds, in whatever order they came."""
    first = recorded("1", "fire", 5, purpose="a", told=at(6))
    second = recorded("1", "fire", 5, purpose="b", told=at(7))

    assert "b" == rows(stepped([second, first])[0])["fire/1"]["purpose"]


def test_a_visit_whose_events_were_all_taken_back_stays_as_a_cancelled_row() -> None:
    """Tables hold one row per thing, whatever became of it."""
    visit = recorded("1", "fire", 5)

    assert "cancelled" == rows(stepped([visit, withdrawn(visit)])[0])["fire/1"]["status"]


def test_the_unknown_party_is_reported_and_sent_nowhere() -> None:
    """Nobody knows whether two unknown parties are one."""
    state, heard = stepped([recorded("1", "fire", 5, party_id="")], key="")

    assert [[]] == heard
    assert "" == rows(state)["fire/1"]["cluster_id"]


def test_visits_go_to_their_cluster_as_they_are_and_facts_to_identity() -> None:
    """A derived record is the journal's own bytes."""
    _, heard = stepped([recorded("1", "fire", 5), registered(at(6))])

    assert [[Forward(topics.BY_PARTY, "P")], [Forward(topics.IDENTITY, "parties")]] == heard


def test_a_link_moves_the_visits_and_undoing_it_moves_them_back() -> None:
    """Whoever has the visits is told to let them go, and where to."""
    visit = recorded("1", "fire", 5)
    state, heard = stepped([visit, link(at(6), "P", "Q"), unlink(at(7), "P", "Q")])

    said_on = [
        [(f.topic, f.key, codec.decode(f.value).data if f.value else {}) for f in forwards]
        for forwards in heard[1:]
    ]

    there = (topics.BY_PARTY, "P", {"party_id": "P", "to": "Q"})
    back = (topics.BY_PARTY, "Q", {"party_id": "P", "to": "P"})
    last: list[Any] = [(topics.IDENTITY, "parties", {})]
    assert [[there, *last], [back, *last]] == said_on
    assert "P" == rows(state)["fire/1"]["cluster_id"]


def test_a_link_of_another_party_to_this_one_moves_nothing_here() -> None:
    """It stands in both parties' partitions, and is the other's to act on."""
    _, heard = stepped([recorded("1", "fire", 5), link(at(6), "Q", "P")])

    assert [] == heard[1]


def test_a_visit_after_the_link_goes_straight_to_the_cluster() -> None:
    """The party's cluster is looked up once, where the party is."""
    _, heard = stepped([link(at(1), "P", "Q"), recorded("1", "fire", 5)])

    assert [Forward(topics.BY_PARTY, "Q")] == heard[1]


def test_an_event_taken_back_before_it_came_is_sent_nowhere() -> None:
    """A cluster never needs to hear of it."""
    visit = recorded("1", "fire", 5)

    assert [[], []] == stepped([withdrawn(visit), visit])[1]


def test_a_party_has_a_row_with_what_was_last_registered() -> None:
    """Each registration says the whole again."""
    state, _ = stepped([registered(at(2), "party.updated", size="medium"), registered(at(1))])

    assert ("P", "P", "medium", "") == tuple(
        rows(state)["P"][column] for column in ("party_id", "cluster_id", "size", "uscc")
    )


def test_a_code_stated_with_a_visit_reaches_identity_once() -> None:
    """Departments without ids say name and code: that too can be matched."""
    party = {"name": "宏达", "uscc": "91110000600037341L"}
    visits = [
        said("visit.cancelled", str(n), "fire", at(n), party=party, reason="") for n in range(2)
    ]

    assert [2, 1] == [len(forwards) for forwards in stepped(visits)[1]]


_VISIT = recorded("1", "fire", 5)
_PLAN = planned("2", "tax", 8)
TELLINGS = st.permutations(
    [
        _VISIT,
        _PLAN,
        cancelled("2", "tax", at(7)),
        withdrawn(_PLAN),
        registered(at(1)),
        registered(at(2), "party.updated"),
        link(at(3), "P", "Q"),
        link(at(4), "P", "R"),
        unlink(at(5), "P", "Q"),
        link(at(3), "S", "P"),
    ]
)


@given(TELLINGS, TELLINGS)
def test_any_order_of_arrival_gives_the_same_rows(one: list[Event], other: list[Event]) -> None:
    """And the same state: what came late is as good as what came in time."""
    assert stepped(one)[0] == stepped(other)[0]
    assert rows(stepped(one)[0]) == rows(stepped(other)[0])


@given(TELLINGS)
def test_hearing_everything_again_says_nothing(history: list[Event]) -> None:
    """Physical repeats in the journal are allowed."""
    state, heard = stepped([*history, *history])

    assert stepped(history)[0] == state
    assert [] == [forward for forwards in heard[len(history) :] for forward in forwards]


@given(TELLINGS, st.integers(0, 10))
def test_a_restart_anywhere_changes_nothing(history: list[Event], cut: int) -> None:
    """A party is what it was dumped as."""
    state = stepped(history[:cut])[0]

    assert state == FOLD.load(orjson.loads(orjson.dumps(FOLD.dump(state))))


@given(TELLINGS)
def test_clusters_end_with_the_visits_that_count(history: list[Event]) -> None:
    """Through every move each live visit stands in one cluster: the party's."""
    state, heard = stepped(history)
    clusters: dict[str, Cluster] = {}
    fold = ClusterFold()
    for event, forwards in zip(history, heard, strict=True):
        waiting = [forward for forward in forwards if forward.topic == topics.BY_PARTY]
        while waiting:
            forward = waiting.pop(0)
            told = codec.decode(forward.value) if forward.value else event
            cluster = clusters.get(forward.key) or fold.empty(forward.key)
            clusters[forward.key], _ = fold.step(cluster, told, POLICY)
            waiting.extend(clusters[forward.key].leaving)

    held = {key: sorted(cluster.visits) for key, cluster in clusters.items() if cluster.visits}
    assert {state.cluster: ["fire/1", "tax/2"]} == held
