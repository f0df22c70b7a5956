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
from hub.mapping.suggested import NAMES, Said, Suggestion, Writer
from hub.mapping.understanding import Understood, understand, words

SAMPLE: Final = 200
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_DELIMITERS: Final = (",", ";", "\t", "|")


def suggest(path: Path) -> Suggestion:
    """
    Return a mapping for the table *path*.

    Raises:
        Failure: it is no table, has no rows, or nothing of it can be understood.
    """
    encoding, delimiter = _written(path)
    table = tables.rows(path, encoding, delimiter)
    header = [name.strip() for name in next(table, [])]
    rows = [row for row in islice(table, SAMPLE) if any(row)]
    understood = understand(header, rows)
    subject = _subject(understood)
    if not rows or not subject:
        raise Failure("mapping-unclear", path=path, header=", ".join(header))
    found = Writer(understood).written(subject)
    found.mapping = _reading(encoding, delimiter, understood) | found.mapping
    return found


def _written(path: Path) -> tuple[str, str]:
    """Return encoding and delimiter of *path*; XLSX has neither."""
    if path.suffix == ".xlsx":
        return _ENCODINGS[0], _DELIMITERS[0]
    for encoding in _ENCODINGS:
        try:
            header = next(tables.rows(path, encoding, "\x00"), [""])[0]
            list(islice(tables.rows(path, encoding), SAMPLE))
        except Failure:
            continue
        return encoding, max(_DELIMITERS, key=header.count)
    return _ENCODINGS[0], _DELIMITERS[0]


def _reading(encoding: str, delimiter: str, understood: Understood) -> dict[str, Any]:
    said: dict[str, Any] = {"timezone": "Asia/Shanghai"}
    if encoding != _ENCODINGS[0]:
        said["encoding"] = encoding
    if delimiter != _DELIMITERS[0]:
        said["delimiter"] = delimiter
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


def names(said: Sequence[Said], *, sure: bool) -> list[Said]:
    """Return the decisions that are sure, or those that are not."""
    return [one for one in said if bool(one.doubt) != sure]
