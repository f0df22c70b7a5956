"""A warehouse that begins as a copy is the one that a migration makes, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from projections.embedded import EmbeddedWarehouse
from projections.rows import TABLES
from tests.support.warehouses import Begun

_STANDING = """
SELECT name, engine, create_table_query, comment FROM system.tables
WHERE database = currentDatabase() ORDER BY name
"""
_STEPS = "SELECT number, name, applied, change FROM schema_migrations FINAL ORDER BY number"


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Iterator[EmbeddedWarehouse]:
    with closing(Begun(tmp_path / "copy")) as warehouse:
        yield warehouse


def _told(warehouse: EmbeddedWarehouse) -> list[Any]:
    return [warehouse.query(sql).rows for sql in (_STANDING, _STEPS)]


def test_a_copy_is_what_a_migration_makes(copy: EmbeddedWarehouse, tmp_path: Path) -> None:
    """Every table, view, stamp and step, before and after the hub migrates the copy once more."""
    with closing(EmbeddedWarehouse(tmp_path / "made")) as made:
        made.migrate()
        expected = _told(made)
    before = _told(copy)
    copy.migrate()

    assert len(expected[0]) > len(TABLES)
    assert expected == before == _told(copy)


def test_rows_of_a_copy_stand_in_no_other(copy: EmbeddedWarehouse, tmp_path: Path) -> None:
    """Neither in one that was made before, nor in one that is made afterwards."""
    add = "INSERT INTO schema_migrations SELECT 1000, 'of one', 1, 1000"
    with closing(Begun(tmp_path / "before")) as before:
        copy._run(add)
        assert [] == [step for step in _told(before)[1] if step[0] == 1000]
    with closing(Begun(tmp_path / "after")) as after:
        assert [] == [step for step in _told(after)[1] if step[0] == 1000]

    assert (1000, "of one", 1, 1000) in _told(copy)[1]


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """A warehouse that stands is opened, one that begins with nothing is begun by who made it."""
    (tmp_path / "w").mkdir()

    with closing(Begun(tmp_path / "w")) as warehouse:
        assert () == tuple(warehouse.query(_STANDING).rows)
