"""State is not the truth: what cannot be read of it is folded again from the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from events import codec, topics
from events.comparison import comparable
from hub.operations import perform
from hub.proving.log_check import verify_log
from hub.sqlite import Database
from processors.folding import checkpoint
from tests.hub.history import findings, hub, troubled_month
from tests.processors.older import older

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


def _said(folder: Path) -> list[str]:
    """Return the names of all that was said of findings, in any order."""
    with hub(folder) as standing, standing.reading() as log:
        numbers = range(log.partitions(topics.FINDINGS))
        events = [codec.decode(r.value) for n in numbers for r in log.read(topics.FINDINGS, n)]
        return [event.name for event in events if event.name.startswith("finding.")]


def test_what_is_made_again_is_not_said_again(tmp_path: Path) -> None:
    """An upgrade must not tell everybody of everything once more."""
    _load(tmp_path)
    before = _said(tmp_path)
    _spoil(tmp_path, "DELETE FROM checkpoint")

    assert before == _said(tmp_path) != []


def test_what_only_the_older_detectors_found_is_taken_back(tmp_path: Path) -> None:
    """Its state is gone with its format: only the log knows that it was said."""
    older_hub, fresh = tmp_path / "older", tmp_path / "fresh"
    with older():
        _load(older_hub)
    _load(fresh)
    assert _found(fresh) != _found(older_hub)
    _spoil(older_hub, "DELETE FROM checkpoint")

    assert _found(fresh) == _found(older_hub)


def test_a_checkpoint_says_its_format() -> None:
    """Without a number nobody can tell one from the next."""
    assert checkpoint.readable(checkpoint.pack_position(checkpoint.Position()))
    assert not checkpoint.readable(b'{"offset": 3}')
