"""
Who owns a case when: the lead, one at any moment, and the gaps in which nobody does.

A gap begins with the opening (or re-opening, when the last lead was sent away) or with a
return, and ends with the next lead, or with the answer or closing of the case. It is named by
the assignment that left it ('' for the first).

Source: the mission, row H ("one owner at any moment"); the semantics, "Buck-passing".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from events.instant import Instant
from processors.cases.assignments import LEAD, Stint
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.episodes import Episode


class Gap(NamedTuple):
    """Nobody owns the case in [start, end); ``end`` None while it lasts."""

    episode: int
    start: Mark
    end: Mark | None
    assignment_id: str


def leads(story: Story, episode: int) -> list[Stint]:
    """Return the stints of the leads of *episode*, in order."""
    return [s for s in story.hands.stints if s.role == LEAD and s.episode == episode]


def last_lead(story: Story, episode: int) -> str:
    """Return the department that led *episode* last, '' when none did."""
    stints = leads(story, episode)
    return stints[-1].department if stints else ""


def owner_at(story: Story, episode: int, at: Instant) -> str:
    """Return the department that led the case at *at*, '' when none did."""
    for stint in reversed(leads(story, episode)):
        if stint.start.time <= at:
            over = stint.ended and stint.ended_by == "returned" and stint.ended.time <= at
            return "" if over else stint.department
    return ""


def gaps(story: Story) -> Iterator[Gap]:
    """Yield the times nobody owned the case while it waited for its answer."""
    for episode in story.episodes:
        if episode.start:
            yield from _gaps(leads(story, episode.number), episode, episode.start)


def _gaps(stints: list[Stint], episode: Episode, start: Mark) -> Iterator[Gap]:
    since: Mark | None = start
    left_by = ""
    for stint in stints:
        if since and stint.start.time > since.time:
            yield from _until(episode, since, stint.start, left_by)
        since, left_by = stint.ended, stint.assignment_id
    if since:
        yield from _until(episode, since, None, left_by)


def _until(episode: Episode, since: Mark, end: Mark | None, left_by: str) -> Iterator[Gap]:
    """Yield the gap from *since*, cut off by the end of the episode."""
    over = episode.ended
    if over and over.time <= since.time:
        return
    if over and (end is None or over.time < end.time):
        end = over
    yield Gap(episode.number, since, end, left_by)
