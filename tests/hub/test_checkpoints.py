"""State is not the truth: what cannot be read of it is folded again from the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.comparison import comparable
from hub.operations import perform
from hub.proving.log_check import verify_log
from hub.sqlite import Database
from processors.folding import checkpoint
from tests.hub.history import findings, hub, troubled_month

OLDER = (
    "UPDATE checkpoint SET value ="
    " CAST(replace(CAST(value AS TEXT), '\"format\":1', '\"format\":0') AS BLOB)"
)


def _load(folder: Path) -> None:
    with hub(folder) as standing:
        standing.begin(defaults=True)
        standing.accept(troubled_month(), "event")
        standing.engine.finish("event")


def _found(folder: Path) -> object:
    with hub(folder) as standing, standing.reading() as log:
        return comparable(findings(log))


def _spoil(folder: Path, sql: str) -> None:
    database = Database(folder / "log.sqlite")
    database.run(sql)
    database.close()


@pytest.mark.parametrize("spoilt", ["DELETE FROM checkpoint", OLDER], ids=["gone", "older"])
def test_a_checkpoint_that_is_gone_or_older_is_made_again_from_the_log(
    spoilt: str, tmp_path: Path
) -> None:
    """A state of another format, misread, would be a wrong finding with good evidence."""
    _load(tmp_path)
    before = _found(tmp_path)
    _spoil(tmp_path, spoilt)

    with hub(tmp_path) as standing, standing.reading() as log:
        assert [] == verify_log(log).problems
    assert before == _found(tmp_path)
    with hub(tmp_path) as standing:
        assert perform(standing, "replay", {})["same"]


def test_a_hub_goes_on_from_what_it_made_again(tmp_path: Path) -> None:
    """What comes after is concluded as if nothing had happened."""
    whole, spoilt = tmp_path / "whole", tmp_path / "spoilt"
    history = troubled_month()
    half = len(history) // 2
    for folder in (whole, spoilt):
        with hub(folder) as standing:
            standing.begin(defaults=True)
            standing.accept(history[:half], "event")
    _spoil(spoilt, OLDER)
    for folder in (whole, spoilt):
        with hub(folder) as standing:
            standing.accept(history[half:], "event")
            standing.engine.finish("event")

    assert _found(whole) == _found(spoilt)


def test_a_checkpoint_says_its_format() -> None:
    """Without a number nobody can tell one from the next."""
    assert checkpoint.readable(checkpoint.pack_position(checkpoint.Position()))
    assert not checkpoint.readable(b'{"offset": 3}')
