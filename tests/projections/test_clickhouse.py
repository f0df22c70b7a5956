"""
The writer on a real ClickHouse server: faults, repeats, and the same answers as the embedded one.

An old server gets translated tables (``tests.support.old_clickhouse``); the views are then
asked in an embedded warehouse filled from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import pytest
from clickhouse_driver.errors import ServerException

from projections import sink
from projections.clickhouse import ClickHouseWarehouse, passes
from projections.tables import Kind, table
from projections.warehouse import QueryError, WarehouseAwayError, WarehouseError
from tests.projections.history import Answers, everything, whole_history
from tests.projections.records import Log
from tests.support.clickhouse import Server
from tests.support.old_clickhouse import copied, warehouse_on
from tests.support.waiting import wait_until
from tests.support.warehouses import Begun


@pytest.fixture
def on_server(clickhouse_server: Server, clickhouse_database: str) -> Iterator[ClickHouseWarehouse]:
    """Give a migrated warehouse on the shared server."""
    warehouse = warehouse_on(clickhouse_server, clickhouse_database)
    warehouse.migrate()
    yield warehouse
    warehouse.close()


def name_of(url: str) -> str:
    return url.rsplit("/", 1)[1]


def test_the_server_gives_the_same_answers_as_the_embedded_warehouse(
    on_server: ClickHouseWarehouse,
    clickhouse_server: Server,
    clickhouse_database: str,
    answers: Answers,
    tmp_path: Path,
    log: Log,
) -> None:
    """Two runtimes, one set of reports, row for row; every batch came twice."""
    whole_history(log)
    for _ in range(2):
        sink.project(log.records, on_server)
    with_server = Begun(tmp_path / "w")
    filled = everything(copied(clickhouse_server, name_of(clickhouse_database), with_server))
    with_server.close()

    assert answers == filled


def test_migrating_up_down_and_up_on_the_server(
    on_server: ClickHouseWarehouse, clickhouse_server: Server, clickhouse_database: str
) -> None:
    """The way back is tried before it is needed."""
    shown = f"SHOW TABLES FROM {name_of(clickhouse_database)}"
    up = clickhouse_server.execute(shown)
    on_server.rollback()
    down = clickhouse_server.execute(shown)
    on_server.migrate()

    assert [("schema_migrations",)] == down
    assert up == clickhouse_server.execute(shown)


def test_hubs_that_start_together_migrate_together(
    clickhouse_server: Server, clickhouse_database: str
) -> None:
    """Whoever loses a step to the other looks again at what stands, and goes on from there."""
    failures: list[WarehouseError] = []
    together = Barrier(3)

    def begin() -> None:
        warehouse = warehouse_on(clickhouse_server, clickhouse_database)
        together.wait(60)
        try:
            warehouse.migrate()
        except WarehouseError as error:
            failures.append(error)
        finally:
            warehouse.close()

    hubs = [Thread(target=begin) for _ in range(3)]
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join(60)

    assert [] == failures


def test_chinese_text_and_stored_bytes_come_back_from_the_server(
    on_server: ClickHouseWarehouse, log: Log
) -> None:
    """Bytes that are no text are kept as they are."""
    log.event("case.opened", "03-02 09:00", case_id="K-1", text="互相推诿")
    log.append("journal.cases", "k", b"\x80\x00")
    sink.project(log.records, on_server)

    assert (('{"case_id":"K-1","text":"互相推诿"}',), ("",)) == on_server.query(
        "SELECT data FROM journal_records ORDER BY offset"
    ).rows
    assert ((b"\x80\x00",),) == on_server.query(
        "SELECT value FROM journal_records WHERE offset = 1"
    ).rows


def test_a_wrong_statement_is_said_at_once_and_in_one_line(on_server: ClickHouseWarehouse) -> None:
    """Repeating it would only hold up the partition."""
    unknown = table("nowhere", a=Kind.TEXT)

    with pytest.raises(WarehouseError, match="nowhere") as refused:
        on_server.insert(unknown, [("x",)], "t")
    with pytest.raises(QueryError, match="nothing"):
        on_server.query("SELECT nothing")
    with pytest.raises(QueryError, match="write a SELECT"):
        on_server.query("DROP TABLE journal_records")

    assert not isinstance(refused.value, WarehouseAwayError)
    assert "\n" not in str(refused.value)


def test_a_server_that_stays_away_is_reported_when_patience_ends(log: Log) -> None:
    """The projector pauses its partitions and tries again; nothing is rejected for it."""
    log.tick("03-02 09:00")
    warehouse = ClickHouseWarehouse("clickhouse://127.0.0.1:9/hub", patience_s=0.3)

    with pytest.raises(WarehouseAwayError, match=re.escape("127.0.0.1:9/hub is away")):
        sink.project(log.records, warehouse)


def test_a_server_killed_in_mid_insert_loses_nothing_and_shows_nothing_twice(
    own_clickhouse: Server, tmp_path: Path, log: Log
) -> None:
    """A kill -9 again and again while batches are written: the repeats must heal it."""
    for number in range(6000):
        log.event("case.opened", "03-02 09:00", case_id=f"K-{number}", text="没有水 " * 20)
    warehouse = warehouse_on(own_clickhouse, own_clickhouse.database("hub"))
    warehouse.migrate()
    done: list[int] = []
    writing = Thread(target=_write, args=(warehouse, log, done))
    writing.start()
    for kill in range(1, 4):
        wait_until(partial(_reached, done, kill * 4), "batches written", 60)
        own_clickhouse.daemon.kill()
        own_clickhouse.daemon.start()
    writing.join(120)
    asking = Begun(tmp_path / "asking")
    copied(own_clickhouse, "hub", asking)
    found = asking.query("SELECT count(), uniqExact(event_id) FROM events").rows
    asking.close()
    warehouse.close()

    assert 30 == len(done)
    assert ((6000, 6000),) == found


def _write(warehouse: ClickHouseWarehouse, log: Log, done: list[int]) -> None:
    for start in range(0, 6000, 200):
        sink.project(log.records[start : start + 200], warehouse)
        done.append(start)


def _reached(done: list[int], mark: int) -> bool:
    return len(done) >= mark


@pytest.mark.parametrize(("code", "waits"), [(75, True), (243, True), (74, False), (62, False)])
def test_a_disk_that_is_full_is_waited_for_however_the_server_says_so(
    code: int, waits: bool
) -> None:
    """Before a write it says that there is no space, in the middle of one that it cannot write."""
    assert waits == passes(ServerException("errno: 28, No space left on device", code))
