"""
What every event model shares: strict, frozen, closed, and registered under its type.

A model states the fields of ``data`` for one version of one type, as the contract lists
them. It is closed (``extra="forbid"``), so a misspelt field is refused at intake instead of
being lost; readers of the journal take the validated JSON values and ignore what they do
not know. Cross-field rules raise ``PydanticCustomError`` whose type is a rejection code.

Register a model with ``@event("case.opened", example={...})``: the example is published
beside its schema and is validated by the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NotAUscc

from events import moments

VISIBLE: Final = r"^[^\x00-\x1f\x7f]*$"
"""No control characters: they separate the parts of ids and hide in logs."""


class Said(BaseModel):
    """The ``data`` of one event, as a department said it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _moment(text: str) -> str:
    try:
        moments.read(text)
    except moments.BadTimeError as error:
        raise PydanticCustomError(error.code, "{reason}", {"reason": str(error)}) from error
    return text


@lru_cache(maxsize=65_536)
def is_uscc(text: str) -> bool:
    """Say whether *text* is a unified social credit code (GB 32100-2015, mod-31 check)."""
    try:
        return bool(uscc.validate(text))
    except NotAUscc:
        return False


def _uscc(text: str) -> str:
    if text and not is_uscc(text):
        raise PydanticCustomError(
            "bad-uscc", "{text} is no unified social credit code", {"text": repr(text[:40])}
        )
    return text


Id = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=VISIBLE)]
"""Names one thing: a case, a visit, a department, an officer."""
PartyId = Annotated[str, StringConstraints(max_length=256, pattern=VISIBLE)]
"""Names a party as its department does; '' means unknown: kept, reported, never matched."""
Label = Annotated[str, StringConstraints(max_length=1024, pattern=VISIBLE)]
"""A word or a line: an area, a role, a name."""
Text = Annotated[str, StringConstraints(max_length=250_000)]
"""Free text of any number of lines."""
Moment = Annotated[
    str, AfterValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""RFC 3339 with an offset."""
Uscc = Annotated[str, StringConstraints(max_length=64, pattern=VISIBLE), AfterValidator(_uscc)]
"""A unified social credit code, or '' where the party has none."""
Departments = Annotated[tuple[Id, ...], Field(min_length=1, max_length=200, strict=False)]
Ids = Annotated[tuple[Id, ...], Field(max_length=1000, strict=False)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1_000_000)]
Content = dict[str, JsonValue]
"""A JSON object that its own subject validates (a policy, a menu)."""

MODELS: Final[dict[tuple[str, int], type[Said]]] = {}
"""Every model by (type without version, version)."""
EXAMPLES: Final[dict[tuple[str, int], Mapping[str, Any]]] = {}
"""One example of ``data`` for every model."""

M = TypeVar("M", bound=type[Said])


def event(name: str, version: int = 1, *, example: Mapping[str, Any]) -> Callable[[M], M]:
    """Register a model as version *version* of the type *name*; *example* is valid data."""

    def register(model: M) -> M:
        MODELS[name, version] = model
        EXAMPLES[name, version] = example
        return model

    return register


def require(condition: object, code: str, field: str, reason: str) -> None:
    """Refuse the event with the rejection *code* at *field* unless *condition* holds."""
    if not condition:
        raise PydanticCustomError(
            code,
            "{reason}",
            {"reason": reason, "field": field},
        )
