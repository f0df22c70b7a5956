"""
The map of coverage: which areas were visited, as tiles from pale red (none) to green (all).

By area, or by the units of a level of the tree of departments, each under the unit above it; so the
map goes down from the province to the villages without a drawing of their borders.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from hub.onboarding import LEVELS
from hub.pages.boards import chosen
from hub.pages.desk import Desk, Rows
from hub.pages.tables import Table

_BANDS: Final = 5
_TILES: Final = 600
_PARENTS: Final = "SELECT department_id, parent_id FROM departments"


def coverage(desk: Desk) -> dict[str, Any]:
    """Return the tiles of a period: groups of (area, parties, visited, rate, heat 0 to 4)."""
    level = desk.said("level") if desk.said("level") in LEVELS else ""
    rows = desk.report("coverage", level=level)
    periods = sorted({row["period"] for row in rows}, key=lambda one: (len(one), one))
    period = chosen(desk, "period", periods)
    mine = [row for row in rows if row["period"] == period]
    tiles = _tiles(mine)
    return {
        "level": level,
        "levels": ("", *LEVELS),
        "period": period,
        "periods": periods,
        "groups": _grouped(desk, tiles, level),
        "count": len(tiles),
        "columns": desk.titles("coverage"),
        "tables": {"rows": Table(desk.titles("coverage"), mine)},
        "rows": mine[:_TILES],
    }


def _tiles(rows: Rows) -> Rows:
    """Return a tile per area, all kinds of parties together, the least visited first."""
    areas: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        areas[row["area"]][0] += int(row["parties"])
        areas[row["area"]][1] += int(row["visited"])
    tiles = [
        {"area": area, "parties": parties, "visited": visited, **_rated(visited, parties)}
        for area, (parties, visited) in areas.items()
    ]
    return sorted(tiles, key=lambda one: (one["rate"], one["area"]))[:_TILES]


def _rated(visited: int, parties: int) -> dict[str, Any]:
    share = visited / parties if parties else 0.0
    return {"rate": round(100 * share, 1), "heat": min(int(share * _BANDS), _BANDS - 1)}


def _grouped(desk: Desk, tiles: Rows, level: str) -> list[tuple[str, Rows]]:
    """Return the tiles under the unit above them; areas stand in one group."""
    if not level:
        return [("", tiles)]
    above = {row["department_id"]: row["parent_id"] for row in desk.rows(_PARENTS)}
    groups: defaultdict[str, Rows] = defaultdict(list)
    for tile in tiles:
        groups[above.get(tile["area"], "")].append(tile)
    return sorted(groups.items())
