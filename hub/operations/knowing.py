"""The operation ``party``: what the hub knows of one party."""

from __future__ import annotations

from typing import Any, Final

from hub.embedded import Embedded
from hub.failure import Failure

_PARTS: Final = {
    "facts": "SELECT * FROM parties WHERE party_id = {party:String}",
    "visits": "SELECT * FROM visits WHERE party_id = {party:String} ORDER BY start, visit_id",
    "cases": "SELECT * FROM cases WHERE party_id = {party:String} ORDER BY opened_at, case_id",
    "findings": "SELECT * FROM findings WHERE party_id = {party:String} ORDER BY raised_at",
}


def party(hub: Embedded, party: str) -> dict[str, Any]:
    """Return its facts, visits, cases and findings; raise ``Failure`` when there are none."""
    parts = {name: hub.query(sql, {"party": party}) for name, sql in _PARTS.items()}
    if not any(parts.values()):
        raise Failure("unknown-party", party=party)
    return {"party_id": party, **parts}
