"""Cases from opening to assignment: what a party asked, and who was asked to deal with it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from events.models.base import Departments, Id, Label, Moment, Said, Text, event, require
from events.models.party import OfParty

Kind = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9-]*$")]
"""A kind of case: demand, complaint, order, card, call, or what a life cycle was published for."""
Role = Literal["lead", "assist", "guide", "agent"]
Basis = Literal["dispatch", "referral", "joint", "adjudicated", "second"]
Pause = Literal["waiting-party", "statutory", "expertise", "force-majeure"]
Outcome = Literal["solved", "unsolved", "no-response", "withdrawn"]


@event(
    "case.opened",
    example={
        "case_id": "K-77",
        "party_id": "P-1001",
        "kind": "demand",
        "channel": "12345",
        "category": "water",
        "item": "pressure",
        "text": "No water pressure since Monday.",
        "area": "清溪县",
        "place": "工业路8号",
        "hard": False,
    },
)
class CaseOpened(OfParty):
    """A party raised a matter, or a department opened one about it."""

    case_id: Id
    kind: Kind
    channel: Label
    platform: Label | None = None
    category: Label
    item: Label | None = None
    text: Text
    area: Label
    place: Label | None = None
    visit_id: Id | None = None
    hard: bool | None = None
    colour: Label | None = None
    named_officer: Id | None = None


@event(
    "case.assigned",
    example={
        "case_id": "K-77",
        "assignment_id": "K-77/1",
        "department": "water",
        "role": "lead",
        "basis": "dispatch",
    },
)
class CaseAssigned(Said):
    """A department was given a part in the case."""

    case_id: Id
    assignment_id: Id
    department: Id
    role: Role
    from_department: Id | None = None
    basis: Basis | None = None


@event(
    "case.returned",
    example={
        "case_id": "K-77",
        "assignment_id": "K-77/1",
        "department": "water",
        "reason_code": "not-competent",
        "basis": "Duties list 2026, item 14",
        "better_owner": "housing",
    },
)
class CaseReturned(Said):
    """A department gave its assignment back, and says who should have it."""

    case_id: Id
    assignment_id: Id
    department: Id
    reason_code: Label
    basis: Label
    better_owner: Label


class _Touched(Said):
    case_id: Id
    department: Id | None = None


_TOUCHED = {"case_id": "K-77", "department": "water"}


@event("case.accepted", example=_TOUCHED)
class CaseAccepted(_Touched):
    """The department signed for its assignment."""


@event("case.contacted", example=_TOUCHED)
class CaseContacted(_Touched):
    """The department spoke with the party."""


@event("case.party-replied", example={"case_id": "K-77"})
class CasePartyReplied(_Touched):
    """The party answered, on whatever channel."""


@event("case.progressed", example=_TOUCHED | {"note": "Pump ordered."})
class CaseProgressed(Said):
    """A department noted something; a note alone does not count as progress."""

    case_id: Id
    department: Id
    note: Text


class _Pause(Said):
    case_id: Id
    reason: Pause
    evidence: Label | None = None
    until: Moment | None = None


_PAUSE = {"case_id": "K-77", "reason": "waiting-party"}


@event("case.paused", example=_PAUSE | {"until": "2026-10-10T11:00:00+08:00"})
class CasePaused(_Pause):
    """The clocks that may pause stand still, for an allowed reason."""


@event("case.resumed", example=_PAUSE)
class CaseResumed(_Pause):
    """The pause for this reason is over."""


class _Settled(Said):
    case_id: Id
    departments: Departments | None = None
    department: Id | None = None
    decision: Text

    @model_validator(mode="after")
    def _by_somebody(self) -> Self:
        require(
            self.departments or self.department,
            "missing-field",
            "departments",
            "say departments, or department",
        )
        return self


_DECISION = {"case_id": "K-77", "decision": "Water supplies the pump, housing the power."}


@event("case.joint-handled", example=_DECISION | {"departments": ["water", "housing"]})
class CaseJointHandled(_Settled):
    """Departments met about the case and agreed."""


@event("case.decided", example=_DECISION | {"department": "water"})
class CaseDecided(_Settled):
    """A department decided about the matter."""


@event("case.adjudicated", example=_DECISION | {"department": "water"})
class CaseAdjudicated(_Settled):
    """Somebody above the departments said whose case it is."""
