"""The SQLite log: dense offsets, Kafka's partitions, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.partitioner import partition_of
from events.record import Outgoing
from hub.embedded.log import Log, pack_headers, unpack_headers
from hub.failure import Failure
from hub.sqlite import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A fresh database."""
    opened = Database(tmp_path / "log.sqlite")
    yield opened
    opened.close()


def append(log: Log, database: Database, *keys: str) -> None:
    with database.transaction():
        for key in keys:
            log.append(Outgoing("journal.cases", key.encode(), b"{}"), timestamp=7)
        log.write()


def test_offsets_of_each_partition_are_dense_from_zero(database: Database) -> None:
    """A gap would look like a lost event to whoever verifies the log."""
    log = Log(database)
    log.create("journal.cases", 4)
    append(log, database, *(f"K-{n}" for n in range(100)))

    offsets = [[r.offset for r in log.read("journal.cases", n)] for n in range(4)]

    assert [list(range(len(some))) for some in offsets] == offsets
    assert sum(map(len, offsets)) == 100


def test_a_key_goes_where_kafka_would_put_it(database: Database) -> None:
    """The two runtimes must fold one case in the partition of the same number."""
    log = Log(database)
    log.create("journal.cases", 4)
    append(log, database, "K-77")

    (found,) = log.read("journal.cases", partition_of(b"K-77", 4))

    assert found.key == b"K-77"


def test_a_reopened_log_goes_on_where_it_ended(database: Database) -> None:
    """Offsets are given once, whatever restarts lie between."""
    first = Log(database)
    first.create("journal.cases", 1)
    append(first, database, "K-1", "K-2")
    append(Log(database), database, "K-3")

    assert [0, 1, 2] == [r.offset for r in Log(database).read("journal.cases", 0)]


def test_a_range_holds_its_start_and_not_its_stop(database: Database) -> None:
    """Readers cut ranges side by side: each record must fall into exactly one."""
    log = Log(database)
    log.create("journal.cases", 1)
    append(log, database, "a", "b", "c", "d")

    assert [1, 2] == [r.offset for r in log.read("journal.cases", 0, start=1, stop=3)]


def test_a_batch_that_fails_leaves_no_trace(database: Database) -> None:
    """All or nothing: half a batch would be receipts without events, or events without."""
    log = Log(database)
    log.create("journal.cases", 1)
    append(log, database, "K-1")
    log.append(Outgoing("journal.cases", b"K-2", b"{}"), timestamp=7)

    def fail() -> None:
        with database.transaction():
            log.write()
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        fail()

    assert 1 == Log(database).end("journal.cases", 0)


def test_a_topic_keeps_its_partition_count(database: Database) -> None:
    """With another count, keys would move and their history would be torn."""
    log = Log(database)
    log.create("journal.cases", 4)

    with pytest.raises(Failure, match="partitions-differ"):
        log.create("journal.cases", 8)


@given(st.lists(st.tuples(st.text(), st.binary())))
def test_headers_survive_whatever_bytes_they_hold(headers: list[tuple[str, bytes]]) -> None:
    """Origins and hashes are proved by headers: not a byte may change."""
    assert tuple(headers) == unpack_headers(pack_headers(tuple(headers)))
