"""
Today: what needs me. Findings that hold, limits that end within three days, visits that come.

A department sees what is at its charge; a dispatcher also every case that goes back and forth;
who oversees all departments sees all. The gravest stand first, then the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from hub.i18n.sentences import sentence
from hub.pages.desk import Desk
from hub.pages.tables import MOST, Table
from hub.pages.taken import marked

_MINE: Final = """
    (status = 'open' OR (status = 'confirmed' AND resolved_at IS NULL))
    AND ({own:String} = '' OR department = {own:String} OR rule = {also:String})
"""
_GRAVEST: Final = """
ORDER BY indexOf(['breach', 'warning', 'info'], severity), raised_at DESC, finding_id
"""
# Which ones is asked of the narrow columns; all that is said of them is read of these alone.
_FINDINGS: Final = f"""
SELECT * FROM findings WHERE finding_id IN (
    SELECT finding_id FROM findings WHERE {_MINE} {_GRAVEST} LIMIT %d
) {_GRAVEST}
"""  # noqa: S608 - put together of constants
_SHOWN: Final = 50
_FOUND: Final = {
    "raised_at": "time",
    "severity": "severity",
    "rule": "rule",
    "kind": "kind",
    "case_id": "case",
    "department": "department",
    "text": "text",
}
_LIMITS: Final = {
    "case_id": "case",
    "clock": "clock",
    "department": "department",
    "deadline": "deadline",
}
_COUNTS: Final = f"""
SELECT rule, count() AS n, countIf(severity = 'breach') AS breaches
FROM findings WHERE {_MINE} GROUP BY rule ORDER BY breaches DESC, n DESC, rule
"""  # noqa: S608 - put together of constants
_DUE: Final = """
SELECT case_id, clock, department, deadline, percent FROM clocks
WHERE clock_id IN (
        SELECT id FROM clock_snapshots
        WHERE status = 'running' AND deadline >= (SELECT now FROM now)
            AND deadline < addDays((SELECT now FROM now), 3)
    )
    AND status = 'running' AND clock NOT IN ('return', 'silence')
    AND ({own:String} = '' OR department = {own:String} OR (department = '' AND case_id IN (
        SELECT case_id FROM case_snapshots WHERE lead_department = {own:String}
    )))
ORDER BY deadline, case_id, clock LIMIT 50
"""
_COMING: Final = """
SELECT visit, party_id, departments, purpose, start FROM visits
WHERE visit IN (
        SELECT id FROM visit_snapshots
        WHERE status = 'planned' AND start >= (SELECT now FROM now)
    )
    AND status = 'planned' AND ({own:String} = '' OR has(departments, {own:String}))
ORDER BY start, visit LIMIT 20
"""


def today(desk: Desk) -> dict[str, Any]:
    """Return what the page of today shows."""
    own = "" if desk.may("findings-all") else desk.viewer.department or "-"
    also = "ping-pong" if desk.may("cases-all") else "-"
    counts = desk.rows(_COUNTS, own=own, also=also)
    found = desk.rows(_FINDINGS % (MOST if desk.whole else _SHOWN), own=own, also=also)
    findings = [told(desk, row) for row in marked(desk, found)]
    due = desk.rows(_DUE, own=own)
    return {
        "counts": counts,
        "findings": findings,
        "count": sum(row["n"] for row in counts),
        "due": due,
        "tables": {
            "due": Table(_titled(desk, _LIMITS), due),
            "findings": Table(_titled(desk, _FOUND), findings),
        },
        "coming": desk.rows(_COMING, own=own),
    }


def told(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of ``findings`` with its sentence in the viewer's language."""
    finding = row | {"details": orjson.loads(row["details"] or "{}")}
    return row | {"text": sentence(finding, desk.language)}


def _titled(desk: Desk, columns: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, desk.word(word)) for key, word in columns.items()]
