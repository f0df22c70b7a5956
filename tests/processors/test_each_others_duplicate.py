"""Two departments that each call their case the other's duplicate: one of the two must lead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from events.event import Event
from processors.case_fold import CaseFold
from processors.cases.case_state import CaseState
from processors.folding.conclusion import Conclusion
from tests.history import at, case_row, event, flags, found, opened, reference

ONE, OTHER = "K-1", "K-2"
HUB = "hub/matters"


def _said(name: str, day: float, case: str, of: str, by: str = "centre") -> Event:
    ends = {"case_id": case, "other_case_id": of, "relation": "duplicate"}
    return event(f"case.{name}", at(day), by, sequence=1 if by == HUB else 0, **ends)


def _concluded(key: str, events: Sequence[Event]) -> Conclusion:
    """Return what the case *key* concludes; a link stands in the journal of both cases."""
    fold, state = CaseFold(), CaseState(key)
    for heard in (opened(case_id=key), *events):
        state, _ = fold.step(state, heard, reference())
    return fold.conclude(state, None, at(30), reference())


def _leads(*words: Event) -> list[str]:
    """Return the cases whose clocks run, of the two, whatever order the words came in."""
    seen = {
        tuple(key for key in (ONE, OTHER) if found(_concluded(key, order), "resolve"))
        for order in permutations(words)
    }
    (leads,) = seen
    return list(leads)


@pytest.mark.parametrize("day", [1.9, 2.0, 2.1])
def test_of_two_words_the_last_one_says_who_leads(day: float) -> None:
    """Else both would be nobody's, and the party waits for ever. At one instant: by event id."""
    words = [_said("linked", 2.0, ONE, OTHER), _said("linked", day, OTHER, ONE)]
    last = max(words, key=lambda word: (word.time, word.event_id))

    assert [last.data["other_case_id"]] == _leads(*words)


def test_a_link_said_once_leaves_the_other_in_the_lead() -> None:
    """As it was."""
    assert [OTHER] == _leads(_said("linked", 2, ONE, OTHER))
    assert ["duplicate-of K-2"] == case_row(_concluded(ONE, [_said("linked", 2, ONE, OTHER)]))[
        "flags"
    ]


def test_who_takes_the_last_word_back_leaves_both_with_their_clocks() -> None:
    """Nobody says any more that either is a duplicate: better two handled than none."""
    words = [_said("linked", 2, ONE, OTHER), _said("linked", 3, OTHER, ONE)]

    assert [ONE, OTHER] == _leads(*words, _said("unlinked", 4, OTHER, ONE))


def test_people_may_turn_the_hubs_link_round() -> None:
    """The hub called the later one the duplicate; people have it lead."""
    assert [OTHER] == _leads(_said("linked", 0, OTHER, ONE, HUB), _said("linked", 2, ONE, OTHER))
    assert [ONE] == _leads(_said("linked", 0, OTHER, ONE, HUB))


def test_other_relations_say_nothing_of_who_leads() -> None:
    """A recurrence or a part keeps its own clocks."""
    word = _said("linked", 2, OTHER, ONE)
    part = word._replace(data={**word.data, "relation": "recurrence"})

    assert [] == flags(_concluded(ONE, [part]))
