"""The page that holds the rules against the exact meanings names files and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.part import ROOT

PAGE = (ROOT / "docs" / "semantics-check.md").read_text("utf-8")
ROWS = [
    line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| \w+\.?\d+ ", line)
]


def _defined() -> set[str]:
    files = (ROOT / "tests").rglob("*.py")
    return {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())}


def test_every_test_that_the_page_names_is_there() -> None:
    """A meaning whose test was renamed or lost is shown by nothing."""
    named = set(re.findall(r"test_\w+", PAGE))

    assert set() == named - _defined()
    assert len(ROWS) > 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_rule_that_the_page_names_is_there(row: list[str]) -> None:
    """Whoever doubts a finding reads its rule."""
    folder = Path()
    for name in re.findall(r"`([^`]+)`", row[2]):
        path = Path(name) if "/" in name else folder / name
        folder = path.parent
        assert list(ROOT.glob(f"{path}*")), name
