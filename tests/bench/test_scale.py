"""The capacity plan says what the figures say."""

from __future__ import annotations

import json

from bench import scale


def test_the_page_is_what_the_figures_give() -> None:
    """Figures change with every run; a plan of older ones would be believed."""
    results = json.loads(scale.JSON.read_text(encoding="utf-8"))

    assert scale.render(results) == (scale.DOCS / "scale.md").read_text(encoding="utf-8")


def test_a_worker_is_added_where_the_peak_goes_beyond() -> None:
    """Sixty in a hundred of a thousand a second: 600 within, 601 beyond."""
    assert (1, 1, 2) == tuple(scale._workers(peak, 1_000) for peak in (599, 600, 601))


def test_a_duration_is_told_in_its_largest_unit() -> None:
    """Nobody reads 1 296 000 seconds."""
    told = [scale._duration(seconds) for seconds in (1, 89, 480, 60_000, 1_296_000)]

    assert ["1 second", "89 seconds", "8 minutes", "17 hours", "15 days"] == told
