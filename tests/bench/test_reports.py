"""The benchmark of reports still runs: they answer from a made warehouse, without JSON."""

from __future__ import annotations

from pathlib import Path

from bench.reports import measure

ONLY = ("coverage", "duplicate-visits", "on-time", "roll-up", "stalled-now")


def test_reports_answer_from_a_made_warehouse_and_read_no_json(tmp_path: Path) -> None:
    """Figures are printed by the command and asserted nowhere: machines differ."""
    found, made = measure(events=10_000, seed=1, folder=tmp_path, only=ONLY, times=1)

    assert [*ONLY] == [one.report for one in found]
    assert [] == [(one.report, one.error) for one in found if one.error or one.json]
    assert all(one.rows for one in found)
    assert 20_000 < made["rows"]
