"""
Adjudged: what a word from above says of who is responsible for a case, and whom it binds.

In its own episode a word ends all returns. Re-opened, the case is the same matter: whom the last
word names stays responsible for it and cannot return it. Whoever it does not name was never
judged, and returns what was sent to it in error: that counts as any return does.

Source: the semantics, "Buck-passing" (rung 2: no further return); ADR 33.
"""

from __future__ import annotations

from typing import NamedTuple

from events.instant import Instant
from processors.cases.case_fact import Fact, Mark


class Adjudication(NamedTuple):
    """A word from above: when (event time), by which event, in which episode, and whom it names."""

    time: Instant
    event_id: str
    episode: int
    departments: tuple[str, ...]

    @property
    def mark(self) -> Mark:
        return Mark(self.time, self.event_id)


Adjudications = tuple[Adjudication, ...]


def heard(words: Adjudications, fact: Fact, episode: int) -> Adjudications:
    """Return *words* after *fact*, a word or a dispatch on its basis, in *episode*."""
    return (*words, Adjudication(fact.time, fact.event_id, episode, fact.departments))


def marks(words: Adjudications) -> tuple[Mark, ...]:
    return tuple(word.mark for word in words)


def binds(words: Adjudications, department: str, episode: int) -> bool:
    """Tell whether *department* may not return in *episode*, after the *words* in order."""
    if any(word.episode == episode for word in words):
        return True
    return bool(words) and department in words[-1].departments
