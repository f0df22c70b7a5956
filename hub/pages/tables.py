"""
Tables of the pages as files: ``?csv=<table>`` gives one of them whole, as a spreadsheet reads it.

A page names its tables in ``tables``; the address of the file is that of the page, so that it is
narrowed by the same choices and guarded by the same rights. UTF-8 with its mark, titles in the
viewer's language, formulas defused, numbers as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any, Final, NamedTuple

from hub.exporting.defusing import defused
from hub.gateway.problems import ProblemError

MEDIA: Final = "text/csv; charset=utf-8"
MOST: Final = 100_000
"""Rows of a file: who wants more asks ``hub export``."""


class Table(NamedTuple):
    """``columns``: (key of a row, title)."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Mapping[str, Any]]


def written(tables: Mapping[str, Table], name: str) -> bytes:
    """Return the table *name* as a file; raise ``ProblemError`` where the page has none."""
    found = tables.get(name)
    if found is None:
        raise ProblemError("no-such-path")
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([defused(title) for _, title in found.columns])
    for row in found.rows[:MOST]:
        writer.writerow([_cell(row.get(key)) for key, _ in found.columns])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return defused(", ".join(map(str, value)))
    return defused(value) if isinstance(value, str) else value
