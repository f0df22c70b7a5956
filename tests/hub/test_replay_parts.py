"""A long log is concluded again by more than one process; the answer is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub import replay
from tests.hub.history import hub, troubled_month


def test_two_processes_conclude_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither journal hears of the other, so each may be folded alone."""
    with hub(tmp_path / "data") as standing:
        standing.begin(defaults=True)
        standing.accept(troubled_month())
        with standing.reading() as log:
            alone = replay.conclude_again(log)
            monkeypatch.setattr(replay, "_LONG", 0)
            together = replay.conclude_again(log)

    assert alone
    assert alone == together
