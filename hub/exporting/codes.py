"""
What of an event's data an event log tells: codes and counts, never text.

Free text may name people even after redaction, so an export of events for process mining
holds none: no texts, notes, reasons in words, names, addresses. Ratings are of those who gave
them; an export for a rated department (``Selection.reader``) is without the events that hold
them (``projections.guarding``: it gets no list of cases behind a rating).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "case.opened": {"kind": "string", "channel": "string", "category": "string"},
    "case.assigned": {"role": "string", "basis": "string"},
    "case.returned": {"reason_code": "string", "better_owner": "string"},
    "case.paused": {"reason": "string"},
    "case.resumed": {"reason": "string"},
    "case.extended": {"clock": "string", "by": "integer", "unit": "string"},
    "case.responded": {"kind": "string"},
    "case.closed": {"outcome": "string"},
    "case.evaluated": {
        "level": "integer",
        "solved": "boolean",
        "collected_by": "string",
        "outcome": "string",
    },
    "case.evaluation-verified": {"upheld": "boolean"},
    "case.linked": {"relation": "string"},
    "case.unlinked": {"relation": "string"},
    "visit.planned": {"ground": "string"},
    "visit.recorded": {"ground": "string"},
}
"""By event: the fields that are told, and their types as OCEL names them."""

RATINGS: Final = frozenset({"case.evaluated"})
"""Events that tell who rated, and how."""


def coded(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of the *data* of an event *name*: the fields that are there."""
    wanted = CODES.get(name, {})
    return {field: data[field] for field in wanted if data.get(field) is not None}
