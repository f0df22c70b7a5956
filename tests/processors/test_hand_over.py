"""Visits move between clusters: whatever was read first, the hub's last word is the true one."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events import codec, topics
from events.comparison import last_findings
from events.event import Event
from events.instant import parse
from processors.visits import visit_parts
from processors.visits.visit import VisitEvent, build
from tests.processors.interleaving import Interleaving
from tests.processors.test_visits_fold import link, unlink
from tests.processors.visit_history import at, planned, policy, recorded, withdrawn
from tests.processors.visit_oracle import Expected, expected

STRICT = policy(window_days=5, crowding=3, cap_per_year=2)
PARTIES = ("A", "B", "D")
"""Their clusters lie in three partitions."""

_parties = st.sampled_from(PARTIES)
Told = tuple[str, Event]


@st.composite
def _visits(draw: st.DrawFn) -> Told:
    party, department = draw(_parties), draw(st.sampled_from(["fire", "tax", "env"]))
    told: dict[str, Any] = {"told": at(draw(st.integers(1, 30))), "party_id": party}
    name = f"{party}{draw(st.integers(1, 3))}"
    day = draw(st.integers(10, 20))
    if draw(st.booleans()):
        return party, recorded(name, department, day, **told)
    return party, planned(name, department, day, **told)


@st.composite
def _links(draw: st.DrawFn) -> Told:
    party, other = draw(st.permutations(PARTIES))[:2]
    say = draw(st.sampled_from([link, link, unlink]))
    return party, say(at(draw(st.integers(40, 60))), party, other)


@st.composite
def _histories(draw: st.DrawFn) -> list[Told]:
    visits = draw(st.lists(_visits(), min_size=3, max_size=12))
    links = draw(st.lists(_links(), min_size=1, max_size=5))
    told = {(party, event.event_id): event for party, event in (*visits, *links)}
    gone = draw(st.lists(st.sampled_from(sorted(told)), max_size=2, unique=True))
    withdrawals = [(party, withdrawn(told[party, id])) for party, id in gone]
    return draw(st.permutations([*((p, e) for (p, _), e in told.items()), *withdrawals]))


def found(run: Interleaving) -> Expected:
    """Return the last findings of *run* as the oracle tells them."""
    return {
        (f["kind"], f["subject"]): (
            parse(f["raised_at"]),
            parse(f["resolved_at"]) if f["resolved_at"] else None,
            frozenset(f["evidence"][1:]),
        )
        for f in last_findings(run.findings).values()
        if f["status"] != "retracted"
    }


def true(run: Interleaving) -> Expected:
    """Return what the oracle finds in each cluster, as the parties' own partitions know them."""
    clusters: dict[str, dict[str, tuple[VisitEvent, ...]]] = {}
    for party in run.states(topics.JOURNAL_VISITS).values():
        own = clusters.setdefault(party.cluster, {})
        own |= {subject: party.live(subject) for subject in party.visits}
    rules = STRICT.visits(at(0))
    assert rules is not None
    every: Expected = {}
    for visits in clusters.values():
        every |= expected([build(s, events) for s, events in visits.items() if events], rules)
    return every


def interleaved(
    history: list[Told], seed: int, crashes: bool = False, torn: bool = False
) -> Interleaving:
    run = Interleaving(Random(seed), crashes, torn=torn)
    run.publish(STRICT)
    run.tell(history)
    run.run()
    return run


seeds = st.integers(0, 2**32)


@given(_histories(), seeds)
@settings(max_examples=150, deadline=None)
def test_any_interleaving_of_partitions_ends_with_the_true_findings(
    history: list[Told], seed: int
) -> None:
    """Links, undone links, chains of links, and visits told meanwhile."""
    run = interleaved(history, seed)

    assert true(run) == found(run)


def _plan(name: str, department: str, day: int = 10) -> Told:
    return name[0], planned(name, department, day, told=at(1), party_id=name[0])


SENT_AWAY_TWICE: list[Told] = [
    _plan("B1", "tax"),
    ("D", link(at(41), "D", "A")),
    ("A", link(at(40), "A", "B")),
    ("A", link(at(40), "A", "D")),
    ("D", link(at(40), "D", "B")),
    _plan("D1", "fire"),
    _plan("D2", "fire"),
]
"""D leaves A, A hears that word again from a sender that crashed, and D comes back to A."""


ROUND_IN_A_RING: list[Told] = [
    _plan("A1", "fire"),
    _plan("B1", "tax"),
    _plan("B1", "fire"),
    _plan("B2", "fire", 11),
    ("A", link(at(40), "A", "B")),
    _plan("A2", "fire"),
    ("B", link(at(40), "B", "D")),
    ("D", link(at(40), "D", "B")),
    ("B", link(at(40), "B", "A")),
]
"""B goes by D and A back to itself, and D says again what it sent."""


@given(_histories(), seeds)
@example(SENT_AWAY_TWICE, 6)
@example(ROUND_IN_A_RING, 4)
@settings(max_examples=150, deadline=None)
def test_crashes_in_the_middle_of_a_move_lose_no_finding(history: list[Told], seed: int) -> None:
    """Each partition may fall back to its checkpoint, with half of a batch published."""
    run = interleaved(history, seed, crashes=True)

    assert true(run) == found(run)


@given(_histories(), seeds, st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_parties_saved_in_parts_move_as_others_do(
    history: list[Told], seed: int, many: int
) -> None:
    """They grow large and small again, and writers die between two entries of a checkpoint."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visit_parts, "MANY", many)
        run = interleaved(history, seed, crashes=True, torn=True)

    assert true(run) == found(run)


FIRE, TAX = recorded("1", "fire", 12, party_id="A"), recorded("2", "tax", 14, party_id="B")
VISITS: list[Told] = [("A", FIRE), ("B", TAX)]


def told(history: list[Told]) -> list[tuple[str, int]]:
    """Return (name, revision) of all that is said of tax/2, each event told after the other."""
    run = Interleaving(Random(1))
    run.publish(STRICT)
    for one in history:
        run.tell([one])
        run.run()
    events = map(codec.decode, run.findings)
    return [(e.name, e.data["revision"]) for e in events if e.data["subject"] == "tax/2"]


def test_undoing_a_link_takes_back_what_stood_on_it() -> None:
    """Revisions go on through every move: the reader sees one story."""
    history = [
        *VISITS,
        ("B", link(at(40), "B", "A")),
        ("B", unlink(at(41), "B", "A")),
        ("B", link(at(42), "B", "A")),
    ]

    assert [
        ("finding.raised", 1),
        ("finding.retracted", 2),
        ("finding.raised", 3),
    ] == told(history)


def test_a_finding_that_is_as_true_elsewhere_is_not_said_again() -> None:
    """Both parties move on to a third, one after the other: between them the two are apart."""
    history = [
        *VISITS,
        ("B", link(at(40), "B", "A")),
        ("A", link(at(41), "A", "D")),
        ("D", recorded("3", "env", 13, party_id="D")),
    ]

    said = told(history)

    assert ("finding.raised", 1) == said[0]
    assert [number for _, number in said] == list(range(1, len(said) + 1))
    assert "finding.updated" == said[-1][0]


@pytest.mark.parametrize("seed", range(20))
def test_two_links_in_a_row_leave_the_visit_where_the_last_one_says(seed: int) -> None:
    """The second may overtake the visit that the first one moves."""
    links = [("B", link(at(40), "B", "D")), ("B", link(at(41), "B", "A"))]
    run = interleaved([*VISITS, *links], seed)

    assert [("cross-department", "tax/2")] == list(found(run))
    assert ["fire/1", "tax/2"] == sorted(run.states(topics.BY_PARTY)["A"].visits)


@pytest.mark.parametrize("seed", range(20))
def test_a_crash_right_after_a_move_keeps_the_last_word_with_the_new_holder(seed: int) -> None:
    """The old holder repeats itself: its words are old, though they stand last for a moment."""
    moved = [("A", link(at(40), "A", "D")), ("B", link(at(40), "B", "D"))]
    run = interleaved([*VISITS, *moved, ("B", withdrawn(TAX))], seed, crashes=True)

    assert {} == found(run)
