"""
How good the data of each department are: what was rejected, came twice, came late, names no party.

It is the report of that name; a department sees its own line.
"""

from __future__ import annotations

from typing import Any, Final

from hub.pages.desk import Desk
from hub.pages.tables import Table

REPORT: Final = "data-quality"


def quality(desk: Desk) -> dict[str, Any]:
    """Return a line per department: its own only for one."""
    rows, columns = desk.report(REPORT), desk.titles(REPORT)
    own = "" if desk.may("findings-all") else desk.viewer.department or "-"
    mine = [row for row in rows if not own or row["department"] == own]
    return {"rows": mine, "columns": columns, "tables": {"rows": Table(columns, mine)}}
