"""
The list of cases, fifty a page, narrowed by what stands in the form above it.

A department is shown the cases it leads, or was ever assigned to; the others are shown all.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from hub.pages.desk import Desk
from hub.pages.tables import MOST, Table

_SIZE: Final = 50
_LAST: Final = 2000
FILTERS: Final = ("status", "kind", "category", "area", "department")
_COLUMNS: Final = {
    **{name: name for name in ("status", "kind", "category", "area")},
    "department": "lead_department",
}
_TITLES: Final = (
    ("case_id", "case"),
    ("kind", "kind"),
    ("category", "category"),
    ("area", "area"),
    ("opened_at", "opened"),
    ("status", "status"),
    ("lead_department", "lead"),
    ("hops", "hops"),
    ("returns", "returns"),
    ("episode", "episode"),
)
_KNOWN: Final = """
SELECT toString({column}) AS value, count() AS n FROM case_snapshots
WHERE deleted = 0 AND value != '' GROUP BY value ORDER BY n DESC, value LIMIT 100
"""
_NARROWED: Final = " AND ".join(
    f"({{{name}:String}} = '' OR {column} = {{{name}:String}})" for name, column in _COLUMNS.items()
)
_CASES: Final = f"""
SELECT case_id, kind, category, area, opened_at, status, lead_department, hops, returns, episode
FROM cases WHERE case_id IN (SELECT case_id FROM cases
WHERE {_NARROWED}
    AND ({{words:String}} = '' OR position(case_id, {{words:String}}) > 0
        OR party_id = {{words:String}})
    AND ({{own:String}} = '' OR lead_department = {{own:String}} OR case_id IN (
        SELECT case_id FROM assignment_snapshots
        WHERE department = {{own:String}} AND deleted = 0
    ))
    AND ({{found:String}} = '' OR case_id IN (
        SELECT case_id FROM findings WHERE status IN ('open', 'confirmed')
    ))
ORDER BY opened_at DESC, case_id LIMIT %d OFFSET %d)
ORDER BY opened_at DESC, case_id
"""  # noqa: S608 - put together of constants


def cases(desk: Desk) -> dict[str, Any]:
    """Return what the list of cases shows."""
    said = {name: desk.said(name) for name in (*FILTERS, "words", "found")}
    number = _number(desk.said("page"))
    size, first = (MOST, 0) if desk.whole else (_SIZE + 1, _SIZE * (number - 1))
    rows = desk.rows(_CASES % (size, first), own=desk.own, **said)
    asked = {name: value for name, value in said.items() if value}
    return {
        "rows": rows[:_SIZE],
        "tables": {"rows": Table([(name, desk.word(word)) for name, word in _TITLES], rows)},
        "said": said,
        "choices": {name: _choices(desk, name) for name in FILTERS},
        "number": number,
        "before": urlencode({**asked, "page": number - 1}) if number > 1 else "",
        "after": urlencode({**asked, "page": number + 1}) if len(rows) > _SIZE else "",
    }


def _number(said: str) -> int:
    return min(int(said), _LAST) if said.isascii() and said.isdecimal() and int(said) else 1


def _choices(desk: Desk, name: str) -> list[str]:
    return [row["value"] for row in desk.rows(_KNOWN.replace("{column}", _COLUMNS[name]))]
