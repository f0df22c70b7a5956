"""No report reads JSON: what it needs was decoded once, when the row was written."""

from __future__ import annotations

import re

import pytest

from projections import schema

JSON = re.compile(r"\w*JSON\w*\s*\(|visitParam\w*|\b(document|value)\b", re.IGNORECASE)
READ = {name: select for name, select in schema.selects().items() if name != "events"}


@pytest.mark.parametrize("name", READ)
def test_no_report_nor_view_under_it_reads_json(name: str) -> None:
    """Neither by a function, nor by a column that holds it: ten million rows are too many."""
    assert [] == [found.group() for found in JSON.finditer(READ[name])]
