"""
How good the data of each department are: what was rejected, came twice, came late, names no party.

Where the hub has a report of that name, the page shows it; a department sees its own line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from hub.pages.desk import Desk, Rows
from hub.pages.tables import Table
from projections import reporting

REPORT: Final = "data-quality"
_COUNTS: Final = {
    "accepted": """
        SELECT department, count() AS n FROM receipts WHERE outcome = 'accepted'
        GROUP BY department
    """,
    "duplicated": """
        SELECT department, count() AS n FROM receipts WHERE outcome = 'duplicate'
        GROUP BY department
    """,
    "rejected": "SELECT department, count() AS n FROM rejected GROUP BY department",
    "unlinked": """
        SELECT department, count() AS n FROM journal_records
        WHERE name IN ('visit.recorded', 'visit.planned', 'case.opened') AND party_id = ''
        GROUP BY department
    """,
}


def quality(desk: Desk) -> dict[str, Any]:
    """Return a line per department: its own only for one."""
    if any(one.name == REPORT for one in reporting.reports()):
        rows, columns = desk.report(REPORT), desk.titles(REPORT)
    else:
        rows, columns = _counted(desk), _titles(desk)
    own = "" if desk.may("findings-all") else desk.viewer.department or "-"
    mine = [row for row in rows if not own or row.get("department", own) == own]
    return {"rows": mine, "columns": columns, "tables": {"rows": Table(columns, mine)}}


def _titles(desk: Desk) -> list[tuple[str, str]]:
    return [(name, desk.word(name)) for name in ("department", *_COUNTS)]


def _counted(desk: Desk) -> Rows:
    found: defaultdict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))
    for name, sql in _COUNTS.items():
        for row in desk.rows(sql):
            found[row["department"]][name] = int(row["n"])
    return [{"department": department, **found[department]} for department in sorted(found)]
