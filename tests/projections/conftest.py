"""One embedded warehouse for all tests of the room, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projections import sink
from projections.embedded import EmbeddedWarehouse
from projections.rows import TABLES
from tests.projections.history import Answers, everything, whole_history
from tests.projections.records import Log


@pytest.fixture(scope="session")
def shared_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedWarehouse]:
    warehouse = EmbeddedWarehouse(tmp_path_factory.mktemp("warehouse"))
    warehouse.migrate()
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def answers(shared_warehouse: EmbeddedWarehouse) -> Answers:
    """Give what every view answers to the whole history, inserted once, in order."""
    empty(shared_warehouse)
    log = Log()
    whole_history(log)
    sink.project(log.records, shared_warehouse)
    return everything(shared_warehouse)


@pytest.fixture
def warehouse(shared_warehouse: EmbeddedWarehouse) -> EmbeddedWarehouse:
    """Give a migrated warehouse without a row."""
    empty(shared_warehouse)
    return shared_warehouse


def empty(warehouse: EmbeddedWarehouse) -> None:
    """Leave no row in any table; to empty those that are takes longer than most tests."""
    filled = {name for (name,) in warehouse._maintain(_FILLED)}
    for table in TABLES:
        if table.name in filled:
            warehouse._run(f"TRUNCATE TABLE {table.name}")


_FILLED = "SELECT DISTINCT table FROM system.parts WHERE database = currentDatabase() AND active"


@pytest.fixture
def log() -> Log:
    return Log()
