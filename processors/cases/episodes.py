"""
Episodes: a case is handled once, and once more each time it is re-opened.

The first begins with the opening, the next with ``case.reopened``; the time between a closing
(or an answer) and the re-opening belongs to no episode, so it counts on no clock. A request
to re-open begins nothing. Since facts are taken in event-time order, a re-opening from before
the closing meets a case that is open or answered: it is flagged and begins nothing either,
unless the life cycle of its kind lets an answer be refused (``processors.policies.life_cycle``).

An answer is a response of kind solved, planned or explained; ``not-ours`` answers nobody (a
department that is not responsible returns the case, with a reason and a better owner).
The response of an assisting department is its own part, not the answer to the party.

Source: the semantics, "Re-open"; the mission, row D ("if it cannot be done, explain").
"""

from __future__ import annotations

from typing import NamedTuple

from events.instant import Instant
from processors.cases.case_fact import Fact, Mark
from processors.policies.life_cycle import Phase


class Answer(NamedTuple):
    """An answer to the party: solved, planned or explained."""

    time: Instant
    event_id: str
    kind: str


class Episode(NamedTuple):
    """
    ``start`` is None while nobody has opened the case. ``promised`` is the first answer that
    only plans, ``kept`` the first later one that solves or explains. ``settled`` is the first
    joint handling or superior decision: it is what makes a hard case's longer target count.
    """

    number: int = 1
    start: Mark | None = None
    answered: Mark | None = None
    answer: str = ""
    promised: Mark | None = None
    kept: Mark | None = None
    settled: Mark | None = None
    closed: Mark | None = None
    outcome: str = ""

    @property
    def phase(self) -> Phase:
        if self.closed:
            return "closed"
        return "responded" if self.answered else "open"

    @property
    def ended(self) -> Mark | None:
        """The answer, or the closing of a case that was never answered."""
        return self.answered or self.closed


def opened(episode: Episode, fact: Fact) -> Episode:
    return episode._replace(start=fact.mark)


def settled(episode: Episode, fact: Fact) -> Episode:
    return episode if episode.settled else episode._replace(settled=fact.mark)


def answered(episode: Episode, fact: Fact) -> Episode:
    """Return *episode* after an answer; the first one stops the clocks, later ones keep a word."""
    kind = str(fact.data.get("kind", ""))
    if kind == "planned":
        episode = episode if episode.promised else episode._replace(promised=fact.mark)
    elif episode.promised and not episode.kept:
        episode = episode._replace(kept=fact.mark)
    if episode.phase != "open":
        return episode
    return episode._replace(answered=fact.mark, answer=kind)


def answer(fact: Fact) -> Answer:
    return Answer(fact.time, fact.event_id, str(fact.data.get("kind", "")))


def closed(episode: Episode, fact: Fact) -> Episode:
    return episode._replace(closed=fact.mark, outcome=str(fact.data.get("outcome", "")))


def reopened(episode: Episode, fact: Fact) -> Episode:
    """Return the episode after *episode*, which was closed."""
    return Episode(episode.number + 1, fact.mark)
