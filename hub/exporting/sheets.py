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

Cell = Callable[[Any], Any]
Write = Callable[[Path, Grid], int]
"""Writes a grid to a path and returns how many rows it had."""


def write_csv(path: Path, grid: Grid) -> int:
    """Write *grid* as RFC 4180 has it, in UTF-8."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([defused(column.title) for column in grid.columns])
        cells = _cells(grid.columns, _CSV, _text)
        for batch in grid.batches:
            writer.writerows([cell(row[name]) for name, cell in cells] for row in batch)
            count += len(batch)
    return count


def write_xlsx(path: Path, grid: Grid) -> int:
    """Write *grid* as a workbook; what one sheet cannot hold goes on in the next."""
    from openpyxl import Workbook  # heavy, and few exports need it

    book = Workbook(write_only=True)
    head = [column.title for column in grid.columns]
    sheet, count, cells = _sheet(book, head), 0, _cells(grid.columns, _XLSX, _sheet_text)
    for batch in grid.batches:
        for row in batch:
            if count and count % (_SHEET_ROWS - 1) == 0:
                sheet = _sheet(book, head)
            sheet.append([cell(row[name]) for name, cell in cells])
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


def _cells(columns: Iterable[Column], ways: Mapping[Type, Cell], other: Cell) -> list[Any]:
    """Return (name, what makes a cell of a value) of each column: looked up once, used often."""
    return [(column.name, ways.get(column.type, other)) for column in columns]


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    """Return a text of CSV, defused; lists and the like as JSON."""
    if isinstance(value, str):
        return defused(value)
    return defused(_json(value)) if isinstance(value, list | dict) else value


def _sheet_text(value: Any) -> Any:
    told = _text(value)
    return _held(told) if isinstance(told, str) else told


def _sheet_whole(value: Any) -> Any:
    """A whole number that the warehouse gives as text stands as text."""
    return _held(value) if isinstance(value, str) else value


def _wall(value: Any) -> Any:
    return value and datetime.fromisoformat(value).astimezone(_ZONE).replace(tzinfo=None)


def _day(value: Any) -> Any:
    return value and date.fromisoformat(value)


def _number(value: Any) -> Any:
    return None if value is None else float(value)


# A figure that the warehouse gives as text stays a figure.
_CSV: Final = dict.fromkeys((Type.WHOLE, Type.NUMBER, Type.TIME, Type.DAY), _same)
_XLSX: Final[Mapping[Type, Cell]] = {
    Type.WHOLE: _sheet_whole,
    Type.NUMBER: _number,
    Type.TIME: _wall,
    Type.DAY: _day,
}


def _held(text: str) -> str:
    """Return *text* as a cell can hold it; a cut one ends in an ellipsis."""
    text = writable(text)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
