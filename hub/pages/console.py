"""
The SQL console: one question to the warehouse, its first thousand rows.

Questions only: the warehouse refuses writes (``projections.reading``, ``readonly``). What reaches
beyond the hub's own tables is refused here: functions that read files or other servers, and the
server's own tables. Texts and comments are taken out before it is looked for.
"""

from __future__ import annotations

import re
from typing import Any, Final

from hub.failure import Failure
from hub.i18n import MESSAGES, say
from hub.pages.desk import Desk

ROWS: Final = 1000
_TABLES: Final = """
SELECT table, name FROM system.columns
WHERE database = currentDatabase() AND table NOT LIKE '.%' ORDER BY table, position
"""
_TOKEN: Final = re.compile(
    r"(?P<text>'(?:[^'\\]|\\.|'')*')|(?P<aside>(?:--|#)[^\n]*|/\*.*?\*/)|(?P<name>`[^`]*`|\"[^\"]*\")",
    re.DOTALL,
)
_ODD: Final = re.compile(r"\$\w*\$|[\u2018\u2019\u201c\u201d]|[`\"][^`\"]*\\|/\*[^*]*/\*")
"""What could make text look like SQL, or SQL like text, to one of two readers."""
_BEYOND: Final = re.compile(
    r"\b(file|url|s3\w*|gcs|azure\w*|hdfs\w*|iceberg\w*|delta\w*|hudi|remote\w*|cluster\w*"
    r"|mysql|postgresql|sqlite|mongodb|redis|odbc|jdbc|executable|python|input|dictionary\w*"
    r"|loop|view|merge\w*|urlCluster|fileCluster|dict[A-Z]\w*|getSetting|currentUser)"
    r"[`\"]?\s*\(|[`\"]?\b(system|information_schema)\b[`\"]?\s*\.",
    re.IGNORECASE,
)


def refusal(sql: str) -> str:
    """Return what in *sql* reaches beyond the hub's tables, or might; '' for nothing."""
    plain = _TOKEN.sub(_plain, sql)
    reached = _ODD.search(sql) or _BEYOND.search(plain)
    return reached.group().strip('`" (.') or "…" if reached else ""


def _plain(token: re.Match[str]) -> str:
    if token["name"]:
        return token.group()[1:-1]
    return "''" if token["text"] else " "


def console(desk: Desk) -> dict[str, Any]:
    """Return the answer to ``sql``, or what is wrong with it; and the tables there are."""
    sql = desk.said("sql", 20_000)
    rows, wrong = _asked(desk, sql) if sql else ([], "")
    tables: dict[str, list[str]] = {}
    for row in desk.rows(_TABLES):
        tables.setdefault(row["table"], []).append(row["name"])
    return {
        "sql": sql,
        "wrong": wrong,
        "rows": rows[:ROWS],
        "count": len(rows),
        "columns": [(name, name) for name in rows[0]] if rows else [],
        "tables": tables,
    }


def _asked(desk: Desk, sql: str) -> tuple[list[dict[str, Any]], str]:
    if beyond := refusal(sql):
        return [], desk.word("beyond", what=beyond)
    try:
        return desk.gate.query(sql), ""
    except Failure as failure:
        known = failure.key in MESSAGES
        return [], say(desk.language, failure.key, **failure.values) if known else failure.key
