"""The warehouse that follows a load in a process of its own ends where the log does."""

from __future__ import annotations

from pathlib import Path

from hub.embedded.following import LONG, followed
from hub.settings import Settings
from tests.hub.history import hub, troubled_month


def test_a_load_that_was_followed_leaves_nothing_to_project(tmp_path: Path) -> None:
    """What a second process wrote must be whole, and must be let go of, when the load ends."""
    folder = tmp_path / "data"
    with hub(folder) as standing:
        standing.begin(defaults=True)
        with followed(standing.settings, LONG):
            standing.accept(troubled_month())
        followed_to = standing.project()
        (row,) = standing.query("SELECT count() AS n FROM events WHERE case_id != ''")

    assert (0, True) == (followed_to, row["n"] > 0)


def test_a_short_load_needs_no_second_process(tmp_path: Path) -> None:
    """Nothing is started, so there need not even be a log."""
    with followed(Settings(data=tmp_path / "none"), LONG - 1):
        pass

    assert not (tmp_path / "none").exists()
