"""
The rows of a case's evaluations: one per episode, one per revisit, and those that do not count.

The one that counts for an episode is the first answer that stands; asking again until it is
good does not help. Without an answer it is the attempt that came closest: a refusal was
reached, an unreachable party was asked. A handler's own rating, one left out and one of an
episode that does not exist have rows of their own, so that every rate can be given gross.

Source: the semantics, "Evaluation".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events import ids
from events.instant import parse
from processors.case_conclusions.shown import moment, moment_of
from processors.cases.case_story import Story
from processors.cases.evaluations import Evaluation
from processors.cases.owners import last_lead
from processors.folding.conclusion import Snapshot

_CLOSEST = ("answered", "refused", "unreachable")


def evaluation_rows(key: str, story: Story) -> Iterator[Snapshot]:
    """Yield the rows of the evaluations of *story*; none for a case nobody was asked about."""
    for number in {e.episode for e in story.evaluations}:
        asked = [e for e in story.evaluations if e.episode == number]
        first = [e for e in asked if not e.revisit]
        counted = _counted(first)
        if counted:
            yield _row(key, story, counted, first, "")
        for told in asked:
            if told.revisit or not told.counts:
                yield _row(key, story, told, [told], told.mark.event_id)


def _counted(asked: Iterable[Evaluation]) -> Evaluation | None:
    standing = [e for e in asked if e.counts]
    return min(standing, key=lambda e: (not e.says, _CLOSEST.index(e.outcome)), default=None)


def _row(
    key: str, story: Story, told: Evaluation, attempts: list[Evaluation], name: str
) -> Snapshot:
    id = ids.make("evaluation", key, str(told.episode), name)
    judged = told.judged
    row = {
        "case_id": key,
        "episode": told.episode,
        "level": told.level or None,
        "solved": told.solved,
        "collected_by": told.collected_by,
        "collector": told.collector,
        "channel": told.channel,
        "outcome": told.outcome,
        "time": moment_of(told.mark),
        "revisit": told.revisit,
        "own": told.own,
        "event_id": told.mark.event_id,
        "department": last_lead(story, told.episode),
        "standing": told.standing,
        "asked_at": _asked_at(attempts),
        "attempts": len(attempts),
        "verified_at": moment_of(judged.verified),
        "upheld": judged.upheld,
        "verifier": judged.verifier,
        "appealed_at": moment_of(judged.appealed),
        "excluded_at": moment_of(judged.excluded),
        "excluded_by": judged.excluded_by,
        "excluded_for": judged.excluded_for,
        "excluded_reason": judged.reason,
    }
    return Snapshot("evaluation", id, key, row)


def _asked_at(attempts: Iterable[Evaluation]) -> str:
    """Return when the party was first asked: as said, else when the first outcome was noted."""
    first = min(attempts, key=lambda e: e.mark)
    return moment(parse(first.asked_at)) if first.asked_at else moment_of(first.mark)
