"""
The card of a case: what the matter it belongs to must know of it, as one value.

Whoever is told of a case is told its whole card; the last one holds. ``order`` is the place of
the opening among all openings. A case whose openings were all withdrawn has a card with no
``event_id``: it stays in its matter, and is like nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from events.instant import Instant
from processors.cases.case_fact import Fact
from processors.cases.case_state import CaseState, opening
from processors.cases.case_story import Story
from processors.cases.episodes import Episode
from processors.cases.owners import last_lead
from processors.matters.matter_key import matter_key

_NEVER = Instant(0)
Place = tuple[Instant, int, str, str]
"""(time, sequence, event id of the opening, case id): sorts cases by their opening."""


class Spell(NamedTuple):
    """
    One episode: open in [start, closed), for ever while ``closed`` is 0.

    ``answered`` is the instant of its answer, 0 when there is none; ``department`` the last
    lead of a closed one.
    """

    start: Instant
    answered: Instant = _NEVER
    answered_by: str = ""
    answer: str = ""
    closed: Instant = _NEVER
    closed_by: str = ""
    outcome: str = ""
    department: str = ""

    def holds(self, at: Instant) -> bool:
        """Tell whether the case was open at *at*, its opening included, its closing not."""
        return self.start <= at and (not self.closed or at < self.closed)


class Card(NamedTuple):
    """One case. ``spells`` are its episodes."""

    case_id: str
    party_id: str = ""
    time: Instant = _NEVER
    sequence: int = 0
    event_id: str = ""
    platform: str = ""
    spells: tuple[Spell, ...] = ()

    @property
    def order(self) -> Place:
        return (self.time, self.sequence, self.event_id, self.case_id)

    @property
    def last(self) -> Spell:
        return self.spells[-1] if self.spells else _NO_SPELL

    @property
    def solved(self) -> bool:
        return self.last.answer == "solved" or self.last.outcome == "solved"


_NO_SPELL = Spell(_NEVER)


def home(state: CaseState) -> str:
    """
    Return the matter the case is with; '' before anybody opened it.

    It is the opening's that stands; while none does, that of the last one withdrawn.
    """
    opened = opening(state)
    return "" if opened is None else matter_key(opened.data)


def card(state: CaseState) -> Card:
    """Return the card of a case."""
    opened: Fact | None = state.story.opened
    if opened is None:
        return Card(state.key)
    data = opened.data
    return Card(
        state.key,
        str(data.get("party_id") or ""),
        opened.time,
        opened.sequence,
        opened.event_id,
        str(data.get("platform") or ""),
        tuple(_spell(state.story, episode) for episode in state.story.episodes if episode.start),
    )


def _spell(story: Story, episode: Episode) -> Spell:
    answered, closed = episode.answered, episode.closed
    return Spell(
        episode.start.time if episode.start else _NEVER,
        answered.time if answered else _NEVER,
        answered.event_id if answered else "",
        episode.answer,
        closed.time if closed else _NEVER,
        closed.event_id if closed else "",
        episode.outcome,
        last_lead(story, episode.number) if closed else "",
    )


def dump(told: Card) -> list[Any]:
    """Return *told* as JSON values."""
    return [*told[:-1], [list(spell) for spell in told.spells]]


def load(values: Sequence[Any]) -> Card:
    """Return the card that ``dump`` gave *values* for."""
    *told, spells = values
    return Card._make((*told, tuple(Spell(*spell) for spell in spells)))
