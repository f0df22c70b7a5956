"""
The warehouse's findings held against a fresh replay, field by field.

People's judgements (confirmed, dismissed) stand over what a replay concludes, so the status
of a judged finding is theirs; everything else must be the replay's. Retracted ones count as
absent on both sides, and a cluster of matters, whose id is of the order of arrival, bears the
name of its lead case, as in every comparison of findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import orjson

from events.comparison import named
from events.instant import MINUTE, from_datetime, parse
from hub.proving.replay import Findings
from projections.finding_rows import NAMES
from projections.warehouse import Warehouse

_FIELDS: Final = (*NAMES[1:], "evidence", "details", "status", "raised_at")
_SQL: Final = ("SELECT * FROM findings", "SELECT * FROM shadow_findings")
_JUDGED: Final = frozenset({"confirmed", "dismissed"})
_GRAIN: Final = MINUTE // 60_000  # a millisecond: what the warehouse keeps of an instant


def differing_findings(warehouse: Warehouse, findings: Findings) -> Iterator[tuple[str, str]]:
    """Yield (finding_id, what is wrong) for each finding that differs from *findings*."""
    standing = {one["finding_id"]: one for one in map(named, _rows(warehouse))}
    said_again = (said for said in findings.values() if said["status"] != "retracted")
    concluded = {one["finding_id"]: one for one in map(named, said_again)}
    for id in sorted(concluded.keys() - standing.keys()):
        yield id, "is concluded by a replay and missing in the warehouse"
    for id in sorted(standing.keys() - concluded.keys()):
        yield id, "stands in the warehouse and is not concluded by a replay"
    for id in sorted(standing.keys() & concluded.keys()):
        if names := _differing(standing[id], concluded[id]):
            yield id, f"differs from a replay in {', '.join(names)}"


def _rows(warehouse: Warehouse) -> list[dict[str, Any]]:
    rows = [row for sql in _SQL for row in warehouse.query(sql).documents()]
    return [row for row in rows if row["status"] != "retracted"]


def _differing(row: dict[str, Any], said: dict[str, Any]) -> list[str]:
    names = [name for name in _FIELDS if _plain(row[name]) != _plain(said[name])]
    if row["status"] in _JUDGED and "status" in names:
        names.remove("status")
    return names


def _plain(value: Any) -> Any:
    """Return *value* in the form both sides share: instants in ms, JSON as values."""
    match value:
        case datetime():
            return from_datetime(value) // _GRAIN
        case str() if value[:1] == "{":
            return orjson.loads(value)
        case str() if value[4:5] == "-" and value[10:11] == "T":
            return _instant(value)
        case _:
            return value


def _instant(text: str) -> int | str:
    try:
        return parse(text) // _GRAIN
    except ValueError:
        return text
