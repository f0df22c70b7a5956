"""
Pages over one report each: scoreboard, trend, clusters, bulletin, and any report by its name.

The figures are the report's own; a page chooses a part of them and draws it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from hub.operations.reading import found
from hub.pages.desk import Desk, Rows
from hub.pages.tables import Table
from projections import reporting

_LINES: Final = 6
_SHOWN: Final = 500
_BOARD, _BARS = 100, 30
"""Departments on the scoreboard's page and in its drawing; one's own is always on it."""
_SCORES: Final = ("score_net", "score_gross")
_CASES: Final = """
SELECT cluster_id, case_id, lead, lead_case, toString(status) AS status FROM clusters
WHERE lead_case = {lead:String} ORDER BY lead DESC, case_id LIMIT 200
"""


def chosen(desk: Desk, name: str, values: Sequence[str]) -> str:
    """Return which of *values* was asked for under *name*, else the last; '' of none."""
    said = desk.said(name)
    return said if said in values else (values[-1] if values else "")


def scoreboard(desk: Desk) -> dict[str, Any]:
    """Return the departments of a quarter side by side, the best first, gross and net."""
    rows = desk.report("scoreboard")
    quarters = sorted({row["quarter"] for row in rows})
    quarter = chosen(desk, "quarter", quarters)
    mine = [row for row in rows if row["quarter"] == quarter]
    mine.sort(key=lambda row: (-(row["score_net"] or 0), row["department"]))
    drawn = mine[:_BARS]
    names = [desk.department(row["department"]) for row in drawn]
    titles = dict(desk.titles("scoreboard"))
    series = [{"name": titles[one], "values": [row[one] for row in drawn]} for one in _SCORES]
    own = [row for row in mine[_BOARD:] if row["department"] == desk.viewer.department]
    columns = [one for one in desk.titles("scoreboard") if one[0] != "quarter"]
    return {
        "rows": [*mine[:_BOARD], *own],
        "count": len(mine),
        "columns": columns,
        "tables": {"rows": Table(columns, mine)},
        "quarters": quarters,
        "quarter": quarter,
        "chart": {"kind": "bar", "names": names, "series": series},
    }


def trend(desk: Desk) -> dict[str, Any]:
    """Return cases per month and category: the commonest as lines, and the rest of the figures."""
    area = desk.said("area")
    rows = desk.report("trend")
    areas = sorted({row["area"] for row in rows if row["area"]})
    mine = [row for row in rows if not area or row["area"] == area]
    months = sorted({row["month"] for row in mine})
    counted = _counted(mine)
    lines = sorted(counted, key=lambda one: (-sum(counted[one].values()), one))
    series = [
        {"name": one, "values": [counted[one].get(month, 0) for month in months]}
        for one in lines[:_LINES]
    ]
    table = [
        {"category": one, **{month: counted[one].get(month, 0) for month in months}}
        for one in lines
    ]
    columns = [("category", desk.word("category")), *((one, one) for one in months)]
    return {
        "areas": areas,
        "area": area,
        "chart": {"kind": "line", "names": months, "series": series},
        "rows": table,
        "columns": columns,
        "tables": {"rows": Table(columns, table)},
    }


def _counted(rows: Rows) -> dict[str, dict[str, int]]:
    counted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        months = counted[row["category"] or "–"]
        months[row["month"]] = months.get(row["month"], 0) + int(row["cases"])
    return counted


def clusters(desk: Desk) -> dict[str, Any]:
    """Return the ten most common kinds, and the cases of the one that was asked for."""
    lead = desk.said("lead")
    rows = desk.report("common-kinds")
    return {
        "rows": rows,
        "columns": desk.titles("common-kinds"),
        "tables": {"rows": Table(desk.titles("common-kinds"), rows)},
        "lead": lead,
        "cases": desk.rows(_CASES, lead=lead) if lead and not desk.own else [],
        "chart": {
            "kind": "bar",
            "names": [f"{row['category']} · {row['area']}" for row in rows],
            "series": [{"name": desk.word("cases"), "values": [row["cases"] for row in rows]}],
        },
    }


def bulletin(desk: Desk) -> dict[str, Any]:
    """Return the public figures of a quarter, by what they are grouped by: nobody is in them."""
    rows = desk.report("bulletin")
    quarters = sorted({row["quarter"] for row in rows})
    quarter = chosen(desk, "quarter", quarters)
    groups: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    measures: dict[str, str] = {}
    for row in (row for row in rows if row["quarter"] == quarter):
        groups[row["subject"]][row["name"]][row["measure"]] = row
        measures[row["measure"]] = row["title_zh" if desk.language == "zh" else "title_en"]
    mine = [row for row in rows if row["quarter"] == quarter]
    titles = desk.titles("bulletin")
    return {
        "quarters": quarters,
        "quarter": quarter,
        "groups": groups,
        "measures": measures,
        "tables": {
            one: Table(titles, [row for row in mine if row["subject"] == one]) for one in groups
        },
    }


def reports(desk: Desk) -> dict[str, Any]:
    """Return the list of all reports."""
    zh = desk.language == "zh"
    return {
        "reports": [
            {"id": one.name, "title": one.title.zh if zh else one.title.en, "note": one.note}
            for one in reporting.reports()
        ]
    }


def report(desk: Desk) -> dict[str, Any]:
    """Return one report, its first rows; raise ``Failure`` where there is none of that name."""
    wanted = found(desk.asked["report"])
    rows = desk.report(wanted.name)
    return {
        "title": wanted.title.zh if desk.language == "zh" else wanted.title.en,
        "note": wanted.note,
        "rows": rows[:_SHOWN],
        "count": len(rows),
        "columns": desk.titles(wanted.name),
        "tables": {"rows": Table(desk.titles(wanted.name), rows)},
    }
