"""Which fields the event of a mapping must have: its model knows; a party may always be unknown."""

from __future__ import annotations

from events.models import MODELS

MAY_BE_UNKNOWN = frozenset({"party_id"})
"""Required, and yet blank where nobody knows: such a party is kept and never matched."""


def required(type: str) -> frozenset[str]:
    """Return the fields that an event of *type* must have; a party may always be unknown."""
    name, _, version = type.rpartition(".v")
    model = MODELS.get((name, int(version) if version.isdigit() else 0))
    fields = {} if model is None else model.model_fields
    return frozenset(name for name, field in fields.items() if field.is_required()) | MAY_BE_UNKNOWN
