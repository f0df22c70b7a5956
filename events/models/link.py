"""Links between cases, and the taking back of an event: nothing is merged or deleted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from events.models.base import VISIBLE, Count, Id, Moment, Said, Text, event

Relation = Literal["duplicate", "recurrence", "cluster", "parent"]
EventId = Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=VISIBLE)]
"""``source#id``."""


class _Linked(Said):
    case_id: Id
    other_case_id: Id
    relation: Relation


_LINK = {"case_id": "K-77", "other_case_id": "K-12", "relation": "recurrence"}


@event("case.linked", example=_LINK)
class CaseLinked(_Linked):
    """``other_case_id`` stands in ``relation`` to ``case_id``."""


@event("case.unlinked", example=_LINK)
class CaseUnlinked(_Linked):
    """The link is undone."""


@event(
    "case.part-reported",
    example={
        "case_id": "K-77",
        "other_case_id": "K-78",
        "revision": 4,
        "answered_at": "2026-10-13T07:00:00Z",
    },
)
class CasePartReported(Said):
    """The hub tells a case that its sub-case ``other_case_id`` was answered, or is not any more."""

    case_id: Id
    other_case_id: Id
    revision: Count
    answered_at: Moment | None = None


@event(
    "event.withdrawn",
    example={"event_id": "/departments/fire/visits#v1", "reason": "Entered twice by mistake."},
)
class EventWithdrawn(Said):
    """A department takes back an event of its own; conclusions ignore it from then on."""

    event_id: EventId
    reason: Text
