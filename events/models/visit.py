"""Visits to a party: planned, recorded, cancelled. ``visit_id`` is unique per department."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from events import moments
from events.models.base import Departments, Id, Ids, Label, Moment, Text, event, require
from events.models.party import OfParty

Ground = Literal["routine", "complaint", "emergency", "statutory", "invited"]


class _Visit(OfParty):
    visit_id: Id
    departments: Departments
    officers: Ids | None = None
    purpose: Label
    ground: Ground
    start: Moment
    end: Moment
    campaign_id: Id | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        ordered = moments.read(self.start) <= moments.read(self.end)
        require(ordered, "invalid-field", "end", f"ends at {self.end}, before {self.start}")
        return self


_VISIT = {
    "visit_id": "V-2026-0001",
    "party_id": "P-1001",
    "departments": ["fire"],
    "officers": ["O-17"],
    "purpose": "fire-safety",
    "ground": "routine",
    "start": "2026-09-28T09:00:00+08:00",
    "end": "2026-09-28T10:30:00+08:00",
}


@event("visit.planned", example=_VISIT | {"campaign_id": "C-autumn"})
class VisitPlanned(_Visit):
    """A department means to visit a party."""


@event("visit.recorded", example=_VISIT | {"notes": "Two exits were blocked; cleared at once."})
class VisitRecorded(_Visit):
    """A visit took place."""


@event(
    "visit.cancelled",
    example={"visit_id": "V-2026-0001", "party_id": "P-1001", "reason": "joined with tax"},
)
class VisitCancelled(OfParty):
    """A planned visit will not take place."""

    visit_id: Id
    reason: Text
