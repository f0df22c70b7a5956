"""Identity by name: what is one party, what people are asked, and what is never linked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import codec, topics
from events.event import Event
from processors.case_fold import CaseFold
from processors.identity.identity_state import Identity
from processors.identity_fold import IdentityFold
from processors.published.defaults import default_publications
from processors.published.reference import Reference
from processors.visits_fold import Stated, VisitsFold
from tests.processors.test_identity_fold import CODE, link, unlink
from tests.processors.visit_history import at, said

FOLD = IdentityFold()
OTHER = "91330701MA0000001W"
AREA = "金华市浦江县"


def _published() -> Reference:
    reference = Reference()
    for name, data in default_publications():
        if data.get("kind") == "identity":
            event = Event("/departments/hub#i", name, 1, at(-900), 0, "", "i", "", data)
            reference = reference.learn(event)
    return reference


RULES = _published()


def registered(
    party: str,
    name: str,
    day: float = 1,
    uscc: str = "",
    area: str = AREA,
    source: str = "",
) -> Event:
    """Return a registration; a party has a system of its own that tells it, unless said."""
    source, id = source or f"/departments/market/{party}", f"{party}-{day}-{name}"
    data = {"party_id": party, "kind": "enterprise", "name": name, "uscc": uscc, "area": area}
    event = "party.registered"
    return Event(f"{source}#{id}", event, 1, at(day), 0, source, id, "", data)


def stepped(events: Iterable[Event]) -> tuple[Identity, list[Event]]:
    state, news = FOLD.empty(""), []
    for event in events:
        before, (state, _) = state, FOLD.step(state, event, RULES)
        sent = list(FOLD.forwards(before, state, event))
        news += [codec.decode(forward.value or b"") for forward in sent[::2]]
    return state, news


def words(*events: Event) -> list[tuple[str, str, str]]:
    news = stepped(events)[1]
    return [(event.name, event.data["party_id"], event.data["same_as"]) for event in news]


def asked(*events: Event) -> list[tuple[str, str]]:
    state, _ = stepped(events)
    rows = FOLD.conclude(state, None, at(0), RULES).snapshots
    return [(s.row["party_id"], s.row["other_party_id"]) for s in rows]


NAME = "浦江华盛机械有限公司"
LINKED = [("party.linked", "B", "A")]


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "浦江华盛机械有限责任公司",
        "华盛机械",
        "浙江省金华市浦江县华盛机械公司",
        "华盛（浦江）机械有限公司",
        "浦江華盛機械有限公司",
        "浦江华盛 机械有限公司",
        "浦江华圣机械有限公司",
        "浦江华盛盛机械有限公司",
        "浦江盛华机械有限公司",
    ],
)
def test_the_same_name_written_otherwise_is_one_party(name: str) -> None:
    """Form, area, brackets, width, spaces, traditional characters and slips of the pen."""
    assert words(registered("A", NAME, 1, CODE), registered("B", name, 2)) == LINKED


@pytest.mark.parametrize(
    "name, area",
    [
        ("浦江华盛纺织有限公司", AREA),
        ("浦江华盛机动有限公司", AREA),
        ("浦江华盛机械有限公司第二分公司", AREA),
        ("华盛机械有限公司", "义乌"),
        ("华盛", AREA),
        ("无", AREA),
    ],
)
def test_another_trade_letter_branch_or_area_is_another_party(name: str, area: str) -> None:
    """One owner, maybe; never one party."""
    assert [] == words(registered("A", NAME, 1, CODE), registered("B", name, 2, area=area))


ONE_REGISTER = "/departments/market"


@pytest.mark.parametrize("name", ["浦江华鼎机械有限公司", "金盛机械有限责任公司"])
def test_two_short_names_that_differ_in_an_unlike_character_are_asked_about(name: str) -> None:
    """华鼎 may be a slip for 华盛, or a firm that is new to the hub: a name does not tell."""
    history = [registered("A", NAME, 1, CODE), registered("B", name, 2)]

    assert ([], [("B", "A")]) == (words(*history), asked(*history))


@pytest.mark.parametrize("name", ["浦江华盛达机械有限公司", "浦江华盛金属制品有限公司"])
def test_an_unlike_character_of_a_longer_name_is_a_slip_in_two_registers(name: str) -> None:
    """Four of five agree, and the county: nobody else there is called nearly so."""
    wrong = name.replace("盛", "鼎")

    assert LINKED == words(registered("A", name, 1, CODE), registered("B", wrong, 2))


def test_an_unlike_character_is_linked_when_the_code_says_so() -> None:
    """Other evidence goes before the spelling."""
    other = registered("B", "浦江华鼎机械有限公司", 2, CODE)

    assert LINKED == words(registered("A", NAME, 1, CODE), other)


def test_a_register_that_has_both_names_has_told_them_apart() -> None:
    """Who keeps a list does not enter one firm twice: it is asked about, not linked."""
    history = [
        registered("A", NAME, 1, CODE, source=ONE_REGISTER),
        registered("B", "浦江华鼎机械有限公司", 2, source=ONE_REGISTER),
    ]

    assert ([], [("B", "A")]) == (words(*history), asked(*history))


def test_a_register_may_have_one_name_under_two_forms() -> None:
    """A firm that changed its form is entered anew; its trade name it keeps."""
    history = [
        registered("A", NAME, 1, CODE, source=ONE_REGISTER),
        registered("B", "浦江华盛机械厂", 2, source=ONE_REGISTER),
        registered("C", "浦江华盛机械有限责任公司", 3, source=ONE_REGISTER),
    ]

    assert [("party.linked", "C", "A")] == words(*history)


def test_a_wrong_character_with_two_neighbours_is_asked_about() -> None:
    """Which of the two was meant, the rest of the name does not tell."""
    history = [
        registered("A", NAME, 1, CODE),
        registered("B", "浦江华鼎机械有限公司", 2, OTHER),
        registered("C", "浦江华云机械有限公司", 3),
    ]

    assert ([], [("C", "A"), ("C", "B")]) == (words(*history), asked(*history))


@pytest.mark.parametrize(
    "name", ["浙江省金华市浙江省浦江县县华盛机械有限公司", "金华金华市浦江华盛机械有限公司"]
)
def test_an_area_put_before_the_name_twice_says_nothing_new(name: str) -> None:
    """Two systems each put it there."""
    assert LINKED == words(registered("A", NAME, 1, CODE), registered("B", name, 2))


def test_the_county_in_a_name_counts_when_the_area_is_only_its_city() -> None:
    """A city's own system knows no counties."""
    assert LINKED == words(registered("A", NAME, 1, CODE), registered("B", NAME, 2, area="金华"))


@pytest.mark.parametrize("name", ["金坑村", "浦江县金坑村村委会", "金坑村（浦江）"])
def test_a_village_is_itself_under_every_name_of_the_same_letters(name: str) -> None:
    """Its committee writes in its name."""
    assert words(registered("A", "金坑村", 1), registered("B", name, 2)) == LINKED


@pytest.mark.parametrize("name", ["锦坑村", "金坑坑村", "今坑村"])
def test_villages_called_alike_are_asked_about_and_never_linked(name: str) -> None:
    """Neighbouring villages often sound the same, and none of them has a code."""
    history = [registered("A", "金坑村", 1), registered("B", name, 2)]

    assert [] == words(*history)
    assert [("B", "A")] == asked(*history)


def test_a_contradicting_code_is_never_linked_nor_asked_about() -> None:
    """Whatever the names say, the register has two."""
    history = [registered("A", NAME, 1, CODE), registered("B", NAME, 2, OTHER)]

    assert ([], []) == (words(*history), asked(*history))


def test_two_codes_of_one_name_are_asked_about() -> None:
    """Which of the two was meant, the name does not tell."""
    history = [
        registered("A", NAME, 1, CODE),
        registered("B", NAME, 2, OTHER),
        registered("C", NAME, 3),
    ]

    assert [] == words(*history)
    assert [("C", "A"), ("C", "B")] == asked(*history)


def test_another_area_with_the_same_short_name_is_asked_about_at_most() -> None:
    """They may be one firm with two works, or two firms."""
    history = [registered("A", NAME, 1, CODE), registered("B", "华盛机械", 2, area="义乌")]

    assert ([], [("B", "A")]) == (words(*history), asked(*history))


def test_a_link_by_name_tells_its_score_rule_and_version() -> None:
    """Whoever doubts it must see what it stands on."""
    (told,) = stepped([registered("A", NAME, 1, CODE), registered("B", "华圣机械", 2)])[1]

    assert (0.94, "name", "identity/1") == tuple(
        told.data[field] for field in ("score", "rule", "version")
    )


def test_a_cluster_keeps_its_id_when_it_grows() -> None:
    """Even when the register entry with the code comes after the one without."""
    history = [registered("A", "华盛机械", 1), registered("B", NAME, 2, CODE)]

    assert LINKED == words(*history)
    assert [*LINKED, ("party.linked", "C", "A")] == words(*history, registered("C", NAME, 3, CODE))


def test_people_answer_a_question_by_linking_or_by_saying_no() -> None:
    """Then nobody is asked again."""
    history = [registered("A", NAME, 1, CODE), registered("B", "华盛机械", 2, area="义乌")]

    assert [] == asked(*history, link("B", "A", 3))
    assert [] == asked(*history, unlink("B", "A", 3))


def test_a_link_undone_by_people_is_never_made_again() -> None:
    """Not by a new name, nor by a third party that is like both."""
    history = [registered("A", NAME, 1, CODE), registered("B", NAME, 2), unlink("B", "A", 3)]

    later = [registered("C", "华盛机械", 4), registered("B", "浦江华盛机械", 5)]

    assert [*LINKED, ("party.linked", "C", "A")] == words(*history, *later)


def test_a_resident_is_never_linked_by_name() -> None:
    """Two people may share one, and nobody shall be told so."""
    both = [registered("A", "王小明食品", 1), registered("B", "王小明食品", 2)]
    people = [event._replace(data={**event.data, "kind": "resident"}) for event in both]

    assert [] == words(*people)


def test_a_party_told_by_a_visit_hangs_on_the_registered_one() -> None:
    """A department without ids says a name."""
    party = {"name": "华盛机械有限公司", "area": "浦江"}
    visit = said("visit.recorded", "1", "fire", at(3), party_id="B", party=party)

    assert LINKED == words(registered("A", NAME, 1, CODE), visit)


def opened(id: str, day: float, **data: Any) -> Event:
    party = {"name": "华盛机械有限公司", "area": "浦江"}
    told = {"case_id": "K", "party_id": "B", "kind": "complaint", "party": party, **data}
    return said("case.opened", id, "12345", at(day), **told)


def heard_of(*events: Event) -> list[Event]:
    """Return what identity hears of a case."""
    cases, state, heard = CaseFold(), CaseFold().empty("K"), list[Event]()
    for event in events:
        before, (state, _) = state, cases.step(state, event, RULES)
        for forward in cases.forwards(before, state, event):
            if forward.topic == topics.IDENTITY:
                heard.append(codec.decode(forward.value) if forward.value else event)
    return heard


def test_a_party_known_only_from_a_case_hangs_on_the_registered_one() -> None:
    """A caller says a name; nobody registers it."""
    assert LINKED == words(registered("A", NAME, 1, CODE), *heard_of(opened("1", 3)))


def test_an_opening_taken_back_takes_back_whom_it_named() -> None:
    """Whoever was entered by mistake is nobody's namesake."""
    gone = opened("1", 3)
    back = said("event.withdrawn", "2", "12345", at(4), event_id=gone.event_id, reason="mistake")

    undone = [*LINKED, ("party.unlinked", "B", "A")]
    assert undone == words(registered("A", NAME, 1, CODE), *heard_of(gone, back))


def test_a_case_of_a_party_with_an_id_tells_identity_nothing() -> None:
    """Its registration does."""
    assert [] == heard_of(opened("1", 3, party=None))


_NAMES = (
    "华盛机械",
    "华圣机械",
    "华鼎机械",
    "华盛机械厂",
    "华盛佳机械",
    "盛华机械",
    "华盛纺织",
    NAME,
    "无",
)
_parties = st.sampled_from("ABCDE")
_facts = st.builds(
    registered,
    _parties,
    st.sampled_from(_NAMES),
    st.integers(1, 9),
    st.sampled_from(["", "", CODE, OTHER]),
    st.sampled_from([AREA, AREA, "金华", "义乌", ""]),
    st.sampled_from(["", "", ONE_REGISTER]),
)
_pairs = st.tuples(_parties, _parties).filter(lambda p: p[0] != p[1])
_links = st.builds(
    lambda pair, day, tell: tell(pair[0], pair[1], day),
    _pairs,
    st.integers(1, 9),
    st.sampled_from([link, unlink, unlink]),
)
_histories = st.lists(
    st.one_of(_facts, _facts, _facts, _links), max_size=10, unique_by=lambda e: e.event_id
)


def talked_out(events: Iterable[Event]) -> tuple[dict[str, str], Identity]:
    """Return the cluster of each party after journal and identity have talked it out."""
    visits, state = VisitsFold(), FOLD.empty("")
    stated: dict[str, Stated] = {}
    waiting = deque((key, event) for event in events for key in _keys(event))
    while waiting:
        key, event = waiting.popleft()
        before = stated.get(key) or visits.empty(key)
        after, _ = visits.step(before, event, RULES)
        stated[key] = after
        for forward in visits.forwards(before, after, event):
            if forward.topic == topics.IDENTITY:
                heard = codec.decode(forward.value) if forward.value else event
                was, (state, _) = state, FOLD.step(state, heard, RULES)
                waiting.extend(
                    (f.key, codec.decode(f.value or b"")) for f in FOLD.forwards(was, state, heard)
                )
    return {key: party.cluster for key, party in sorted(stated.items())}, state


def _keys(event: Event) -> list[str]:
    return [event.data["party_id"], *([event.data["same_as"]] if "same_as" in event.data else [])]


def questions(state: Identity) -> dict[str, Any]:
    return {s.id: dict(s.row) for s in FOLD.conclude(state, None, at(0), RULES).snapshots}


@given(_histories, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_any_order_of_arrival_ends_in_the_same_clusters_and_questions(
    history: list[Event], lots: Any
) -> None:
    """What is one party is a function of what was said, not of when it was heard."""
    shuffled = list(history)
    lots.shuffle(shuffled)
    (clusters, one), (others, other) = talked_out(history), talked_out(shuffled)

    assert (clusters, questions(one)) == (others, questions(other))


@given(_histories)
@settings(max_examples=100, deadline=None)
def test_no_cluster_made_by_the_rule_holds_two_codes(history: list[Event]) -> None:
    """Contradicting codes are two parties."""
    facts = [event for event in history if event.name == "party.registered"]
    clusters, state = talked_out(facts)
    held: dict[str, set[str]] = {}
    for party, cluster in clusters.items():
        held.setdefault(cluster, set()).add(state.standing(party).code)

    assert all(len(codes - {""}) <= 1 for codes in held.values())


@given(_histories)
@settings(max_examples=150, deadline=None)
def test_a_pair_that_people_parted_is_never_in_one_cluster_by_the_rule(
    history: list[Event],
) -> None:
    """Their word stands, unless people linked them over a third."""
    if any(event.name == "party.linked" for event in history):
        return
    clusters, state = talked_out(history)
    parted = [(a, b) for a in clusters for b in state.party(a).bars if b in clusters]

    assert all(clusters[a] != clusters[b] for a, b in parted)


@given(_histories)
@settings(max_examples=100, deadline=None)
def test_a_restart_anywhere_changes_nothing(history: list[Event]) -> None:
    """Learnt one by one, or built again from all parties: crowds, names, verdicts."""
    state = stepped(history)[0]

    assert state == FOLD.load(orjson.loads(orjson.dumps(FOLD.dump(state))))


@given(_histories)
@settings(max_examples=100, deadline=None)
def test_what_each_step_touched_is_all_that_is_asked_anew(history: list[Event]) -> None:
    """Concluding only the touched parties gives what concluding all of them gives."""
    state, known = FOLD.empty(""), dict[str, Any]()
    for event in history:
        state, scope = FOLD.step(state, event, RULES)
        rows = FOLD.conclude(state, scope, at(0), RULES).snapshots
        for party in sorted(state.parties) if scope is None else scope:
            known[party] = {s.id: dict(s.row) for s in rows if s.subject == party}

    assert questions(state) == {id: row for rows in known.values() for id, row in rows.items()}
