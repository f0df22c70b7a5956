"""
Why an event is refused: a stable code, the field, and what was wrong with it.

Codes are a contract with departments; their sentences stand in ``events.messages``.
"""

from __future__ import annotations

from typing import Final

CODES: Final = (
    "not-utf8",
    "not-json",
    "too-large",
    "too-deep",
    "not-cloudevent",
    "missing-field",
    "unknown-field",
    "invalid-field",
    "control-character",
    "unknown-type",
    "unknown-version",
    "reserved-type",
    "wrong-department",
    "time-without-offset",
    "time-out-of-range",
    "bad-uscc",
    "id-conflict",
    "unknown-event",
    "not-your-event",
    "signature-missing",
    "signature-wrong",
    "signature-key-unknown",
    "internal-error",
)


class RefusedError(ValueError):
    """``field`` is a path such as ``data.case_id``, '' where none is at fault."""

    def __init__(self, code: str, field: str = "", detail: str = "") -> None:
        super().__init__(f"{code} {field} {detail}")
        self.code = code
        self.field = field
        self.detail = detail
