"""
The matter fold: the cases of one category in one county, and what they have to do with others.

Keyed by matter on ``by-matter`` (``processors.matters.matter_key``). It hears the cards of cases
from the case fold (``processors.matters.matter_words``), keeps which are like which, and concludes
``repeated-case`` per case, ``cluster`` per group and ``rising-topic`` per window. A card that
changed concludes its case again, the later ones it matters to, its cluster and its windows.

A case is in one matter at a time. When it is told to leave, its card goes on to the other
matter with what was said of it, so only the holder of a case speaks of it (ADR 7).

Where a case repeats an open one of the same party that came in on another platform, the fold
says ``case.linked`` into the journal, under both cases, and takes it back when it is no longer
so (row M). What follows from a link, the case fold concludes.
"""

# ruff: noqa: ARG002 - every fold has the same shape, whatever it reads

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from events import codec, topics
from events.event import Event
from events.finding import Finding
from events.instant import Instant
from processors.folding.conclusion import Conclusion, Scope, Snapshot
from processors.folding.fold import Forward
from processors.folding.handover import AGAIN
from processors.matters import (
    matter_joins,
    matter_links,
    matter_parts,
    matter_state,
    matter_trial,
    matter_words,
    rising_topic,
)
from processors.matters.cluster import cluster, cluster_row
from processors.matters.matter_state import NOBODY, Matter, Stepped
from processors.matters.matter_words import ATTACHED, LEFT, SAID, STATED
from processors.matters.repeated_case import least_score, repeated
from processors.published.reference import Reference
from processors.structures.frozen_maps import without


class MatterFold:
    """Fold the cases of one matter in a *generation* of the log; see the module."""

    name = "matters"

    def __init__(self, generation: int = 0) -> None:
        self._said_before = generation * matter_links.MOST

    def empty(self, key: str) -> Matter:
        return Matter(key, said_before=self._said_before)

    def step(self, state: Matter, event: Event, reference: Reference) -> tuple[Matter, Scope]:
        """Return the matter after *event*, and the cases, clusters and windows it touches."""
        state = matter_trial.tried(matter_state.ready(state, reference), reference)
        if state.leaving:
            state = replace(state, leaving=())
        after, touched = _told(state, event, reference)
        if state.trial is not None and reference.shadow is not None:
            trial, more = _told(state.trial, event, reference.shadow, linking=False)
            return replace(after, trial=matter_trial.silent(trial)), touched | more
        return after, touched

    def conclude(
        self, state: Matter, scope: Scope, now: Instant, reference: Reference
    ) -> Conclusion:
        """Return what is true of the cases, clusters and windows in *scope* at *now*."""
        state = matter_trial.judged_by(state, reference)
        subjects = _everything(state, reference) if scope is None else scope
        findings: list[Finding] = []
        rows: list[Snapshot] = []
        for subject in sorted(subjects):
            found, row = _concluded(state, subject, reference)
            findings += found
            rows += row
        risen, due = _risen(state, subjects, now, reference)
        return Conclusion((*findings, *risen), tuple(rows), (), due)

    def forwards(self, before: Matter, after: Matter, event: Event) -> Iterable[Forward]:
        """Return the cases that leave, and the links newly said."""
        return after.leaving

    def retell(self, state: Matter, reference: Reference) -> Matter:
        """Return the matter with the links that the policies in *reference* ask for said."""
        if state.ruling == matter_state.ruling(reference):
            return state
        ready = matter_state.ready(replace(state, leaving=()), reference)
        return matter_links.linked(ready, ready.cards, reference)

    def large(self, state: Matter) -> bool:
        """Tell that it is saved in parts from its first case on: there will be many."""
        return True

    def settled(self, state: Matter, reference: Reference) -> tuple[Matter, Iterable[str]]:
        after = matter_state.ready(state, reference)
        kept = after is state or state.ruling is None
        return matter_trial.tried(after, reference), () if kept else matter_parts.every(after)

    def parts(self, event: Event) -> Iterable[str]:
        return matter_parts.touched(event)

    def every_part(self, state: Matter) -> Iterable[str]:
        return matter_parts.every(state)

    def part(self, state: Matter, name: str) -> Any:
        return matter_parts.part(state, name)

    def frame(self, state: Matter) -> Any:
        return state.key

    def whole(self, frame: Any, parts: Iterable[tuple[str, Any]]) -> Matter:
        return replace(matter_parts.whole(frame, parts), said_before=self._said_before)

    def dump(self, state: Matter) -> Any:
        return [state.key, [[n, self.part(state, n)] for n in sorted(self.every_part(state))]]

    def load(self, values: Any) -> Matter:
        return self.whole(*values)


def _told(
    state: Matter, event: Event, reference: Reference, *, linking: bool = True
) -> tuple[Matter, frozenset[str]]:
    """Return *state* after *event*, which may link cases, and the subjects it touches."""
    after, touched = _stepped(state, event, reference)
    windows = frozenset(_windows(state, after, touched, reference))
    if not linking:
        return after, touched | windows
    linkable = _linkable(state, after, event.data["case_id"], touched)
    said = matter_links.linked(after, linkable, reference)
    return said, touched | windows | _relinked(after, said, event)


def _stepped(state: Matter, event: Event, reference: Reference) -> Stepped:
    touched = NOBODY
    if "opening" in event.data:
        heard = (event.data["case_id"], event.data["opening"], matter_words.heard(event))
        state, touched = matter_state.heard(state, *heard, reference)
    if event.name == SAID:
        return state, touched
    if event.name == ATTACHED:
        after, more = _attached(state, event, reference)
    else:
        after, more = _delivered(state, event, reference)
    return after, touched | more


def _delivered(state: Matter, event: Event, reference: Reference) -> Stepped:
    """Fold a word about a case; it waits while the case is not here."""
    case_id = event.data["case_id"]
    if case_id not in state.cards and not event.data.get("first"):
        mail = state.waiting.get(case_id, ())
        if event in mail:
            return state, NOBODY
        return replace(state, waiting=state.waiting.set(case_id, (*mail, event))), NOBODY
    if event.name == LEFT:
        return _left(state, event, reference)
    if event.name == STATED:
        taken = matter_state.restated if case_id in state.cards else matter_state.entered
        return taken(state, matter_words.carded(event), reference)
    return state, NOBODY


def _left(state: Matter, event: Event, reference: Reference) -> Stepped:
    case_id, to = event.data["case_id"], event.data["to"]
    words, number = matter_links.unsaid(state, case_id)
    after, touched = matter_state.left(state, case_id, reference)
    onward = codec.encode(matter_words.attached(event, number))
    leaving = (*after.leaving, *words, Forward(topics.BY_MATTER, to, onward, case_id))
    links = without(after.links, case_id)
    after = replace(after, gone=after.gone.set(case_id, to), leaving=leaving, links=links)
    return after, touched - {case_id}


def _attached(state: Matter, event: Event, reference: Reference) -> Stepped:
    """Take a case in; when it was taken in before, only what was said counts, wherever it is."""
    case_id = event.data["case_id"]
    if AGAIN in event.data:
        to = state.gone.get(case_id)
        if to is None:
            return state, frozenset({case_id})
        onward = Forward(topics.BY_MATTER, to, codec.encode(event), case_id)
        return replace(state, leaving=(onward,)), NOBODY
    told = matter_words.carded(event)
    links = state.links.set(case_id, ("", int(event.data["links"])))
    state = replace(state, gone=without(state.gone, case_id), links=links)
    after, touched = matter_state.entered(state, told, reference)
    mail = after.waiting.get(case_id, ())
    after = replace(after, waiting=without(after.waiting, case_id))
    for waited in mail:
        after, more = _delivered(after, waited, reference)
        touched |= more
    return after, touched | {case_id} if case_id in after.cards else touched - {case_id}


def _windows(
    before: Matter, after: Matter, touched: Iterable[str], reference: Reference
) -> Iterator[str]:
    """Name the windows that a case came into or left."""
    if before.demand is after.demand:
        return
    for case_id in touched:
        cards = [matter.cards.get(case_id) for matter in (before, after)]
        if cards[0] is not None and cards[1] is not None and cards[0][:5] == cards[1][:5]:
            continue
        for told in cards:
            policy = None if told is None else reference.matters(told.time)
            if told is not None and told.event_id and policy is not None:
                yield from rising_topic.subjects(after.key, told, policy)


def _linkable(before: Matter, after: Matter, case_id: str, touched: Iterable[str]) -> Iterator[str]:
    """Yield the cases that may repeat another one since *case_id* changed."""
    near = {case_id, *before.pairs.later(case_id), *after.pairs.later(case_id)}
    for case in touched:
        if case in near or before.pairs.earlier(case) is not after.pairs.earlier(case):
            yield case


def _relinked(before: Matter, after: Matter, event: Event) -> frozenset[str]:
    """Name the cases of which other words on their links were said: their parts are saved."""
    if before.links is after.links:
        return NOBODY
    words = (codec.decode(forward.value or b"") for forward in after.leaving)
    said = frozenset(word.data["case_id"] for word in words if word.name.endswith("linked"))
    return said - {event.data["case_id"]}


def _everything(state: Matter, reference: Reference) -> set[str]:
    subjects = {*state.cards, *state.groups.named}
    for told in state.cards.values():
        policy = reference.matters(told.time)
        if told.event_id and policy is not None:
            subjects.add(rising_topic.own_subject(state.key, told, policy))
    return subjects


def _concluded(
    state: Matter, subject: str, reference: Reference
) -> tuple[list[Finding], list[Snapshot]]:
    told = state.cards.get(subject)
    if told is not None:
        return _of_case(state, subject, reference)
    if (group := state.groups.cluster(subject)) is None:
        return [], []
    if (policy := reference.matters(state.card(group.lead).time)) is None:
        return [], []
    found = cluster(state.key, group, policy, state.card)
    return [found] if found else [], []


def _of_case(
    state: Matter, case_id: str, reference: Reference
) -> tuple[list[Finding], list[Snapshot]]:
    told = state.cards[case_id]
    policy = reference.matters(told.time)
    if policy is None or not told.event_id:
        return [], []
    matched = matter_joins.matches(state.pairs, state.cards, case_id, least_score(policy))
    found = repeated(told, matched, policy)
    group, row = state.groups.group(case_id), None
    if group is not None and (led := reference.matters(state.card(group.lead).time)) is not None:
        row = cluster_row(group, told, state.best.get(case_id, 0.0), led, state.card)
    return [found] if found else [], [row] if row else []


def _risen(
    state: Matter, subjects: Iterable[str], now: Instant, reference: Reference
) -> tuple[list[Finding], Instant | None]:
    """Return the windows in *subjects* that rise, and the next instant at which one ends."""
    asked = {rising_topic.window(state.key, name) for name in subjects} - {None}
    since = state.demand.oldest
    risen, dues = list[Finding](), list[Instant]()
    for first in sorted(n for n in asked | _unended(state, now, reference) if n is not None):
        policy = rising_topic.policy_of(first, reference)
        if policy is None:
            continue
        found, due = rising_topic.rising(state.key, first, state.demand, since, policy, now)
        if found is not None and first in asked:
            risen.append(found)
        if due is not None:
            dues.append(due)
    return risen, min(dues, default=None)


def _unended(state: Matter, now: Instant, reference: Reference) -> set[int | None]:
    """Return the windows with cases that end after *now*."""
    windows: set[int | None] = set()
    for date in state.demand.from_newest(now, rising_topic.longest(reference)):
        policy = rising_topic.policy_of(date, reference)
        if policy is not None and rising_topic.ends(date, policy) > now:
            windows.add(date - date % policy.rising.days)
    return windows
