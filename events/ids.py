"""
Ids that the hub makes: UUIDv5 of what they name, so that doing a thing twice says it once.

Source: the contract, "Every id we make is UUIDv5 of what it names".
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid5

HUB = UUID("6f1d3c1e-8f0b-5b0a-9d5e-2f6f0c6b7a11")
"""The namespace of every id the hub makes. Changing it renames every finding ever raised."""

_SEPARATOR = "\x1f"  # cannot stand in an id: intake refuses control characters there


@lru_cache(maxsize=1 << 16)  # conclusions name the same few things again and again
def make(*parts: str) -> str:
    """Return the id that names *parts*, in this order."""
    return str(uuid5(HUB, _SEPARATOR.join(parts)))


def event_id(source: str, id: str) -> str:
    """Return the hub-wide name of an event: a CloudEvents id is unique per source only."""
    return f"{source}#{id}"
