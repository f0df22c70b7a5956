"""One embedded warehouse for all tests of the room, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projections.embedded import EmbeddedWarehouse
from projections.rows import TABLES
from tests.projections.records import Log


@pytest.fixture(scope="session")
def shared_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedWarehouse]:
    warehouse = EmbeddedWarehouse(tmp_path_factory.mktemp("warehouse"))
    warehouse.migrate()
    yield warehouse
    warehouse.close()


@pytest.fixture
def warehouse(shared_warehouse: EmbeddedWarehouse) -> EmbeddedWarehouse:
    """Give a migrated warehouse without a row."""
    for table in TABLES:
        shared_warehouse._run(f"TRUNCATE TABLE {table.name}")
    return shared_warehouse


@pytest.fixture
def log() -> Log:
    return Log()
