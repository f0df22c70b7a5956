"""
The state of a case: its facts in event-time order, and the story they tell.

A fact later than all before it is one step of the story. A late one is put in its place and
the story told again from the beginning; so is a withdrawal, whose target is ignored whichever
came first. A fact that stands already (same time, sequence and event id: intake refuses one
id with other content) is a repeat and changes nothing. Only facts are written to a
checkpoint; the story is told again when they are read.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import reduce
from typing import Any, NamedTuple

from events.instant import Instant
from processors.case_fact import Fact, Order
from processors.case_story import Story, advance

WITHDRAWN = "event.withdrawn"


class CaseState(NamedTuple):
    """``key`` is the case id; ``withdrawn`` the ids of events taken back."""

    key: str
    facts: tuple[Fact, ...] = ()
    story: Story = Story()
    withdrawn: frozenset[str] = frozenset()


def take(state: CaseState, fact: Fact) -> CaseState:
    """Return *state* with *fact*; *state* itself when it stands there already."""
    facts = state.facts
    if not facts or fact.order > facts[-1].order:
        after = (*facts, fact)
    else:
        place = bisect_left(facts, fact.order, key=_order)
        if facts[place].event_id == fact.event_id:
            return state
        return told(state.key, (*facts[:place], fact, *facts[place:]))
    if fact.name == WITHDRAWN:
        return told(state.key, after)
    if fact.event_id in state.withdrawn:
        return state._replace(facts=after)
    return state._replace(facts=after, story=advance(state.story, fact))


def _order(fact: Fact) -> Order:
    return fact.order


def told(key: str, facts: tuple[Fact, ...]) -> CaseState:
    """Return the state of *facts* (sorted) folded from nothing: what stepping must equal."""
    withdrawn = _withdrawn(facts)
    standing = (f for f in facts if f.event_id not in withdrawn)
    return CaseState(key, facts, reduce(advance, standing, Story()), withdrawn)


def _withdrawn(facts: tuple[Fact, ...]) -> frozenset[str]:
    """Return the targets of the withdrawals that are not themselves withdrawn later."""
    targets: set[str] = set()
    for fact in reversed([f for f in facts if f.name == WITHDRAWN]):
        if fact.event_id not in targets:
            targets.add(str(fact.data.get("event_id", "")))
    return frozenset(targets)


def dump(state: CaseState) -> Any:
    """Return *state* as JSON values."""
    return [[*fact[:5], dict(fact.data)] for fact in state.facts]


def load(key: str, values: Any) -> CaseState:
    facts = (Fact(Instant(v[0]), v[1], v[2], v[3], v[4], v[5]) for v in values)
    return told(key, tuple(facts))
