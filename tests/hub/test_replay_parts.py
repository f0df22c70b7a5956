"""A long log is concluded again by all cores; the answer is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.proving import replay
from tests.hub.history import hub, troubled_month


def test_many_processes_conclude_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No journal partition hears of another, and no derived topic of another."""
    with hub(tmp_path / "data") as standing:
        standing.begin(defaults=True)
        standing.accept(troubled_month())
        with standing.reading() as log:
            alone = replay.conclude_again(log)
            monkeypatch.setattr(replay, "_LONG", 0)
            together = replay.conclude_again(log)

    assert alone
    assert replay.compare(together, alone)["same"]
