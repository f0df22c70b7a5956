"""
Validation of ``data`` against the model of its type, and the codes of what is wrong with it.

The first fault is reported, by the path of its field. pydantic's own error types become our
few codes; rules across fields raise our codes directly (``events.models.base``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from events.codec import split_type
from events.models import MODELS, Said
from events.models.base import VISIBLE
from events.refusal import CODES, RefusedError

HUB: Final = "hub"
"""The department whose topic carries what people and the hub itself say."""
HUB_ONLY: Final = frozenset(
    {
        "alert.sent",
        "case.part-reported",
        "clock.rebased",
        "clock.ticked",
        "clock.warned",
        "finding.raised",
        "finding.resolved",
        "finding.retracted",
        "finding.updated",
    }
)
"""Written by the hub's own parts into the log, never through intake."""
PEOPLE_ONLY: Final = frozenset(
    {
        "alert.acknowledged",
        "calendar.published",
        "finding.confirmed",
        "finding.dismissed",
        "key.published",
        "key.revoked",
        "menu.published",
        "party.forgotten",
        "policy.published",
    }
)
"""
Said through ``ingest.hub`` only, by people who have the right to write there: a department
neither judges the findings about itself nor sets the limits it is measured by. (ADR 8)
"""

_CODES: Final = {
    "extra_forbidden": "unknown-field",
    "missing": "missing-field",
    "recursion_depth_exceeded": "too-deep",
    "recursion_loop": "too-deep",
}


@lru_cache(maxsize=4096)
def known_model(type: str, department: str) -> type[Said]:
    """
    Return the model of *type*, which *department* may send.

    Raises:
        RefusedError: unknown-type, unknown-version or reserved-type.
    """
    try:
        name, version = split_type(type)
    except ValueError as error:
        raise RefusedError("unknown-type", "type", type[:80]) from error
    model = MODELS.get((name, version))
    if model is None:
        known = any(name == other for other, _ in MODELS)
        raise RefusedError("unknown-version" if known else "unknown-type", "type", type[:80])
    if name in HUB_ONLY or (name in PEOPLE_ONLY and department != HUB):
        raise RefusedError("reserved-type", "type", type[:80])
    return model


def validate(model: type[Said], data: Any) -> None:
    """
    Return when *data* is what *model* says.

    Raises:
        RefusedError: the first fault found, with its field.
    """
    if not isinstance(data, dict):
        raise RefusedError("invalid-field", "data", "it must be a JSON object")
    try:
        model.__pydantic_validator__.validate_python(data)
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False, include_input=False)[0]) from error


def _refusal(fault: ErrorDetails) -> RefusedError:
    kind = fault["type"]
    context = fault.get("ctx") or {}
    path = [*fault["loc"], *([context["field"]] if "field" in context else [])]
    place = ".".join(str(step) for step in ("data", *path))[:200]
    if kind == "string_pattern_mismatch" and context.get("pattern") == VISIBLE:
        return RefusedError("control-character", place)
    code = kind if kind in CODES else _CODES.get(kind, "invalid-field")
    return RefusedError(code, place, "" if code == "missing-field" else fault["msg"][:200])
