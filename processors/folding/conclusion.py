"""
What a fold concludes about one key at one instant, and how that changes what was said before.

A conclusion is a pure function of the key's events, the reference data and now. It lists
every finding that holds (open) or held for a while (resolved). Comparing it with what was
already said gives what to publish: raise, update, resolve, retract
(``processors.folding.raising``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from events.finding import Finding
from events.instant import Instant

Scope = frozenset[str] | None
"""The subjects concluded; None means every subject of the key."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    One row of a conclusion table: a case, clock, assignment, evaluation, visit or party.

    ``row`` holds JSON values (instants as RFC 3339 text, '' when absent).
    ``subject`` says which subject's conclusion owns the row (see ``Scope``).
    """

    kind: str
    id: str
    subject: str
    row: Mapping[str, Any]
    text: bytes = field(default=b"", compare=False)
    """``row`` as JSON, where somebody keeps it; b"": nobody does."""


@dataclass(frozen=True, slots=True)
class Notice:
    """
    A hub event that is said once and never taken back: ``clock.warned``, ``clock.rebased``.

    ``key`` names it (its event id is made of it); ``time`` is the event time of the instant.
    """

    name: str
    key: tuple[str, ...]
    subject: str
    time: Instant
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """``next_due``: the earliest instant after now at which the conclusion would differ."""

    findings: tuple[Finding, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    notices: tuple[Notice, ...] = ()
    next_due: Instant | None = None


def by_subject(conclusion: Conclusion) -> dict[str, Conclusion]:
    """Return *conclusion* parted by subject; a subject it does not speak of is empty."""
    said: list[Finding | Snapshot | Notice]
    said = [*conclusion.findings, *conclusion.snapshots, *conclusion.notices]
    if said and all(one.subject == said[0].subject for one in said):
        return defaultdict(Conclusion, {said[0].subject: conclusion})
    parts: dict[str, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
    for finding in conclusion.findings:
        parts[finding.subject][0].append(finding)
    for snapshot in conclusion.snapshots:
        parts[snapshot.subject][1].append(snapshot)
    for notice in conclusion.notices:
        parts[notice.subject][2].append(notice)
    split = {
        subject: Conclusion(tuple(findings), tuple(snapshots), tuple(notices))
        for subject, (findings, snapshots, notices) in parts.items()
    }
    return defaultdict(Conclusion, split)
