"""
Keys: by which public key an event of a department is known to be its own.

They are said through ``ingest.hub`` by people who may write there. A key's id is the
fingerprint of its public half, so one id never means two keys.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from events import moments
from events.models.base import Id, Label, Moment, Said, event, require
from events.signing import fingerprint

KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Public = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{43}=$")]
"""The 32 bytes of an Ed25519 public key in base64."""

_KEY = {"department_id": "fire", "key_id": "21fe31dfa154a261"}


@event(
    "key.published",
    example=_KEY
    | {
        "public": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "valid_from": "2026-01-01T00:00:00+08:00",
        "valid_to": "2027-01-01T00:00:00+08:00",
    },
)
class KeyPublished(Said):
    """A department signs with this key what happens in [valid_from, valid_to)."""

    department_id: Id
    key_id: KeyId
    public: Public
    valid_from: Moment
    valid_to: Moment | None = None

    @model_validator(mode="after")
    def _named_by_itself(self) -> Self:
        own = fingerprint(self.public) == self.key_id
        require(own, "invalid-field", "key_id", "it is not the fingerprint of this public key")
        return self

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        ends = self.valid_to is None or moments.read(self.valid_from) < moments.read(self.valid_to)
        require(ends, "invalid-field", "valid_to", "a key ends after it starts")
        return self


@event("key.revoked", example=_KEY | {"reason": "密钥遗失"})
class KeyRevoked(Said):
    """
    The key counts no more, for good: for nothing that arrives from now on.

    With ``until`` only for what happened at that instant or later: a key that is replaced, not
    stolen.
    """

    department_id: Id
    key_id: KeyId
    until: Moment | None = None
    reason: Label
