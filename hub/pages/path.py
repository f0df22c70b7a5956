"""The best path of a kind of case, drawn from opening to end with the median hours between."""

from __future__ import annotations

from typing import Any, Final

from hub.operations import walking
from hub.pages.boards import chosen
from hub.pages.desk import Desk
from hub.pages.tables import Table

_STEP: Final = 78
_BOX: Final = 40
_MOST: Final = 24


def path(desk: Desk) -> dict[str, Any]:
    """Return the path shown for a kind, its drawing, the other paths, and where cases wait."""
    paths = desk.report("paths")
    kinds = sorted({row["kind"] for row in paths})
    kind = chosen(desk, "kind", kinds)
    if not kind:
        return {"kinds": kinds, "kind": "", "nodes": [], "best": {}, "paths": [], "waits": []}
    told = desk.kept(("path", kind), lambda: walking.path(desk.hub, kind))
    mine = [row for row in paths if row["kind"] == kind]
    best = next((row for row in mine if row["best"]), None)
    shown = best or told["best"] or mine[0]
    if desk.own:
        shown = best or mine[0]
    others, waits = mine[:10], told["waits"]
    return {
        "kinds": kinds,
        "kind": kind,
        "tables": {
            "paths": Table(desk.titles("paths"), [_told(desk, row) for row in mine]),
            "waits": Table(desk.titles("waits"), [_told(desk, row) for row in waits]),
        },
        "best": best or {},
        "shown": shown,
        "nodes": _nodes(told["legs"], shown["path"]),
        "height": _STEP * min(len(shown["path"].split(" > ")), _MOST),
        "paths": [_told(desk, row) for row in others],
        "path_columns": desk.titles("paths"),
        "waits": [_told(desk, row) for row in waits],
        "wait_columns": desk.titles("waits"),
    }


def _told(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    """Return *row* with its codes in the viewer's words."""
    steps = " → ".join(desk.word(f"case.{step}") for step in str(row.get("path", "")).split(" > "))
    clock = {"clock": desk.word(f"clock-{row['clock']}")} if "clock" in row else {}
    return row | {"kind": desk.word(f"kind-{row['kind']}"), "path": steps} | clock


def _nodes(legs: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """Return the steps from top to bottom; ``hours`` are those to the next, None for the last."""
    hours = {row["number"]: row["median_hours"] for row in legs}
    return [
        {
            "step": step,
            "y": _STEP * place,
            "middle": _STEP * place + _BOX,
            "hours": hours.get(place + 1),
        }
        for place, step in enumerate(path.split(" > ")[:_MOST])
    ]
