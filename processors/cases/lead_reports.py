"""
What a case tells those that are called its duplicates, where it does not simply lead them.

A case that is opened and nobody's duplicate tells nothing: it leads, and they take it so. One that
nobody opened, or that is a duplicate itself, says so by ``case.lead-reported`` in
``journal.cases``, with what stands behind it, as far as it was told; and again whenever that
changes. What is told is made of links and openings only, never of who leads for it: so cases in a
ring tell each other a bounded number of times, and then know the same.

Source: the mission, row M; ADR 11 (sub-cases tell their parents likewise); ADR 33.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from events import codec, ids, topics
from events.event import Event
from events.instant import render
from events.jsonbytes import dumps
from processors.cases.case_duplicate import REPORTED, chain
from processors.cases.case_state import CaseState, like
from processors.cases.case_story import Story
from processors.cases.duplicate_chain import Chain, Hop
from processors.cases.part_reports import SOURCE
from processors.folding.fold import Forward


def told(before: CaseState, after: CaseState, event: Event) -> Iterable[Forward]:
    """Return what the duplicates of a case must hear of the step from *before* to *after*."""
    followers = after.story.duplicates.followers
    if not followers:
        return ()
    earlier = like(before, after).story
    known, now = _chain(after.key, earlier), _chain(after.key, after.story)
    heard = earlier.duplicates.followers
    return tuple(
        _report(follower, after, now, event)
        for follower in followers
        if now != (known if follower in heard else (Hop(after.key, handled=True),))
    )


def _chain(key: str, story: Story) -> Chain:
    return chain(story.duplicates, key, handled=story.handled)


def _report(to: str, state: CaseState, links: Chain, event: Event) -> Forward:
    at = max(event.time, state.story.last.time) if state.story.last else event.time
    revision, said = len(state.facts), [_said(hop) for hop in links]
    data = {"case_id": to, "other_case_id": state.key, "revision": revision, "chain": said}
    id = ids.make("lead", to, state.key, str(revision), dumps(said).decode())
    report = Event(ids.event_id(SOURCE, id), REPORTED, 1, at, 0, SOURCE, id, to, data)
    return Forward(topics.JOURNAL_CASES, to, codec.encode(report))


def _said(hop: Hop) -> dict[str, Any]:
    said: dict[str, Any] = {"case_id": hop.case_id, "handled": hop.handled}
    if hop.other:
        by_people, (time, sequence, event_id) = hop.link
        said |= {"other_case_id": hop.other, "by_people": by_people, "time": render(time)}
        said |= {"sequence": sequence, "event_id": event_id}
    return said
