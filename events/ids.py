"""
Ids that the hub makes: UUIDv5 of what they name, so that doing a thing twice says it once.

Source: the contract, "Every id we make is UUIDv5 of what it names".
"""

from __future__ import annotations

from hashlib import sha1
from typing import Final
from uuid import UUID

HUB: Final = UUID("6f1d3c1e-8f0b-5b0a-9d5e-2f6f0c6b7a11")
"""The namespace of every id the hub makes. Changing it renames every finding ever raised."""

_NAMESPACE: Final = HUB.bytes
_SEPARATOR: Final = "\x1f"  # cannot stand in an id: intake refuses control characters there
_VARIANT: Final = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


def make(*parts: str) -> str:
    """Return the id that names *parts*, in this order."""
    # What uuid.uuid5 does (RFC 9562, 5.5), on the digits: a load makes millions of ids.
    named = _NAMESPACE + _SEPARATOR.join(parts).encode()
    id = sha1(named, usedforsecurity=False).hexdigest()
    return f"{id[:8]}-{id[8:12]}-5{id[13:16]}-{_VARIANT[id[16]]}{id[17:20]}-{id[20:32]}"


def event_id(source: str, id: str) -> str:
    """Return the hub-wide name of an event: a CloudEvents id is unique per source only."""
    return f"{source}#{id}"
