"""
What is shown of a thing (a case, a clock, a party …), as digests that two sides compare.

The last snapshot of a thing counts. One that vanished counts as absent: whether it was ever
said depends on where a batch was cut. A cluster of matters, whose id is of the order of
arrival, bears the name of its lead case, as in every comparison of findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import orjson

from events.finding import canonical

Shown = dict[str, bytes]
"""``kind:id`` of a thing → digest of what is said of it."""

_STUB: Final = frozenset(
    {"case_id", "episode", "clock", "assignment_id", "department", "deadline", "status"}
)


def hear(shown: Shown, key: bytes, value: bytes | None) -> None:
    """Take note in *shown* of a record of topic ``conclusions``."""
    name = key.decode()
    row = orjson.loads(value).get("row") if value else None
    if row is None or vanished(row):
        shown.pop(name, None)
    else:
        shown[name] = digest(name.partition(":")[0], row)


def vanished(row: Mapping[str, Any]) -> bool:
    """Tell whether *row* only says that a thing is no more (``processors.folding.raising``)."""
    return not row or (row.get("status") == "cancelled" and row.keys() <= _STUB)


def digest(kind: str, row: Mapping[str, Any]) -> bytes:
    """Return the digest of what *row* says of a thing of *kind*."""
    if kind == "cluster":
        row = {**row, "cluster_id": f"cluster of {row['lead_case']}"}
    return blake2b(canonical(row), digest_size=16).digest()
