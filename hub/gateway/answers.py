"""What the gateway answers with, as OpenAPI shows it, with examples that are real events."""

from __future__ import annotations

from typing import Any, Final, Literal

import orjson
from pydantic import BaseModel, Field

from events.models.base import EXAMPLES
from hub.gateway.bodies import BATCH, LINES, STRUCTURED


class Problem(BaseModel):
    """RFC 9457. ``title`` is the stable code."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Receipt(BaseModel):
    """
    What became of one event. ``topic``, ``partition`` and ``offset`` are where it stands.

    ``outcome`` is ``written`` where the log has it and intake has not judged it yet (Kafka): ask
    ``GET /receipts/{event_id}`` a moment later, or listen to the stream.
    """

    event_id: str
    outcome: Literal["accepted", "duplicate", "rejected", "written"]
    code: str = ""
    message: str = ""
    field: str = ""
    time: str
    sha256: str = ""
    topic: str
    partition: int
    offset: int


class Batch(BaseModel):
    """What became of a batch: how many of each outcome, and each event's receipt in order."""

    accepted: int
    duplicate: int
    rejected: int
    written: int
    receipts: list[Receipt]


class Listed(BaseModel):
    """Receipts of one department; ask again with ``after`` = ``next``."""

    next: int
    receipts: list[Receipt]


class Fault(BaseModel):
    """What is wrong with an event and how to mend it. ``number`` counts events from 1."""

    number: int = Field(ge=1)
    code: str
    field: str
    mend: str


class Checked(BaseModel):
    events: int
    faults: list[Fault]


class Trip(BaseModel):
    visit_id: str
    departments: list[str]
    purpose: str
    ground: str
    start: str | None
    end: str | None
    status: str


class Quota(BaseModel):
    """Visits of the asking department in this calendar year; ``cap`` 0: no cap is set."""

    cap: int
    used: int
    left: int


class BeforeVisit(BaseModel):
    """Who was there, who plans to go, what is left of the year, and which trip to join."""

    party_id: str
    been: list[Trip]
    planned: list[Trip]
    quota: Quota
    join: Trip | None
    advice: Literal["join", "over-cap", "crowded", "go"]
    told: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return OpenAPI's entries for problems of *statuses*."""
    model = {"model": Problem, "content": {"application/problem+json": {}}}
    return {status: {**model, "description": _MEANS[status]} for status in statuses}


_MEANS: Final = {
    400: "The request cannot be read.",
    401: "No key, or one that opens nothing.",
    403: "The key's role may not do this.",
    404: "There is no such thing.",
    405: "The address does not take this method.",
    408: "The body came too slowly.",
    413: "The body is too large.",
    415: "No media type that carries events.",
    429: "Over the key's quota: wait as `Retry-After` says.",
    500: "A fault of the gateway.",
    503: "Log or warehouse are away, or too many requests at once: send again.",
}

EVENT: Final[dict[str, Any]] = {
    "specversion": "1.0",
    "id": "2026-0001",
    "source": "/departments/fire/visits",
    "type": "visit.recorded.v1",
    "time": "2026-09-28T10:30:00+08:00",
    "subject": "fire/V-2026-0001",
    "data": dict(EXAMPLES["visit.recorded", 1]),
}


def _content(schema: dict[str, Any], example: Any) -> dict[str, Any]:
    return {"schema": schema, "example": example}


_EVENT_SCHEMA: Final = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "pattern": "^/departments/"},
        "type": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "subject": {"type": "string"},
        "data": {"type": "object"},
    },
}
EVENTS_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "One CloudEvent, a batch, or binary mode: `ce-` headers and data as body.",
        "content": {
            STRUCTURED: _content(_EVENT_SCHEMA, EVENT),
            BATCH: _content({"type": "array", "items": _EVENT_SCHEMA}, [EVENT]),
            LINES: _content({"type": "string"}, orjson.dumps(EVENT).decode()),
        },
    }
}
