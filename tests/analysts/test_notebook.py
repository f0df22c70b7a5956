"""The notebook answers its ten questions on a small city, and is kept without answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support.part import ROOT

NOTEBOOK = ROOT / "docs" / "notebook" / "ten-questions.ipynb"
_QUESTION = re.compile(r"^## (\d+)\. .+\? · .+？", re.MULTILINE)


def notebook() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]


def test_the_notebook_asks_ten_questions_in_both_languages() -> None:
    """An analyst of either language finds their own question."""
    cells = notebook().cells
    asked = [m[1] for cell in cells for m in _QUESTION.finditer(cell.source)]

    assert [str(number) for number in range(1, 11)] == asked


def test_the_notebook_is_kept_without_answers() -> None:
    """Answers are of somebody's data; in the project they would also be out of date."""
    cells = notebook().cells

    assert [] == [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.timeout(120)
def test_every_question_is_answered(city_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is run as an analyst would: from its first cell to its last, on a hub's own folder."""
    monkeypatch.setenv("HUB_DATA", str(city_folder))
    monkeypatch.delenv("CLICKHOUSE_URL", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    book = notebook()
    resources = {"metadata": {"path": str(ROOT)}}
    NotebookClient(book, timeout=60, kernel_name="python3", resources=resources).execute()
    tables = [
        output["data"]["text/html"]
        for cell in book.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]

    assert 10 == len(tables)
    assert [] == [table for table in tables if "<td>" not in table]
