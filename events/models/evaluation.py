"""
What follows a bad evaluation: it is verified, appealed against, or left out with approval.

``evaluation`` is the event id of the evaluation meant; without it all of the episode are.
"""

from __future__ import annotations

from events.models.base import Count, Id, Label, Said, Text, event


class _OfEvaluation(Said):
    case_id: Id
    episode: Count
    evaluation: Id | None = None


_OF = {"case_id": "K-77", "episode": 1}


@event(
    "case.evaluation-verified",
    example=_OF | {"upheld": True, "verifier": "supervision", "reason": "The pump stands still."},
)
class CaseEvaluationVerified(_OfEvaluation):
    """Somebody other than the handler looked whether a bad evaluation is right."""

    upheld: bool
    verifier: Label
    reason: Text


@event(
    "case.evaluation-appealed",
    example=_OF | {"department": "water", "reason": "The party meant another matter."},
)
class CaseEvaluationAppealed(_OfEvaluation):
    """The handler asks that an evaluation be taken out."""

    department: Id
    reason: Text


@event(
    "case.appeal-decided",
    example=_OF | {"upheld": True, "approver": "supervision", "reason": "Another matter."},
)
class CaseAppealDecided(_OfEvaluation):
    """An appeal was decided; an upheld one takes the evaluation out of the net rates."""

    upheld: bool
    approver: Label
    reason: Text


@event(
    "case.evaluation-excluded",
    example=_OF | {"approver": "supervision", "reason": "Given twice by mistake."},
)
class CaseEvaluationExcluded(_OfEvaluation):
    """Somebody approved that an evaluation is left out of the net rates, and says why."""

    approver: Label
    reason: Text
