"""
The default owner: who holds a case that nobody decided upon in time.

When the ``adjudicate`` clock passes its limit without a word from above, the policy's default
owner holds the case wherever nobody leads it: from that instant, or from a later return, until
somebody is assigned or the case is closed. It has a ``holding`` clock like any lead, and an
assignment row on the basis ``default-owner``, whose id names the case and its place in the line.
It passes no buck: what looks for ping-pong does not see it.

Source: the semantics, "Buck-passing" (rung 2: adjudication with a default owner, no return).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from events import ids
from events.instant import Instant
from processors.case_conclusions.clock import Reading
from processors.cases.assignments import BY_DEFAULT, LEAD, Assignment, Hands, Stint
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.owners import gaps


class Verdict(NamedTuple):
    """An adjudication that did not come: since when, and who is to hold the case then."""

    episode: int
    since: Instant
    owner: str


def overdue(adjudications: Iterable[Reading]) -> tuple[Verdict, ...]:
    """Return the *adjudications* that passed their limit."""
    return tuple(
        Verdict(reading.span.episode, reading.breach.at, reading.span.department)
        for reading in adjudications
        if reading.breach and reading.span.department
    )


def with_default_owner(story: Story, verdicts: Iterable[Verdict]) -> Story:
    """Return *story* with the default owner as lead wherever it holds; itself when nowhere."""
    first: dict[int, Verdict] = {}
    for verdict in verdicts:
        first.setdefault(verdict.episode, verdict)
    hands = story.hands
    for number, gap in enumerate(gaps(story) if first else ()):
        due = first.get(gap.episode)
        if due and (gap.end is None or due.since < gap.end.time):
            start = Mark(max(due.since, gap.start.time), gap.start.event_id)
            hands = _holding(hands, _given(story, due, start, number))
    return story if hands is story.hands else story._replace(hands=hands)


def _given(story: Story, due: Verdict, start: Mark, number: int) -> Assignment:
    stints = (s for s in story.hands.stints if s.role == LEAD and s.episode == due.episode)
    after = next((s.start for s in stints if s.start.time > start.time), None)
    ended = after or story.episodes[due.episode - 1].closed
    how = ("reassigned" if after else "closed") if ended else ""
    id = ids.make("default-owner", story.key, str(number))
    return Assignment(
        id, due.owner, LEAD, BY_DEFAULT, start, due.episode, False, ended=ended, ended_by=how
    )


def _holding(hands: Hands, given: Assignment) -> Hands:
    stint = Stint(
        given.id, given.department, LEAD, given.episode, given.given, given.ended, given.ended_by
    )
    before = sum(s.start.time <= stint.start.time for s in hands.stints)
    place = sum(a.given.time <= given.given.time for a in hands.assignments)
    return Hands(
        (*hands.assignments[:place], given, *hands.assignments[place:]),
        (*hands.stints[:before], stint, *hands.stints[before:]),
    )
