"""
Officers: who answers for what, and who stands in for them.

No address stands here: ``channel_ref`` points into the vault. Version 1 knew one absence,
version 2 knows several (``events.upcasters``).
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from events import moments
from events.models.base import Id, Label, Moment, Said, event, require

Interval = Annotated[tuple[Moment, Moment], Field(strict=False)]
"""[from, to): absent from the first instant until the second."""


Duty = Annotated[
    str,
    StringConstraints(
        pattern=r"^[1-7](-[1-7])? ([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"
    ),
]
"""A weekly shift in local time: ``1-5 08:30-17:30``; ``6 20:00-08:00`` ends the day after."""


def _in_order(away: tuple[str, str]) -> bool:
    return moments.read(away[0]) <= moments.read(away[1])


class _Officer(Said):
    officer_id: Id
    department_id: Id
    role: Label
    area: Label | None = None
    channel_ref: Label
    substitute: Id | None = None


_OFFICER = {
    "officer_id": "O-17",
    "department_id": "fire",
    "role": "handler",
    "area": "清溪县",
    "channel_ref": "vault:7f3a",
    "substitute": "O-18",
}
_OCTOBER = ["2026-10-01T00:00:00+08:00", "2026-10-08T00:00:00+08:00"]
_NOVEMBER = ["2026-11-02T00:00:00+08:00", "2026-11-04T00:00:00+08:00"]


@event("officer.registered", 1, example=_OFFICER | {"away": _OCTOBER})
class OfficerRegisteredV1(_Officer):
    """An officer with at most one absence."""

    away: Interval | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        ordered = self.away is None or _in_order(self.away)
        require(ordered, "invalid-field", "away", "an absence ends before it starts")
        return self


@event(
    "officer.registered",
    2,
    example=_OFFICER | {"away": [_OCTOBER, _NOVEMBER], "duty": ["1-5 08:30-17:30"]},
)
class OfficerRegistered(_Officer):
    """An officer with any number of absences, and duty times that are not the office's."""

    away: Annotated[tuple[Interval, ...], Field(max_length=1000, strict=False)] | None = None
    duty: Annotated[tuple[Duty, ...], Field(max_length=50, strict=False)] | None = None

    @model_validator(mode="after")
    def _end_after_they_start(self) -> Self:
        ordered = all(_in_order(away) for away in self.away or ())
        require(ordered, "invalid-field", "away", "an absence ends before it starts")
        return self
