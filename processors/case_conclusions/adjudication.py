"""
Adjudication: at rung 2 of buck-passing somebody above must decide who owns the case.

The ``adjudicate`` clock runs from the rung-2 instant (the third return; nobody for too long)
to ``case.adjudicated``, or to an assignment on that basis. It ends unjudged when the case is
answered or closed first, and, where the case lay unowned, when it finds a lead after all.
The one at fault is the policy's default owner: who decides, and who owns what nobody takes.

What happens when the limit passes: ``processors.case_conclusions.default_owner``.

One clock per assignment that brought it there ('' for a case never assigned); while one runs,
further returns start no other: after rung 2 there is no further return (it is flagged).

Source: the semantics, "Buck-passing".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from processors.case_conclusions.case_clocks import Ending, Span
from processors.case_conclusions.ping_pong import Unowned, lead_returns
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.policies.sla_policy import SlaPolicy


def adjudications(story: Story, policy: SlaPolicy, gaps: Iterable[Unowned]) -> Iterator[Span]:
    """Yield the adjudicate clocks of *story*, in order of their start, no two at once."""
    running: Span | None = None
    for call in sorted(_calls(story, policy, gaps), key=lambda call: call.start):
        if running and (running.stop is None or running.stop.time > call.start.time):
            continue
        end = _end(story, call)
        owner = policy.ping_pong.default_owner or policy.default_owner
        running = Span("adjudicate", call.episode, call.assignment_id, owner, call.start, *end)
        yield running


class Call(NamedTuple):
    """A rung 2: its instant and cause, and the lead that ended it of an unowned case."""

    start: Mark
    episode: int
    assignment_id: str
    lead: Mark | None


def _calls(story: Story, policy: SlaPolicy, gaps: Iterable[Unowned]) -> Iterator[Call]:
    for told in lead_returns(story)[policy.ping_pong.rung_2_returns - 1 :]:
        if not told.bound:  # what was decided is not returned: it is flagged
            yield Call(told.mark, told.episode, told.assignment_id, None)
    for measured in gaps:
        gap = measured.gap
        if measured.since is not None:
            start = Mark(measured.since, gap.start.event_id)
            yield Call(start, gap.episode, gap.assignment_id, gap.end)


def _end(story: Story, call: Call) -> tuple[Mark | None, Ending]:
    since = call.start.time
    word = next((m for m in story.adjudicated if m.time >= since), None)
    over = story.episodes[call.episode - 1].ended
    over = over if over and over.time >= since else None
    ends: list[tuple[Mark, Ending]] = []
    if word:
        ends.append((word.mark, "met"))
    ends.extend((mark, "cancelled") for mark in (call.lead, over) if mark)
    return min(ends, key=lambda end: end[0].time, default=(None, ""))


def returns_after(story: Story, policy: SlaPolicy) -> Iterator[str]:
    """Yield the event ids of the returns after rung 2."""
    for told in lead_returns(story)[policy.ping_pong.rung_2_returns :]:
        yield told.mark.event_id
