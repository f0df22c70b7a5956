"""
A finding: something that went wrong, with its evidence. Fields and id: the contract, "Findings".

``finding_id`` names the condition, never its evidence or the rule's version: when more
evidence arrives the same finding is updated, when a late event disproves it, retracted.
Findings are events too: ``finding.raised`` and its followers carry the whole finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from events import ids
from events.instant import Instant, render
from events.jsonbytes import dumps

Severity = Literal["info", "warning", "breach"]
Status = Literal["open", "resolved", "confirmed", "dismissed", "retracted"]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One conclusion about one subject (a case id, or a visit as ``department/visit_id``).

    ``raised_at`` and ``resolved_at`` are event time: the instant the condition became true
    or false, never the tick's. ``department`` is the one at fault. Missing strings are ''.
    ``details`` holds JSON values that explain the finding (window, score, percent reached).
    """

    rule: str
    kind: str
    subject: str
    raised_at: Instant
    severity: Severity = "warning"
    clock: str = ""
    episode: str = ""
    assignment_id: str = ""
    rung: str = ""
    version: str = "1"
    party_id: str = ""
    case_id: str = ""
    department: str = ""
    resolved_at: Instant | None = None
    evidence: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def finding_id(self) -> str:
        return ids.make(
            self.rule,
            self.kind,
            self.subject,
            self.clock,
            self.episode,
            self.assignment_id,
            self.rung,
        )

    @property
    def status(self) -> Status:
        return "open" if self.resolved_at is None else "resolved"

    def document(self) -> dict[str, Any]:
        """Return the finding as JSON values: the ``data`` of a finding event, less revision."""
        return {
            "rule": self.rule,
            "kind": self.kind,
            "subject": self.subject,
            "raised_at": render(self.raised_at),
            "severity": self.severity,
            "clock": self.clock,
            "episode": self.episode,
            "assignment_id": self.assignment_id,
            "rung": self.rung,
            "version": self.version,
            "party_id": self.party_id,
            "case_id": self.case_id,
            "department": self.department,
            "resolved_at": "" if self.resolved_at is None else render(self.resolved_at),
            "evidence": list(self.evidence),
            "details": self.details,
            "finding_id": self.finding_id,
            "status": self.status,
        }


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return *document* as canonical JSON: sorted keys, no spaces, UTF-8."""
    return dumps(document, option=orjson.OPT_SORT_KEYS)
