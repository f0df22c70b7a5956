"""
What a sub-case tells its parents: when it was answered, or that it is so no longer.

A sub-case is answered once its first episode is (or is closed). Its own fold knows when, and
tells each of its parents by ``case.part-reported`` in ``journal.cases``, with a revision that
grows with what the sub-case has heard. A report changes no phase, so cases that are each other's
parents cannot talk for ever.

Source: the mission, row H; the semantics, "Clocks of a case" (parent and child).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from events import codec, ids, topics
from events.event import Event
from events.instant import Instant, render
from processors.cases.case_fact import Mark
from processors.cases.case_parts import REPORTED
from processors.cases.case_state import CaseState, like
from processors.cases.case_story import Story
from processors.folding.fold import Forward

SOURCE: Final = "/departments/hub/cases"


def told(before: CaseState, after: CaseState, event: Event) -> Iterable[Forward]:
    """Return what the parents of a sub-case must hear of the step from *before* to *after*."""
    if not after.story.parts.parents:
        return ()
    return _reports(like(before, after).story, after.story, event, len(after.facts))


def _reports(before: Story, after: Story, event: Event, revision: int) -> Iterable[Forward]:
    answered = after.episodes[0].ended
    same = before.episodes[0].ended == answered
    told = before.parts.parents if same else ()
    at = max(event.time, after.last.time) if after.last else event.time
    return tuple(
        _report(parent, after.key, answered, at, revision)
        for parent in after.parts.parents
        if parent not in told
    )


def _report(parent: str, child: str, answered: Mark | None, at: Instant, revision: int) -> Forward:
    data = {"case_id": parent, "other_case_id": child, "revision": revision}
    if answered:
        at = max(at, answered.time)
        data["answered_at"] = render(answered.time)
    id = ids.make("part", parent, child, str(revision), str(data.get("answered_at", "")))
    said = Event(ids.event_id(SOURCE, id), REPORTED, 1, at, 0, SOURCE, id, parent, data)
    return Forward(topics.JOURNAL_CASES, parent, codec.encode(said))
