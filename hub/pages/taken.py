"""Who took a finding over, as the log has it, and whether the viewer of a page may."""

from __future__ import annotations

from typing import Any, Final

import orjson

from hub.gateway.keyring import Caller
from hub.gateway.roles import may
from hub.pages.desk import Desk, Rows

RIGHT: Final = "acknowledge"
_TAKEN: Final = """
SELECT event_id, any(data) AS said, any(time) AS at FROM journal_records
WHERE name = 'alert.acknowledged' AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
GROUP BY event_id ORDER BY at, event_id
"""


def taken(desk: Desk) -> dict[str, list[dict[str, str]]]:
    """Return finding id → who took it over (``by``, ``at``, ``note``), first to last."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in desk.rows(_TAKEN):
        said = orjson.loads(row["said"])
        one = {"by": said["by"], "at": row["at"], "note": said.get("note", "")}
        found.setdefault(said["finding_id"], []).append(one)
    return found


def marked(desk: Desk, findings: Rows) -> Rows:
    """Return *findings* with who took each over, and whether the viewer may."""
    known, right = taken(desk), desk.may(RIGHT)
    return [
        one
        | {
            "taken": known.get(one["finding_id"], []),
            "takes": right and one["status"] in {"open", "confirmed"} and theirs(desk.viewer, one),
        }
        for one in findings
    ]


def theirs(viewer: Caller, finding: dict[str, Any]) -> bool:
    """Tell whether *finding* is one that the viewer's page of today shows."""
    if may(viewer.role, "findings-all") or finding["department"] == viewer.department != "":
        return True
    return finding["rule"] == "ping-pong" and may(viewer.role, "cases-all")
