"""
What an export reads: one SELECT a file, answered bucket by bucket so that memory stays small.

A bucket is what has the same remainder of a hash of its case (visit, party): a case and all
that belongs to it meet in one. ``{since}`` and ``{until}`` are local dates ('' for none), the
first included, the second not; ``{department}`` narrows to what it was given or took part in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent


def select(name: str) -> str:
    """Return the template of the SELECT *name*; raise ``KeyError`` where there is none."""
    known = {path.stem: path for path in _FOLDER.glob("*.sql")}
    return known[name].read_text(encoding="utf-8")
