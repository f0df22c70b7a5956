"""Links that would leave a matter without a lead: to cases nobody opened, in rings, in chains."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.event import Event
from processors.cases.duplicate_chain import MOST
from tests.history import assigned, at, event
from tests.processors.interleaving import Interleaving
from tests.processors.matter_history import case, ended, find, of, rows, told

NAMES = ("K-1", "K-2", "K-3", "K-4")


def _opened(*names: str) -> list[Event]:
    """Return cases of different matters, each with its lead: the hub itself links none of them."""
    begun = []
    for number, name in enumerate(names):
        begun.append(case(name, at(0), f"matter {number}", f"P-{number}", category=f"c{number}"))
        begun.append(of(name, assigned("water", at(0, 9, 20))))
    return begun


def _link(name: str, other: str, day: float = 1, word: str = "linked", id: str = "") -> Event:
    said = event(f"case.{word}", at(day), id=id, other_case_id=other, relation="duplicate")
    return of(name, said)


def _tell(events: list[Event], seed: int = 1, *, crashes: bool = False) -> Interleaving:
    """Return the partitions after *events*; a link stands in the journal of both its cases."""
    run = told([], seed, crashes=crashes)
    _say(run, events)
    return run


def _say(run: Interleaving, events: list[Event]) -> None:
    for said in events:
        keys = (said.data["case_id"], said.data.get("other_case_id"))
        run.tell((key, said) for key in keys if key)
    run.run()


def _late(run: Interleaving) -> set[str]:
    """Return the cases that are found to be late, a month on."""
    return {found["case_id"] for found in find(ended(run, at(30)), "stalled").values()}


@pytest.mark.parametrize("seed", range(4))
def test_a_duplicate_of_a_case_nobody_opened_keeps_its_clocks(seed: int) -> None:
    """A mistyped number must not be the way to have no limit."""
    run = _tell([*_opened("K-1"), _link("K-1", "K-99")], seed)

    assert {"K-1"} == _late(run)
    assert ["link-passed-over K-99"] == rows(run, "case")["K-1"]["flags"]


def test_once_the_other_case_is_opened_it_leads() -> None:
    """Its system was late, not the link wrong."""
    run = _tell([*_opened("K-1"), _link("K-1", "K-2")])
    assert {"K-1"} == _late(run)

    _say(run, _opened("K-2"))
    assert {"K-2"} == _late(run)


def test_an_opening_taken_back_gives_the_duplicate_its_clocks_again() -> None:
    """The case it was a duplicate of never was."""
    opening, given_to = _opened("K-2")
    run = _tell([*_opened("K-1"), opening, _link("K-1", "K-2")])
    assert {"K-2"} == _late(run)

    _say(run, [of("K-2", event("event.withdrawn", at(2), event_id=opening.event_id, reason="no"))])
    assert {"K-1"} == _late(run)
    assert given_to.data["case_id"] == "K-2"


RING = [("K-1", "K-2"), ("K-2", "K-3"), ("K-3", "K-1")]


@pytest.mark.parametrize("last", range(3))
@pytest.mark.parametrize("seed", range(3))
def test_of_a_ring_the_case_that_the_last_word_names_leads(last: int, seed: int) -> None:
    """As of two that are each other's: whoever said it last knew what was said before."""
    links = [_link(*ends, day=1 + (n == last)) for n, ends in enumerate(RING)]
    run = _tell([*_opened(*NAMES[:3]), *links], seed)

    assert {RING[last][1]} == _late(run)


@pytest.mark.parametrize("crashes", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_ring_comes_out_the_same_in_any_order_and_through_crashes(
    seed: int, crashes: bool
) -> None:
    """Reports overtake links, and links each other."""
    links = [_link(*ends, day=1 + n, id=f"l{n}") for n, ends in enumerate(RING)]
    events = [*_opened(*NAMES[:3]), *links]
    Random(seed).shuffle(events)

    assert {"K-1"} == _late(_tell(events, seed, crashes=crashes))


def test_a_ring_that_is_opened_by_nobody_takes_no_clock_from_who_points_into_it() -> None:
    """Two numbers that name each other, and a real case."""
    links = [_link("K-1", "K-8"), _link("K-8", "K-9", 2), _link("K-9", "K-10", 3)]
    run = _tell([*_opened("K-1"), *links, _link("K-10", "K-8", 4)])

    assert {"K-1"} == _late(run)


def test_a_ring_is_led_by_a_case_that_somebody_handles() -> None:
    """The last word names a case that nobody opened: the next to last counts."""
    links = [_link(*ends, day=1 + n) for n, ends in enumerate(RING)]

    assert {"K-3"} == _late(_tell([*_opened("K-2", "K-3"), *links]))


def test_taking_a_link_of_a_ring_back_makes_a_chain_of_it() -> None:
    """The end of the chain leads."""
    links = [_link(*ends, day=1 + n) for n, ends in enumerate(RING)]
    undone = _link("K-2", "K-3", 5, "unlinked")

    assert {"K-2"} == _late(_tell([*_opened(*NAMES[:3]), *links, undone]))


@pytest.mark.parametrize("length", [2, 5, MOST - 1])
def test_of_a_chain_its_end_leads(length: int) -> None:
    """However the duplicates were linked one to the next."""
    names = [f"C-{number}" for number in range(length + 1)]
    links = [_link(one, other) for one, other in pairwise(names)]

    assert {names[-1]} == _late(_tell([*_opened(*names), *links]))


def test_a_chain_too_long_to_follow_leaves_more_than_one_case_its_clocks() -> None:
    """Two handled are better than none."""
    names = [f"C-{number}" for number in range(MOST + 3)]
    links = [_link(one, other) for one, other in pairwise(names)]

    late = _late(_tell([*_opened(*names), *links]))
    assert names[-1] in late
    assert 1 < len(late) <= 4


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=6),
    st.integers(0, 3),
    st.integers(0, 1 << 16),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_linked_somebody_answers_for_every_matter(
    ends: list[tuple[str, str]], opened: int, seed: int
) -> None:
    """From every case that is handled its links lead to one that has its clocks; in any order."""
    names = NAMES[: opened + 1]
    links = [_link(*pair, day=1 + n, id=f"l{n}") for n, pair in enumerate(ends)]
    events = [*_opened(*names), *links]
    run = _tell(events, seed)
    late = _late(run)

    mixed = list(events)
    Random(seed).shuffle(mixed)
    assert late == _late(_tell(mixed, seed + 1, crashes=bool(seed % 2)))
    for name in names:
        assert _led(name, rows(run, "case")) in late


def _led(name: str, shown: dict[str, dict[str, object]]) -> str:
    """Return the case at which the rows say that the matter of *name* is handled."""
    for _ in NAMES:
        flags = shown[name]["flags"]
        assert isinstance(flags, list)
        onward = [str(flag).split(" ")[1] for flag in flags if str(flag).startswith("duplicate-of")]
        if not onward:
            return name
        name = onward[0]
    return ""
