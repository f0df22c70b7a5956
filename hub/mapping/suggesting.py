"""
``hub mapping suggest``: a mapping proposed for a table, with what is sure of it and what is not.

The columns are understood first (``hub.mapping.understanding``); what most speak of, a visit, a
case or a party, says which events a row tells. Every field an event must have gets a value, if
need be a default that is told as unsure, so that ``hub check`` finds nothing missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from hub.failure import Failure
from hub.mapping import tables
from hub.mapping.suggested import NAMES, Suggestion, Writer
from hub.mapping.understanding import Understood, understand, words

SAMPLE: Final = 200
_TITLES: Final = 8
"""The header is looked for in so many rows."""
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_DELIMITERS: Final = (",", ";", "\t", "|")


def suggest(path: Path) -> Suggestion:
    """
    Return a mapping for the table *path*.

    Raises:
        Failure: it is no table, has no rows, or nothing of it can be understood.
    """
    encoding, delimiter = _written(path)
    rows = list(islice(tables.rows(path, encoding, delimiter), SAMPLE))
    at, understood = _header(rows)
    subject = _subject(understood)
    if not any(map(any, rows[at:])):
        raise Failure("table-empty", path=path)
    if not subject:
        raise Failure("mapping-unclear", path=path, header=", ".join(filter(None, rows[at - 1])))
    found = Writer(understood).written(subject)
    found.mapping = _reading(encoding, delimiter, at, understood) | found.mapping
    return found


def _header(rows: Sequence[tables.Row]) -> tuple[int, Understood]:
    """
    Return the number, from 1, of the row that names most columns, and what they mean.

    Offices write a title over the table, and groups over its columns, in merged cells.
    """
    tried = {at: _understood(rows[at - 1 :]) for at in range(1, min(len(rows), _TITLES) + 1)}
    best = max(tried, key=lambda at: len(tried[at].columns), default=1)
    return best, tried.get(best) or _understood(rows)


def _understood(rows: Sequence[tables.Row]) -> Understood:
    header = [name.strip() for name in next(iter(rows), [])]
    return understand(header, [row for row in rows[1:] if any(row)])


def _written(path: Path) -> tuple[str, str]:
    """Return encoding and delimiter of *path*; XLSX has neither."""
    if tables.is_workbook(path):
        return _ENCODINGS[0], _DELIMITERS[0]
    for encoding in _ENCODINGS:
        try:
            lines = islice(tables.rows(path, encoding, "\x00"), _TITLES)
            above = "".join(cell for line in lines for cell in line)
            list(islice(tables.rows(path, encoding), SAMPLE))
        except Failure:
            continue
        return encoding, max(_DELIMITERS, key=above.count)
    return _ENCODINGS[0], _DELIMITERS[0]


def _reading(encoding: str, delimiter: str, at: int, understood: Understood) -> dict[str, Any]:
    said: dict[str, Any] = {"timezone": "Asia/Shanghai"}
    if encoding != _ENCODINGS[0]:
        said["encoding"] = encoding
    if delimiter != _DELIMITERS[0]:
        said["delimiter"] = delimiter
    if at != 1:
        said["header"] = at
    if understood.aliases:
        said["columns"] = dict(understood.aliases)
    return said


def _subject(understood: Understood) -> str:
    counts = {
        subject: sum(meaning in understood.columns for meaning in meanings)
        for subject, meanings in words()["subjects"].items()
    }
    best = max(counts, key=lambda subject: counts[subject])
    named = best != "party" or any(one in understood.columns for one in NAMES)
    return best if counts[best] and named else ""
