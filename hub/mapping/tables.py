"""
Read tables that departments export: CSV (also gzipped) and XLSX, row by row as text.

A workbook is a zip: what it says it holds is looked at before any of it is unpacked, and one that
would unpack to more than it may is refused (a zip bomb). A row is a list of strings in the order
of the header. Nothing is guessed about types here; a mapping says what a column means.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO
from zipfile import BadZipFile, ZipFile

from hub.failure import Failure, must_be_file, unreadable

Row = list[str]

_OTHERS: Final = (".xls", ".xlsb", ".et", ".ods")
"""What spreadsheets write that cannot be read here."""
_LARGEST: Final = 1024 * 1024 * 1024
"""The most bytes that a workbook may unpack to."""
_SMALL: Final = 16 * 1024 * 1024
_TIGHTEST: Final = 100
"""Beyond ``_SMALL``, the most bytes a byte may unpack to; sheets of real offices reach 30."""
_MOST_PARTS: Final = 10_000


def is_table(path: Path) -> bool:
    """
    Tell whether *path* is named like a table (``.csv``, ``.tsv``, ``.xlsx``, with ``.gz``).

    Those of other spreadsheets are tables too, which ``rows`` asks to be saved anew.
    """
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((".csv", ".tsv", ".xlsx", *_OTHERS))


def is_workbook(path: Path) -> bool:
    """Tell whether *path* is named like a workbook that can be read (``.xlsx``)."""
    return path.suffix.lower() == ".xlsx"


def rows(
    path: Path, encoding: str = "utf-8-sig", delimiter: str = ",", header: int = 1
) -> Iterator[Row]:
    """
    Yield the rows of *path* from that with the number *header* on, counted from 1.

    Raises:
        Failure: the file cannot be read as the table its name says.
    """
    must_be_file(path)
    if path.suffix.lower() in _OTHERS:
        raise Failure("table-elsewhere", path=path)
    try:
        found = _xlsx(path) if is_workbook(path) else _csv(path, encoding, delimiter)
        yield from islice(found, header - 1, None)
    except BadZipFile as error:
        raise Failure("table-no-workbook", path=path, reason=error) from error
    except PermissionError as error:
        raise unreadable(path, error) from error
    except (OSError, UnicodeDecodeError, csv.Error, LookupError, ValueError) as error:
        raise Failure("table-unreadable", path=path, reason=error) from error


def _csv(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with _opened(path, encoding) as text:
        yield from csv.reader(text, delimiter=delimiter)


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    with path.open("rb") as raw:
        packed = raw.peek(2)[:2] == b"\x1f\x8b"
        stream: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        with io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
            yield text


def _xlsx(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook  # heavy, and only few exports need it

    _refuse_bomb(path)
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_text(cell) for cell in row]
    finally:
        book.close()


def _refuse_bomb(path: Path) -> None:
    """Raise ``ValueError`` where the parts of the workbook would unpack to too much."""
    with ZipFile(path) as packed:
        parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    stored = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS:
        raise ValueError(f"it has {len(parts)} parts, not a workbook's")
    if size > _LARGEST or (size > _SMALL and size > _TIGHTEST * max(stored, 1)):
        raise ValueError(f"{stored} bytes would unpack to {size}: save it as CSV")


def _text(cell: Any) -> str:
    """A spreadsheet knows dates and whole numbers; write them as a person would type them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
