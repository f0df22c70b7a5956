"""Identity: parties registered under one code are one party, until somebody says otherwise."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import codec, topics
from events.event import Event
from events.instant import Instant
from processors.identity.identity_state import SOURCE, Identity
from processors.identity.party import read_link, standing
from processors.identity_fold import IdentityFold
from processors.published.reference import Reference
from processors.visits_fold import Stated, VisitsFold
from tests.processors.visit_history import at, said

CODE, OTHER = "91110000600037341L", "91310000132221574X"
FOLD = IdentityFold()
EMPTY = Reference()


def registered(party: str, day: float, uscc: str = CODE, name: str = "party.registered") -> Event:
    source, id = "/departments/market", f"{name}-{party}-{day}"
    data = {"party_id": party, "kind": "enterprise", "name": party, "uscc": uscc, "area": ""}
    return Event(f"{source}#{id}", name, 1, at(day), 0, source, id, "", data)


def updated(party: str, day: float, uscc: str) -> Event:
    return registered(party, day, uscc, "party.updated")


def link(party: str, same_as: str, day: float, name: str = "party.linked") -> Event:
    source, id = "/departments/market", f"{name}-{party}-{same_as}-{day}"
    data = {"party_id": party, "same_as": same_as, "score": 1.0, "rule": "hand", "version": "1"}
    return Event(f"{source}#{id}", name, 1, at(day), 0, source, id, "", data)


def unlink(party: str, same_as: str, day: float) -> Event:
    return link(party, same_as, day, "party.unlinked")


def stepped(events: Iterable[Event]) -> tuple[Identity, list[Event]]:
    state, news = FOLD.empty(""), []
    for event in events:
        before, (state, _) = state, FOLD.step(state, event, EMPTY)
        sent = list(FOLD.forwards(before, state, event))
        news += [codec.decode(forward.value or b"") for forward in sent[::2]]
    return state, news


def words(events: Iterable[Event]) -> list[tuple[str, str, str]]:
    news = stepped(events)[1]
    return [(event.name, event.data["party_id"], event.data["same_as"]) for event in news]


def test_two_parties_of_one_code_are_linked_the_later_to_the_earlier() -> None:
    """With the rule that says so, at the time it could first be said."""
    (said_so,) = stepped([registered("A", 1), registered("B", 2)])[1]

    assert ("party.linked", at(2), SOURCE) == (said_so.name, said_so.time, said_so.source)
    assert {
        "party_id": "B",
        "same_as": "A",
        "score": 1.0,
        "rule": "uscc",
        "version": "1",
    } == said_so.data


def test_a_link_is_told_to_both_parties() -> None:
    """The journal keeps it under each, so that either can be asked."""
    before = stepped([registered("A", 1)])[0]
    event = registered("B", 2)
    after, _ = FOLD.step(before, event, EMPTY)

    sent = [(f.topic, f.key) for f in FOLD.forwards(before, after, event)]

    assert [(topics.JOURNAL_VISITS, "B"), (topics.JOURNAL_VISITS, "A")] == sent


@pytest.mark.parametrize("uscc", ["", "91110000600037341M", OTHER])
def test_no_code_a_wrong_one_or_another_links_nothing(uscc: str) -> None:
    """A wrong check character is somebody's mistake, not somebody's identity."""
    assert [] == words([registered("A", 1), registered("B", 2, uscc)])


def test_all_parties_of_a_code_hang_on_the_first() -> None:
    """One cluster has one root, not a chain."""
    found = words([registered(name, day) for day, name in enumerate("ABC")])

    assert [("party.linked", "B", "A"), ("party.linked", "C", "A")] == found


def test_an_earlier_registration_that_comes_late_becomes_the_root() -> None:
    """As if it had come in time: order of arrival decides nothing."""
    found = words([registered("B", 2), registered("C", 3), registered("A", 1)])

    assert [
        ("party.linked", "C", "B"),
        ("party.linked", "B", "A"),
        ("party.unlinked", "C", "B"),
        ("party.linked", "C", "A"),
    ] == found


def test_a_changed_code_undoes_the_link() -> None:
    """Somebody had mistyped it."""
    found = words([registered("A", 1), registered("B", 2), updated("B", 3, OTHER)])

    assert [("party.linked", "B", "A"), ("party.unlinked", "B", "A")] == found


def test_a_link_that_a_person_undid_is_not_made_again() -> None:
    """People have the last word over a rule."""
    history = [registered("A", 1), registered("B", 2), unlink("B", "A", 3), updated("B", 4, CODE)]

    assert [("party.linked", "B", "A")] == words(history)


def test_who_hangs_on_a_party_follows_it_to_its_cluster() -> None:
    """B is A by its code; A is X by hand; so B is X."""
    found = words([registered("A", 1), registered("B", 2), link("A", "X", 3)])

    assert [("party.unlinked", "B", "A"), ("party.linked", "B", "X")] == found[1:]


def test_its_own_word_heard_again_from_the_journal_says_nothing() -> None:
    """Else the fold would talk to itself for ever."""
    history = [registered("A", 1), registered("B", 2)]
    (word,) = stepped(history)[1]

    assert [("party.linked", "B", "A")] == words([*history, word, word])


def test_a_registration_taken_back_undoes_its_link() -> None:
    """The visits fold names the party for it."""
    first, second = registered("A", 1), registered("B", 2)
    gone = said("event.withdrawn", "", "market", at(3), event_id=second.event_id, party_id="B")

    assert ("party.unlinked", "B", "A") == words([first, second, gone])[-1]


def test_a_party_only_stated_with_a_visit_hangs_on_the_registered_one() -> None:
    """Though it was heard of first: a register is the better root."""
    party = {"name": "宏达", "uscc": CODE}
    visit = said("visit.recorded", "1", "fire", at(1), party_id="stated", party=party)

    assert [("party.linked", "stated", "A")] == words([visit, registered("A", 2)])


_facts = st.builds(
    registered,
    st.sampled_from("ABCD"),
    st.integers(1, 9),
    st.sampled_from([CODE, OTHER, ""]),
    st.sampled_from(["party.registered", "party.updated"]),
)
_pairs = st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCDX")).filter(lambda p: p[0] != p[1])
_links = st.builds(
    lambda pair, day, name: link(pair[0], pair[1], day, name),
    _pairs,
    st.integers(1, 9),
    st.sampled_from(["party.linked", "party.unlinked"]),
)
_histories = st.lists(st.one_of(_facts, _links), max_size=10, unique_by=lambda e: e.event_id)


def clusters(events: Iterable[Event]) -> dict[str, str]:
    """Return the cluster of each party after journal and identity have talked it out."""
    visits, state = VisitsFold(), FOLD.empty("")
    stated: dict[str, Stated] = {}
    waiting = deque((key, event) for event in events for key in _keys(event))
    while waiting:
        key, event = waiting.popleft()
        before = stated.get(key) or visits.empty(key)
        after, _ = visits.step(before, event, EMPTY)
        stated[key] = after
        for forward in visits.forwards(before, after, event):
            if forward.topic == topics.IDENTITY:
                heard = codec.decode(forward.value) if forward.value else event
                was, (state, _) = state, FOLD.step(state, heard, EMPTY)
                waiting.extend(
                    (f.key, codec.decode(f.value or b"")) for f in FOLD.forwards(was, state, heard)
                )
    return {key: party.cluster for key, party in sorted(stated.items())}


def _keys(event: Event) -> list[str]:
    return [event.data["party_id"], *([event.data["same_as"]] if "same_as" in event.data else [])]


@given(_histories, st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_clusters(history: list[Event], lots: Any) -> None:
    """However often the folds had to correct themselves on the way."""
    shuffled = list(history)
    lots.shuffle(shuffled)

    assert clusters(history) == clusters(shuffled)


@given(_histories)
def test_a_cluster_is_the_cluster_of_its_root(history: list[Event]) -> None:
    """No party stands in a cluster whose own party stands in another."""
    found = clusters(history)

    assert {key: found.get(cluster, cluster) for key, cluster in found.items()} == found


@given(_histories, st.integers(0, 10))
def test_a_restart_anywhere_changes_nothing(history: list[Event], cut: int) -> None:
    """Indexes are built again from the parties."""
    state = stepped(history[:cut])[0]

    assert state == FOLD.load(orjson.loads(orjson.dumps(FOLD.dump(state))))


@given(_histories)
def test_hearing_everything_again_says_nothing(history: list[Event]) -> None:
    """Logs deliver at least once."""
    once, news = stepped(history)

    assert (once, news) == stepped([*history, *history, *news])


def test_what_stands_is_the_last_link_that_was_not_undone() -> None:
    """An older link holds again when a newer one is undone."""
    told = [link("A", "X", 1), link("A", "Y", 2), unlink("A", "Y", 3)]
    links = [read_link(event) for event in told]

    assert ["X", "Y", "X"] == [
        found.same_as for n in (1, 2, 3) if (found := standing(links[:n])) is not None
    ]
    assert Instant(at(1)) == links[0].time
