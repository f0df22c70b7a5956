"""
A file of one SELECT with a head: comment lines that say what it is, for the code that uses it.

What the lines say is the business of who reads them: ``reporting``, ``report_cases``, ``scoring``
and ``kept_views``.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_COMMENT = "--"


class Headed(NamedTuple):
    """``head``: what stands behind the ``--`` of each line; ``select``: the rest, without ``;``."""

    head: tuple[str, ...]
    select: str


def read(path: Path) -> Headed:
    """Return what the file *path* says."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = (line.removeprefix(_COMMENT) for line in lines if line.startswith(_COMMENT))
    select = "\n".join(line for line in lines if not line.startswith(_COMMENT))
    return Headed(tuple(head), select.strip().rstrip(";"))
