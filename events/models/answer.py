"""Cases from extension to evaluation: what the party was told, and what it thought of that."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from events.models.base import Count, Id, Label, Moment, Said, Text, event
from events.models.case import Outcome

Clock = Literal[
    "accept",
    "return",
    "first-contact",
    "resolve",
    "holding",
    "rectify",
    "adjudicate",
    "follow-up",
]
Unit = Literal["minutes-24x7", "business-minutes", "working-days", "calendar-days"]


@event(
    "case.extended",
    example={
        "case_id": "K-77",
        "clock": "resolve",
        "by": 5,
        "unit": "working-days",
        "reason": "The pump must be made.",
        "approver": "O-2",
        "party_told_at": "2026-10-12T09:30:00+08:00",
    },
)
class CaseExtended(Said):
    """The target of a clock was raised, before it ran out."""

    case_id: Id
    clock: Clock
    by: Count
    unit: Unit
    reason: Text
    approver: Label
    party_told_at: Moment


@event(
    "case.responded",
    example={
        "case_id": "K-77",
        "department": "water",
        "kind": "solved",
        "text": "The pump runs again.",
        "party_told_at": "2026-10-13T15:00:00+08:00",
    },
)
class CaseResponded(Said):
    """A department answered the party."""

    case_id: Id
    department: Id
    kind: Literal["solved", "planned", "explained", "not-ours"]
    text: Text
    party_told_at: Moment | None = None


@event("case.closed", example={"case_id": "K-77", "outcome": "solved"})
class CaseClosed(Said):
    """The handling of the case, or of its present episode, ended."""

    case_id: Id
    outcome: Outcome


class _Reopening(Said):
    case_id: Id
    reason: Text
    by: Label


_AGAIN = {"case_id": "K-77", "reason": "The pressure fell again.", "by": "party"}


@event("case.reopen-requested", example=_AGAIN)
class CaseReopenRequested(_Reopening):
    """Somebody asks to open the case again; nothing is open yet."""


@event("case.reopened", example=_AGAIN | {"by": "dispatcher"})
class CaseReopened(_Reopening):
    """The case is open again: a new episode."""


@event(
    "case.evaluated",
    example={
        "case_id": "K-77",
        "episode": 1,
        "level": 2,
        "solved": False,
        "collected_by": "third-party",
        "collector": "call-centre",
        "channel": "telephone",
        "outcome": "answered",
    },
)
class CaseEvaluated(Said):
    """The party was asked what it thinks of an episode: 1 very dissatisfied to 5 very satisfied."""

    case_id: Id
    episode: Count
    level: Annotated[int, Field(ge=1, le=5)] | None = None
    solved: bool | None = None
    collected_by: Literal["party", "hub", "third-party"]
    collector: Label
    channel: Label
    outcome: Literal["answered", "refused", "unreachable"]
    revisit: bool | None = None
    asked_at: Moment | None = None
