"""
The warehouse's snapshots held against a fresh replay, thing by thing.

A row keeps the document it was made of beside its columns. Its columns must be what the document
says, and the document what a replay ends with; so a row that was altered is told wherever it was
altered, and so is one that was taken out or put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from events.instant import MINUTE, from_datetime
from projections.shown import Shown, digest, vanished
from projections.snapshot_rows import THINGS, columns_of
from projections.tables import Kind
from projections.warehouse import Warehouse

_AT_ONCE: Final = 50_000
_SECOND: Final = MINUTE // 60
_GRAIN: Final = _SECOND // 1_000


def differing_snapshots(warehouse: Warehouse, shown: Shown) -> Iterator[tuple[str, str]]:
    """Yield (``kind:id``, what is wrong) for each thing that is not as a replay has *shown* it."""
    left = dict(shown)
    for kind in THINGS:
        for row in _rows(warehouse, kind):
            key = f"{kind}:{row['id']}"
            said = _said(row)
            if said is None:
                yield key, "keeps a document that cannot be read"
                left.pop(key, None)
            elif names := _otherwise(kind, row, said):
                yield key, f"is shown otherwise than its document says in {', '.join(names)}"
                left.pop(key, None)
            elif not vanished(said):
                yield from _held_against(key, digest(kind, said), left.pop(key, None))
    for key in left:
        yield key, "is concluded by a replay and missing in the warehouse"


def _held_against(key: str, found: bytes, concluded: bytes | None) -> Iterator[tuple[str, str]]:
    if concluded is None:
        yield key, "stands in the warehouse and is not concluded by a replay"
    elif found != concluded:
        yield key, "differs from a replay"


def _rows(warehouse: Warehouse, kind: str) -> Iterator[Mapping[str, Any]]:
    """Yield the newest row of every thing of *kind*, by id, a page at a time."""
    table = THINGS[kind].table
    names = ", ".join(name for name in table.column_names if name not in _OF_THE_LOG)
    sql = (
        f"SELECT {names} FROM {table.name} FINAL WHERE id > {{after:String}} "  # noqa: S608 - names of ours
        f"ORDER BY id LIMIT {_AT_ONCE}"
    )
    after = ""
    while page := warehouse.query(sql, {"after": after}).documents():
        yield from page
        after = page[-1]["id"]


_OF_THE_LOG: Final = frozenset({"version", "generation", "topic", "partition", "offset"})
"""Of the log it was projected from: a replay has other offsets."""


def _said(row: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        said = orjson.loads(row["document"])
    except orjson.JSONDecodeError:
        return None
    return said if isinstance(said, dict) else None


def _otherwise(kind: str, row: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    """Return the columns of *row* that are not what its document *said*."""
    found = columns_of(THINGS[kind], said)
    return [
        name
        for name, kind_of, value in found
        if not _same(row[name], value, is_time=kind_of is Kind.MAYBE_TIME)
    ]


def _same(shown: Any, said: Any, *, is_time: bool) -> bool:
    """Tell whether a column shows what was said; an old server keeps whole seconds."""
    if not is_time or said is None or not isinstance(shown, datetime):
        return bool(shown == said)
    at = from_datetime(shown)
    return at in (said // _GRAIN * _GRAIN, said // _SECOND * _SECOND)
