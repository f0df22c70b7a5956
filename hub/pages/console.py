"""
The SQL console: one question to the warehouse, its first thousand rows.

Questions only, and of the hub's own tables: the warehouse refuses writes (``projections.reading``,
``readonly``), and what reaches beyond is refused here (``projections.beyond``).
"""

from __future__ import annotations

from typing import Any, Final

from hub.failure import Failure
from hub.gateway.problems import ProblemError
from hub.i18n import MESSAGES, say
from hub.pages.desk import Desk
from hub.pages.tables import Table
from projections.beyond import beyond

ROWS: Final = 1000
_TABLES: Final = """
SELECT table, name FROM system.columns
WHERE database = currentDatabase() AND table NOT LIKE '.%' ORDER BY table, position
"""


def console(desk: Desk) -> dict[str, Any]:
    """Return the answer to ``sql``, or what is wrong with it; and the tables there are."""
    sql = desk.said("sql", 20_000)
    rows, wrong = _asked(desk, sql) if sql else ([], "")
    if wrong and desk.whole:
        raise ProblemError("wrong-question", wrong)
    tables: dict[str, list[str]] = {}
    for row in desk.rows(_TABLES):
        tables.setdefault(row["table"], []).append(row["name"])
    return {
        "sql": sql,
        "wrong": wrong,
        "rows": rows[:ROWS],
        "count": len(rows),
        "columns": [(name, name) for name in rows[0]] if rows else [],
        "known": tables,
        "tables": {"rows": Table([(name, name) for name in rows[0]] if rows else [], rows)},
    }


def _asked(desk: Desk, sql: str) -> tuple[list[dict[str, Any]], str]:
    if reached := beyond(sql):
        return [], desk.word("beyond", what=reached)
    try:
        return desk.hub.query(sql), ""
    except Failure as failure:
        known = failure.key in MESSAGES
        return [], say(desk.language, failure.key, **failure.values) if known else failure.key
