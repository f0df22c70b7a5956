"""
Recurrence: a case that is opened again after its window is a new case, under its old name.

The case id is the departments' own word and later events carry it, so no second id is made.
What makes it a new case is how it is concluded: the episode has the ordinary limits and not
those of rework, the closing before it keeps its credit, the row names its own case in
``recurrence_of`` (or the case it was linked to as a recurrence), and a finding
``repeated-case / recurrence`` cites the closing and the re-opening.

The window runs from the closing (of a case never closed, from its answer), by the policy that
stood then. A re-opening at its very end is within.

Source: the semantics, "Re-open", and D4.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from events.finding import Finding
from processors.case_conclusions.found import found
from processors.case_conclusions.rules import Rules
from processors.case_conclusions.shown import moment
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.owners import last_lead
from processors.time.deadline import due


class Recurrence(NamedTuple):
    """``episode`` began with ``again``, too late after ``over``."""

    episode: int
    over: Mark
    again: Mark


def recurrences(story: Story, rules: Rules) -> Iterator[Recurrence]:
    """Yield the episodes of *story* that began outside their window."""
    for before, after in pairwise(story.episodes):
        over, again = before.closed or before.answered, after.start
        then = rules.at(over) if over else None
        if over and again and then:
            limit = due(then.calendar, over.time, then.policy.reopen_window).deadline
            if again.time > limit:
                yield Recurrence(after.number, over, again)


def recurred(case: tuple[str, str], story: Story, one: Recurrence) -> Finding:
    """Return the finding of a recurrence: over when it is closed, at fault who led it before."""
    return found(
        "repeated-case",
        "recurrence",
        case,
        one.again.time,
        severity="warning",
        evidence=(one.over.event_id, one.again.event_id),
        resolved=story.episodes[one.episode - 1].closed,
        department=last_lead(story, one.episode - 1),
        episode=one.episode,
        details={"earlier_case": case[0], "closed_at": moment(one.over.time)},
    )
