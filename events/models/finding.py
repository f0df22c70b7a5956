"""
Findings, and what people say of them; alerts, and that somebody saw them.

The hub raises findings; people confirm or dismiss them, which gives each rule its
precision. Those sayings enter through ``ingest.hub``.
"""

from __future__ import annotations

from typing import Literal

from events.finding import Severity, Status
from events.models.base import Content, Id, Label, Moment, Said, Text, event


class _Finding(Said):
    finding_id: Id
    rule: Label
    kind: Label
    subject: Label
    version: Label
    severity: Severity
    clock: Label
    episode: Label
    assignment_id: Label
    rung: Label
    party_id: Label
    case_id: Label
    department: Label
    raised_at: Moment
    resolved_at: Moment | Literal[""]
    status: Status
    evidence: list[str]
    details: Content
    revision: int


_RAISED = {
    "finding_id": "0b8f6a4e-3f63-5b0e-9c59-1d0a3a3f3c11",
    "rule": "duplicate-visit",
    "kind": "cross-department",
    "subject": "tax/V-9",
    "version": "1",
    "severity": "warning",
    "clock": "",
    "episode": "",
    "assignment_id": "",
    "rung": "",
    "party_id": "P-1001",
    "case_id": "",
    "department": "tax",
    "raised_at": "2026-10-09T09:00:00Z",
    "resolved_at": "",
    "status": "open",
    "evidence": ["/departments/fire/visits#v1", "/departments/tax/visits#v9"],
    "details": {"window_days": 30},
    "revision": 1,
}


@event("finding.raised", example=_RAISED)
class FindingRaised(_Finding):
    """The hub found that something went wrong."""


@event("finding.updated", example=_RAISED | {"severity": "breach", "revision": 2})
class FindingUpdated(_Finding):
    """The same condition, with more evidence or a higher severity."""


@event(
    "finding.resolved",
    example=_RAISED | {"status": "resolved", "resolved_at": "2026-10-11T09:00:00Z", "revision": 3},
)
class FindingResolved(_Finding):
    """The condition ended; that it held stays true."""


@event("finding.retracted", example=_RAISED | {"status": "retracted", "revision": 4})
class FindingRetracted(_Finding):
    """A later event showed that the condition never held."""


class _Judged(Said):
    finding_id: Id
    by: Label
    reason: Text


_JUDGED = {"finding_id": _RAISED["finding_id"], "by": "O-2", "reason": "Seen on site."}


@event("finding.confirmed", example=_JUDGED)
class FindingConfirmed(_Judged):
    """A person says that the finding is right."""


@event("finding.dismissed", example=_JUDGED | {"reason": "One joint visit, entered twice."})
class FindingDismissed(_Judged):
    """A person says that the finding is wrong."""


class _Alert(Said):
    finding_id: Id
    alert_id: Id | None = None
    case_id: Label | None = None
    department: Label | None = None


@event(
    "alert.sent",
    example={
        "finding_id": _RAISED["finding_id"],
        "alert_id": "A-1",
        "department": "tax",
        "officer_id": "O-30",
        "rung": "100",
        "channel": "wecom",
    },
)
class AlertSent(_Alert):
    """The hub told somebody of a finding."""

    officer_id: Label | None = None
    clock: Label | None = None
    episode: Label | None = None
    assignment_id: Label | None = None
    rung: Label
    channel: Label


@event(
    "alert.acknowledged",
    example={"finding_id": _RAISED["finding_id"], "alert_id": "A-1", "by": "O-30"},
)
class AlertAcknowledged(_Alert):
    """Somebody says that they saw the alert and deal with it."""

    by: Label
    note: Text | None = None
