"""
Tables and reports as CSV, XLSX and Parquet, a batch at a time.

CSV begins with a mark of UTF-8, so that Excel reads Chinese. Text in CSV and XLSX is defused
(``hub.exporting.defusing``); numbers stay numbers. In XLSX an instant is a date of the wall in
the hub's zone, for a sheet knows no zones; in CSV and Parquet it is UTC.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from hub.exporting.defusing import defused
from hub.exporting.grid import Column, Grid, Type
from hub.exporting.source import Row
from hub.exporting.xes import writable
from projections.schema import Dialect

_ZONE: Final = ZoneInfo(Dialect().zone)
_SHEET_ROWS: Final = 1_048_576
"""How many rows a sheet of XLSX holds, its header among them."""
_CELL: Final = 32_767
"""How many characters a cell of XLSX holds."""
_ARROW: Final = {
    Type.TEXT: pa.string(),
    Type.WHOLE: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.TIME: pa.timestamp("us", tz="UTC"),
    Type.DAY: pa.date32(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.OTHER: pa.string(),
}

Write = Callable[[Path, Grid], int]
"""Writes a grid to a path and returns how many rows it had."""


def write_csv(path: Path, grid: Grid) -> int:
    """Write *grid* as RFC 4180 has it, in UTF-8."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([defused(column.title) for column in grid.columns])
        for batch in grid.batches:
            writer.writerows([_cell(row[c.name], c) for c in grid.columns] for row in batch)
            count += len(batch)
    return count


def write_xlsx(path: Path, grid: Grid) -> int:
    """Write *grid* as a workbook; what one sheet cannot hold goes on in the next."""
    from openpyxl import Workbook  # heavy, and few exports need it

    book = Workbook(write_only=True)
    head = [column.title for column in grid.columns]
    sheet, count = _sheet(book, head), 0
    for batch in grid.batches:
        for row in batch:
            if count and count % (_SHEET_ROWS - 1) == 0:
                sheet = _sheet(book, head)
            sheet.append([_sheet_cell(row[c.name], c) for c in grid.columns])
            count += 1
    book.save(path)
    return count


def _sheet(book: Any, head: Sequence[str]) -> Any:
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([defused(title) for title in head])
    return sheet


def write_parquet(path: Path, grid: Grid) -> int:
    """Write *grid* with typed columns, compressed; text stands as it is, nothing runs it."""
    schema = pa.schema([(column.name, _ARROW[column.type]) for column in grid.columns])
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in grid.batches:
            writer.write_table(pa.table(_columns(grid.columns, batch), schema=schema))
            count += len(batch)
    return count


WRITERS: Final[Mapping[str, Write]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}


def _columns(columns: Iterable[Column], batch: Sequence[Row]) -> dict[str, list[Any]]:
    return {c.name: [_arrow(row[c.name], c.type) for row in batch] for c in columns}


def _arrow(value: Any, type: Type) -> Any:
    match type:
        case Type.TIME:
            return value and datetime.fromisoformat(value)
        case Type.DAY:
            return value and date.fromisoformat(value)
        case Type.NUMBER:
            return None if value is None else float(value)
        case Type.OTHER:
            return value if value is None or isinstance(value, str) else _json(value)
        case _:
            return value


def _cell(value: Any, column: Column) -> Any:
    """Return *value* for CSV; a figure that the warehouse gives as text stays a figure."""
    if isinstance(value, list | dict):
        value = _json(value)
    texts = column.type not in {Type.WHOLE, Type.NUMBER, Type.TIME, Type.DAY}
    return defused(value) if texts and isinstance(value, str) else value


def _sheet_cell(value: Any, column: Column) -> Any:
    if value is None:
        return None
    match column.type:
        case Type.TIME:
            return datetime.fromisoformat(value).astimezone(_ZONE).replace(tzinfo=None)
        case Type.DAY:
            return date.fromisoformat(value)
        case Type.NUMBER:
            return float(value)
    told = _cell(value, column)
    return _held(told) if isinstance(told, str) else told


def _held(text: str) -> str:
    """Return *text* as a cell can hold it; a cut one ends in an ellipsis."""
    text = writable(text)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
