"""What every finding about a case carries besides the condition it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.finding import Finding, Severity
from events.instant import Instant
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story


def found(
    rule: str,
    kind: str,
    case: tuple[str, str],
    raised_at: Instant,
    *,
    severity: Severity,
    evidence: tuple[str, ...],
    resolved: Mark | None = None,
    department: str = "",
    clock: str = "",
    episode: int | None = None,
    assignment_id: str = "",
    rung: str = "",
    details: Mapping[str, Any] | None = None,
) -> Finding:
    """Return a finding about *case* (case id, party id); *resolved* ended the condition."""
    return Finding(
        rule=rule,
        kind=kind,
        subject=case[0],
        raised_at=raised_at,
        severity=severity,
        clock=clock,
        episode="" if episode is None else str(episode),
        assignment_id=assignment_id,
        rung=rung,
        party_id=case[1],
        case_id=case[0],
        department=department,
        resolved_at=resolved.time if resolved else None,
        evidence=tuple(dict.fromkeys(evidence)),
        details=details or {},
    )


def answer_after(story: Story, raised: Mark) -> Mark | None:
    """
    Return the first answer (or closing) of the case at or after *raised*, None while it waits.

    What was raised when the case was answered already is over as soon as it is raised.
    """
    ends = (e.ended for e in story.episodes if e.ended and e.ended.time >= raised.time)
    return next(ends, raised if story.episode.ended else None)
