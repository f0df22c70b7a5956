"""
The gate of a case: is all of it answered, by whoever has a part in it?

A lead answers the party, but the case counts as answered only when every part is: each assist
that the case waits for (``awaited`` in its role) and each sub-case (``case.linked``, relation
parent). Until then its resolve clock runs on; closed before that, it has no credit for being
in time. Every part keeps its own clocks.

Source: the mission, row H; the semantics, "Clocks of a case" (lead and assist, parent and child).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from processors.cases.case_fact import Mark
from processors.cases.case_parts import Parts
from processors.cases.case_story import Story
from processors.cases.episodes import Episode
from processors.cases.roles import awaited


class Gate(NamedTuple):
    """``awaited`` parts, ``open`` ones of them, and when the last of the others was answered."""

    awaited: int = 0
    open: int = 0
    last: Mark | None = None


def gate(story: Story, episode: Episode) -> Gate:
    """Return what *episode* still waits for besides the lead's own answer."""
    answers = [*_of_assists(story, episode), *_of_children(story.parts)]
    given = [answer for answer in answers if answer is not None]
    return Gate(len(answers), len(answers) - len(given), max(given, default=None))


def _of_assists(story: Story, episode: Episode) -> Iterator[Mark | None]:
    for given in awaited(story.hands, story.cycle, episode.number):
        yield given.answered


def _of_children(parts: Parts) -> Iterator[Mark | None]:
    known = {report.case_id: report.answered for report in parts.reports}
    return (known.get(child) for child in parts.children)
