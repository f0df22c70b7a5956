"""chDB in a child process: what happens there, stays there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from projections import evidence, sink
from projections.embedded import EmbeddedWarehouse
from projections.warehouse import (
    Limits,
    QueryError,
    WarehouseAwayError,
    WarehouseError,
    WarehouseLockedError,
)
from tests.projections.records import Log
from tests.support.waiting import wait_until
from tests.support.warehouses import Begun


@pytest.fixture
def own_warehouse(tmp_path: Path) -> Iterator[EmbeddedWarehouse]:
    """Give a warehouse to be killed."""
    warehouse = Begun(tmp_path / "w", Limits(5, 1000, 200_000_000))
    warehouse.migrate()
    yield warehouse
    warehouse.close()


def test_a_killed_child_fails_one_call_and_is_started_again(
    own_warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A crash in the warehouse never takes intake or receipts down."""
    log.tick("03-02 09:00")
    sink.project(log.records, own_warehouse)
    os.kill(own_warehouse.pid, signal.SIGKILL)

    with pytest.raises(WarehouseAwayError, match="repeat the call"):
        own_warehouse.query("SELECT 1")

    sink.project(log.records, own_warehouse)
    assert ((1,),) == own_warehouse.query("SELECT count() FROM ticks").rows


def test_a_time_without_fractions_is_a_time(own_warehouse: EmbeddedWarehouse) -> None:
    """Arrow has it as a number of seconds, which nobody who wrote DateTime expects."""
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    asked = (
        "SELECT toDateTime('2026-03-02 01:00:00', 'UTC') AS a, [a, a] AS b, toNullable(a) AS c, "
        "toUInt32(7) AS d, toDateTime(NULL) AS e, {n:UInt32} AS f;"
    )

    assert ((at, [at, at], at, 7, None, 9),) == own_warehouse.query(asked, {"n": 9}).rows


def test_a_repeated_batch_is_dropped_by_its_token(
    own_warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Sort keys would heal it later; a token keeps the twins from being written at all."""
    log.tick("03-02 09:00")
    log.tick("03-02 09:00", topic="journal.visits")
    for _ in range(3):
        sink.project(log.records, own_warehouse)

    assert [0, 0] == [held.twins for held in evidence.held(own_warehouse)]


def test_rows_are_written_while_a_question_runs(own_warehouse: EmbeddedWarehouse, log: Log) -> None:
    """A heavy question must hold up neither what departments send nor a short question."""
    log.tick("03-02 09:00")
    heavy = "SELECT sum(cityHash64(number)) FROM numbers(100000000000)"
    asking = Thread(target=_asked, args=(own_warehouse, heavy))
    asking.start()
    wait_until(lambda: _running(own_warehouse), "the question to be sent")
    sink.project(log.records, own_warehouse)
    rows = own_warehouse.query("SELECT count() FROM ticks").rows
    still_asking = asking.is_alive()
    asking.join(30)

    assert still_asking
    assert ((1,),) == rows


def _running(warehouse: EmbeddedWarehouse) -> bool:
    found = warehouse.query("SELECT count() FROM system.processes WHERE query LIKE '%1000000000%'")
    return bool(found.rows[0][0] > 1)  # one is this question


def _asked(warehouse: EmbeddedWarehouse, sql: str) -> None:
    with pytest.raises(QueryError, match="TIMEOUT"):
        warehouse.query(sql)


def test_a_second_process_is_told_that_the_folder_is_taken(
    own_warehouse: EmbeddedWarehouse,
) -> None:
    """A folder is open in one process only; a traceback would not say which to stop."""
    with pytest.raises(WarehouseLockedError, match="open in another process"):
        EmbeddedWarehouse(own_warehouse.folder, starting_s=0)


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    """A hub killed with -9 must not leave a process behind that keeps the folder."""
    opened = "from projections.embedded import EmbeddedWarehouse as W; from pathlib import Path; "
    script = f"{opened}W(Path({str(tmp_path / 'w')!r})); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        assert b"open\n" == parent.stdout.readline()
        parent.kill()

    EmbeddedWarehouse(tmp_path / "w").close()


def test_a_closed_folder_can_be_opened_again_with_its_rows(tmp_path: Path, log: Log) -> None:
    """`hub serve` stops and starts."""
    log.tick("03-02 09:00")
    first = EmbeddedWarehouse(tmp_path / "w")
    first.migrate()
    sink.project(log.records, first)
    first.close()
    again = EmbeddedWarehouse(tmp_path / "w")
    found = again.query("SELECT count() FROM ticks").rows
    again.close()

    assert ((1,),) == found
    with pytest.raises(WarehouseError, match="closed"):
        again.query("SELECT 1")


def test_a_question_beyond_its_limits_is_refused_and_the_next_one_answered(
    own_warehouse: EmbeddedWarehouse,
) -> None:
    """One heavy question must not cost the others theirs."""
    with pytest.raises(QueryError, match="max rows"):
        own_warehouse.query("SELECT number FROM numbers(1001)")
    with pytest.raises(QueryError, match="MEMORY_LIMIT"):
        own_warehouse.query("SELECT uniqExact(number) FROM numbers(100000000)")

    assert 1000 == len(own_warehouse.query("SELECT number FROM numbers(1000)").rows)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM file('/etc/hostname', 'RawBLOB')",
        "SELECT * FROM url('http://127.0.0.1:1/', 'RawBLOB')",
        "SELECT 1 SETTINGS readonly = 0",
        "SELECT 1; DROP TABLE journal_records",
        "SELECT nothing FROM nowhere",
        "SELECT 1 FORMAT JSON",
    ],
)
def test_a_question_that_reaches_out_or_is_wrong_is_one_line(
    warehouse: EmbeddedWarehouse, sql: str
) -> None:
    """Errors for users: one line."""
    with pytest.raises(QueryError) as refused:
        warehouse.query(sql)

    assert "\n" not in str(refused.value)


def test_parameters_are_values_never_sql(warehouse: EmbeddedWarehouse) -> None:
    """Names of parties come from outside."""
    nasty = "市场'; DROP TABLE x; --\\ \t\n"

    assert ((nasty, 3),) == warehouse.query(
        "SELECT {name:String}, {n:UInt8}", {"name": nasty, "n": 3}
    ).rows


def test_a_time_with_nanoseconds_is_told_to_the_microsecond(
    warehouse: EmbeddedWarehouse,
) -> None:
    """Whoever asks the console for ``now64(9)`` is answered."""
    found = warehouse.query("SELECT toDateTime64('2026-01-02 03:04:05.123456789', 9, 'UTC')")

    assert ((datetime(2026, 1, 2, 3, 4, 5, 123456, UTC),),) == found.rows
