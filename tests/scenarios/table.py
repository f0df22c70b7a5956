"""
``docs/rows.md``, written from the scenarios: row, what, scenario, what its user looks at.

``python -m tests.scenarios.table`` (``make rows``) writes it; a test holds it against the files.
"""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.rows import STILL_MISSING, Row, rows
from tests.support.part import ROOT

TABLE = ROOT / "docs" / "rows.md"
_HEAD = """# The rows of the mission, each with its scenario

Written by `make rows` from `tests/scenarios/`; do not edit. Each scenario goes from published
events to what its user looks at, in the embedded hub and on Kafka, Faust and ClickHouse.
(000)–(004) are the source documents.

| row | what | scenario | ends in |
|---|---|---|---|
"""


def text() -> str:
    """Return the page as it must be."""
    missing = ", ".join(sorted(STILL_MISSING))
    return (
        _HEAD + "".join(map(_line, rows())) + (f"\nStill missing: {missing}.\n" if missing else "")
    )


def _line(row: Row) -> str:
    scenario = f"[{row.path.stem}](../tests/scenarios/{row.path.name})"
    ends = ", ".join(map(str, row.ends))
    return f"| {row.letter} | {row.what} | {scenario} | {ends} |\n"


def write(path: Path = TABLE) -> None:
    path.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
