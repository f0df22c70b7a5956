"""
Stalled: a clock of a case ran past its target, or nothing meaningful happened for too long.

A breach at 100 % raises one finding per clock, episode and assignment, at the instant of the
deadline; 200 and 300 % update it (``details.percent``). It is resolved when the clock stops.
A warning below 100 % is a notice, not a finding. ``return`` is a window and stalls nobody;
``first-contact`` is reported by ``processors.case_conclusions.never_started``.

Silence has one finding per episode. When a second silence follows the first, the finding
opens again: it keeps its ``raised_at``, and ``details.times`` counts.

Source: the contract, "Findings"; the semantics, "Stalled is not overdue".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from events.finding import Finding
from processors.case_conclusions.case_clocks import Span
from processors.case_conclusions.clock import Reading
from processors.case_conclusions.found import found
from processors.case_conclusions.shown import moment
from processors.cases import signs
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.owners import owner_at
from processors.cases.signs import Shortest

RULE = "stalled"
KINDS = frozenset(
    {"accept", "resolve", "holding", "rectify", "adjudicate", "follow-up", "silence"}
    | {"answer", "statutory"}
)


def stalled(case: tuple[str, str], story: Story, reading: Reading) -> Finding | None:
    """Return the finding of *reading*'s breach, None without one."""
    span, breach = reading.span, reading.breach
    if breach is None or span.clock not in KINDS:
        return None
    return found(
        RULE,
        span.clock,
        case,
        breach.at,
        severity="breach",
        evidence=reading.evidence,
        resolved=span.stop,
        department=span.department or owner_at(story, span.episode, breach.at),
        clock=span.clock,
        episode=span.episode,
        assignment_id=span.assignment_id,
        details={
            "percent": reading.percent,
            "started_at": moment(span.start.time),
            "deadline": moment(reading.deadline),
            "target": reading.target.amount,
            "unit": reading.target.unit,
            "policy": reading.policy,
            "calendar": reading.calendar.name,
        },
    )


def silences(story: Story, shortest: Callable[[Mark], Shortest]) -> Iterator[Span]:
    """
    Yield the silence between each two signs of life of an episode, the last may still run.

    Silences that are *shortest* at their end are left out: a case may have ten thousand signs.
    """
    for episode in story.episodes:
        if story.opened is None or episode.start is None:
            continue
        number = episode.number
        for since, until in signs.silences(
            story.signs, number, episode.start, episode.ended, shortest
        ):
            yield Span("silence", number, "", "", since, until, "met" if until else "")


def silent(case: tuple[str, str], story: Story, readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield one finding per episode for the breached silences among *readings*, in order."""
    by_episode: dict[int, list[Finding]] = {}
    for reading in readings:
        finding = stalled(case, story, reading)
        if finding:
            by_episode.setdefault(reading.span.episode, []).append(finding)
    for findings in by_episode.values():
        yield _one(findings)


def _one(findings: list[Finding]) -> Finding:
    first, last = findings[0], findings[-1]
    evidence = dict.fromkeys(id for finding in findings for id in finding.evidence)
    details = {**last.details, "times": len(findings)}
    details["percent"] = max(finding.details["percent"] for finding in findings)
    return replace(
        first,
        department=last.department,
        resolved_at=last.resolved_at,
        evidence=tuple(evidence),
        details=details,
    )
