"""A hub that was lost stands again from one file, and says what it said before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hub import backup
from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.operations import perform
from hub.settings import Settings
from projections.reporting import reports
from tests.hub.history import hub, opened, troubled_month


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "data"
    with hub(folder) as standing:
        standing.begin(defaults=True)
        standing.accept(troubled_month(), "event")
        standing.engine.finish("event")
    return folder


def _answers(standing: Embedded) -> dict[str, object]:
    return {report.name: standing.query(report.sql) for report in reports()}


def test_a_hub_restored_from_its_backup_gives_the_same_reports(
    loaded: Path, tmp_path: Path
) -> None:
    """The warehouse is no part of the backup: built again from the log, it answers the same."""
    copy = tmp_path / "copy.backup"
    with hub(loaded) as standing:
        before = _answers(standing)
        told = backup.back_up(standing.settings.log, copy)
        standing.accept([opened("later", "2026-03-30T09:00")])
    settings = Settings(data=tmp_path / "new")
    again = backup.restore(settings, copy)

    assert (told["records"], told["events"]) == (again["records"], again["events"])
    with hub(settings.data) as standing:
        assert before == _answers(standing)
        assert perform(standing, "verify", {})["ok"]


def test_a_damaged_backup_is_refused(loaded: Path, tmp_path: Path) -> None:
    """It is found out before the hub that stands is moved aside for it."""
    copy = tmp_path / "copy.backup"
    backup.back_up(loaded / "log.sqlite", copy)
    spoilt = bytearray(copy.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    copy.write_bytes(spoilt)

    with pytest.raises(Failure) as told:
        backup.restore(Settings(data=tmp_path / "new"), copy)

    assert "backup-damaged" == told.value.key
    assert not (tmp_path / "new" / "log.sqlite").exists()


def test_a_hub_that_is_there_is_only_replaced_when_asked(loaded: Path, tmp_path: Path) -> None:
    """And even then it is moved aside: somebody may want it back."""
    copy, data = tmp_path / "copy.backup", tmp_path / "data"
    backup.back_up(loaded / "log.sqlite", copy)
    data.mkdir()
    shutil.copy(loaded / "log.sqlite", data)

    with pytest.raises(Failure) as told:
        backup.restore(Settings(data=data), copy)
    backup.restore(Settings(data=data), copy, replace=True)

    assert "hub-exists" == told.value.key
    assert (data / "replaced" / "log.sqlite").exists()


def test_a_backup_is_never_written_over(loaded: Path, tmp_path: Path) -> None:
    """The older one may be the only good one."""
    copy = tmp_path / "copy.backup"
    backup.back_up(loaded / "log.sqlite", copy)

    with pytest.raises(Failure) as told:
        backup.back_up(loaded / "log.sqlite", copy)

    assert "backup-exists" == told.value.key
