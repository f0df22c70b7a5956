"""The measurement of pages: it asks true pages over a filled warehouse."""

from __future__ import annotations

from pathlib import Path

from bench.pages import measure


def test_pages_are_timed_over_a_filled_warehouse(tmp_path: Path) -> None:
    """A page that is not shown would be quick, so it stops the measurement."""
    found = measure(events=2_000, seed=1, folder=tmp_path, times=2, only=("cases", "console"))

    assert ["cases", "console"] == [one.page for one in found]
    assert all(0 < one.median_ms <= one.slowest_ms for one in found)
