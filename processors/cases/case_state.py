"""
The state of a case: its facts in event-time order, and the story they tell.

A fact later than all before it is one step of the story. A late one is put in its place and
the story told again from the beginning; so is a withdrawal, whose target is ignored whichever
came first. A fact that stands already (same time, sequence and event id: intake refuses one
id with other content) is a repeat and changes nothing. Only facts are written to a
checkpoint; the story is told again when they are first used.

A story is told by the life cycle and the service menu that counted when the case was opened.
Should the log bring others afterwards (a publication that came late, or was withdrawn), ``by``
tells it again.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import reduce
from typing import Any, NamedTuple

from events.event import WITHDRAWN
from events.instant import Instant
from processors.cases.case_fact import Fact, Order
from processors.cases.case_story import Story, advance
from processors.cases.ordering import dispatched, ordered, states_lead
from processors.policies.life_cycle import LifeCycle
from processors.published.reference import Reference

OPENED = "case.opened"
_UNTOLD = Story(cycle=LifeCycle("untold", {}, {}))


class CaseState(NamedTuple):
    """``key`` is the case id; ``withdrawn`` the ids of events taken back."""

    key: str
    facts: tuple[Fact, ...] = ()
    story: Story = Story()
    withdrawn: frozenset[str] = frozenset()


def take(state: CaseState, fact: Fact, reference: Reference) -> CaseState:
    """Return *state*, which ``by`` has told, with *fact*; *state* itself when it stands there."""
    facts = state.facts
    if not facts or fact.order > facts[-1].order:
        after = (*facts, fact)
    else:
        place = bisect_left(facts, fact.order, key=_order)
        if facts[place].event_id == fact.event_id:
            return state
        return told(state.key, (*facts[:place], fact, *facts[place:]), reference)
    if fact.event_id in state.withdrawn:
        return state._replace(facts=after)
    if not facts or fact.name == WITHDRAWN or _begins(state.story, fact):
        return told(state.key, after, reference)
    return state._replace(facts=after, story=advance(state.story, fact))


def _begins(story: Story, fact: Fact) -> bool:
    """Tell whether *fact* changes what the story begins with: its opening, or a dispatch at it."""
    if story.opened is None:
        return fact.name == OPENED
    return states_lead(fact) and fact.time <= story.opened.time


def _order(fact: Fact) -> Order:
    return fact.order


def told(key: str, facts: tuple[Fact, ...], reference: Reference) -> CaseState:
    """Return the state of *facts* (sorted) folded from nothing: what stepping must equal."""
    if not facts:
        return CaseState(key)
    withdrawn = _withdrawn(facts)
    standing = [f for f in facts if f.event_id not in withdrawn]
    opened = next((f for f in standing if f.name == OPENED), None)
    item = ordered(opened, reference)
    begun = Story(key=key, cycle=_counting(opened, facts, reference), ordered=item)
    story = reduce(advance, dispatched(key, standing, item), begun)
    return CaseState(key, facts, story, withdrawn)


def by(state: CaseState, reference: Reference) -> CaseState:
    """Return *state* as *reference* has its story told; mostly *state* itself."""
    if not state.facts:
        return state
    if state.story is not _UNTOLD:
        story = state.story
        cycle = _counting(story.opened, state.facts, reference)
        same = cycle is story.cycle or cycle == story.cycle
        if same and ordered(story.opened, reference) == story.ordered:
            return state
    return told(state.key, state.facts, reference)


def again(state: CaseState, reference: Reference) -> CaseState:
    """Return *state* told anew where it was told by another life cycle; else *state* itself."""
    return state if state.story is _UNTOLD else by(state, reference)


def like(before: CaseState, after: CaseState) -> CaseState:
    """Return *before*, told as *after* is when a checkpoint had it untold."""
    if before.story is not _UNTOLD:
        return before
    item = after.story.ordered
    begun = Story(key=before.key, cycle=after.story.cycle, ordered=item)
    standing = [f for f in before.facts if f.event_id not in _withdrawn(before.facts)]
    return before._replace(story=reduce(advance, dispatched(before.key, standing, item), begun))


def _counting(opened: Fact | None, facts: tuple[Fact, ...], reference: Reference) -> LifeCycle:
    """Return the life cycle of a case *opened* so; of one nobody opened, the general one."""
    if opened is None:
        return reference.life_cycle("", facts[0].time)
    return reference.life_cycle(str(opened.data.get("kind", "")), opened.time)


def opening(state: CaseState) -> Fact | None:
    """Return the opening that stands, told or not; while none does, the last one withdrawn."""
    if state.story.opened is not None:
        return state.story.opened
    openings = [fact for fact in state.facts if fact.name == OPENED]
    gone = _withdrawn(state.facts) if openings else frozenset()
    standing = (fact for fact in openings if fact.event_id not in gone)
    return next(standing, openings[-1] if openings else None)


def retold(before: CaseState, after: CaseState) -> bool:
    """Tell whether the two were told by different life cycles."""
    if before.story is _UNTOLD:
        return False
    cycles = (before.story.cycle, after.story.cycle)
    return cycles[0] is not cycles[1] and cycles[0] != cycles[1]


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
    """Return the state that ``dump`` gave *values* for, its story not yet told."""
    facts = (Fact(Instant(v[0]), v[1], v[2], v[3], v[4], v[5]) for v in values)
    return CaseState(key, tuple(facts), _UNTOLD) if values else CaseState(key)
