"""
Links that the hub says of itself: a case that came in twice, on two platforms.

``case.linked`` with relation ``duplicate``: ``case_id`` is a duplicate of ``other_case_id``, the
earlier case, which leads. The word counts its predecessors on the duplicate in its
sequence, from 1, in a later generation of the log from behind whatever the ones before may have
said; the greatest counts (``processors.cases.case_duplicate``). Its time is the later opening's.
A policy says whether other platforms are linked, all repeats, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from events import codec, ids, topics
from events.event import Event
from processors.cases.case_duplicate import RELATION, SOURCE
from processors.folding.fold import Forward
from processors.matters.matter_card import Card
from processors.matters.matter_joins import matches
from processors.matters.matter_match import Match
from processors.matters.matter_state import Linked, Matter
from processors.matters.repeated_case import append_to
from processors.policies.matter_policy import MatterPolicy
from processors.published.reference import Reference

MOST: Final = 1_000_000
"""More words than are said of one case in one generation of the log: the next one counts on."""


def linked(state: Matter, cases: Iterable[str], reference: Reference) -> Matter:
    """Return *state* after saying of *cases* whatever is not said yet, or no longer true."""
    words: list[Forward] = []
    links = state.links
    for case_id in sorted(cases):
        told = state.cards.get(case_id)
        if told is None:
            continue
        lead, (said, number) = _lead(state, told, reference), links.get(case_id, _none(state))
        if lead == said:
            continue
        for name, other in (("case.unlinked", said), ("case.linked", lead)):
            if other:
                number += 1
                words += _words(name, other, told, number)
        links = links.set(case_id, (lead, number))
    return replace(state, links=links, leaving=(*state.leaving, *words)) if words else state


def unsaid(state: Matter, case_id: str) -> tuple[tuple[Forward, ...], int]:
    """Return the words that take back the link of a case that leaves, and the last number."""
    lead, number = state.links.get(case_id, _none(state))
    if not lead:
        return (), number
    return tuple(_words("case.unlinked", lead, state.cards[case_id], number + 1)), number + 1


def _none(state: Matter) -> Linked:
    return "", state.said_before


def _lead(state: Matter, told: Card, reference: Reference) -> str:
    policy = reference.matters(told.time)
    if policy is None or policy.link == "never" or not told.event_id:
        return ""
    original = append_to(
        told, matches(state.pairs, state.cards, told.case_id, policy.append_score), policy
    )
    return original.earlier.case_id if original and _to_link(told, original, policy) else ""


def _to_link(told: Card, original: Match, policy: MatterPolicy) -> bool:
    return policy.link == "always" or told.platform != original.earlier.platform


def _words(name: str, lead: str, told: Card, number: int) -> Iterator[Forward]:
    """Yield the word for the journal, under both cases."""
    data = {"case_id": told.case_id, "other_case_id": lead, "relation": RELATION}
    id = ids.make(name, told.case_id, lead, told.event_id, str(number))
    said = Event(f"{SOURCE}#{id}", name, 1, told.time, number, SOURCE, id, told.case_id, data)
    value = codec.encode(said)
    for key in (lead, told.case_id):
        yield Forward(topics.JOURNAL_CASES, key, value)
