"""
The projector, from batches of Kafka to rows of ClickHouse, against a bare insert of the same rows.

    python -m bench --only projector

The projector is the hub's own, in this process: it reads the journal from a real broker, decodes
it, makes rows, notes and commits its ranges, and inserts. The bare insert has the same rows in
memory, column by column, instants as datetimes, and does nothing but ``Client.execute``, as many
rows at a time; it is the limit. (Given instants as numbers, which the projector sends, the bare
insert takes a third of the CPU.) Both take turns on the same server, each time in a database of
its own. What is measured begins behind the first batch, when the group has formed and the server
is warm. Rates are told by the wall clock and by the CPU seconds of this process, which the load
of a machine that is not ours alone does not stretch; the server's work is the same for both.
"""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from clickhouse_driver import Client

from bench.journal import Offsets, journal
from bench.lab import laboratory
from events.instant import to_datetime
from events.kafka import Connection
from events.record import Outgoing
from hub.cluster.projector import Projector
from projections import sink
from projections.tables import Kind, Table
from projections.warehouse import Warehouse
from tests.support.clickhouse import Server, running_clickhouse
from tests.support.old_clickhouse import warehouse_on

PATIENCE_S: Final = 120.0
Block = tuple[str, list[Sequence[Any]], int]
"""An INSERT, its columns, and how many rows they are."""


class Rate(NamedTuple):
    """``rows`` written in ``seconds`` of the wall clock and ``cpu`` seconds of this process."""

    rows: int
    seconds: float
    cpu: float


class Ratio(NamedTuple):
    """Rows per second, medians of the rounds; ``wall``, ``cpu``: projector against bare."""

    projector: float
    bare: float
    wall: float
    cpu: float


class _Watch:
    """Counts rows from the end of the first batch on."""

    def __init__(self) -> None:
        self.rows = 0
        self._began: tuple[int, float, float] | None = None

    def batch(self, rows: int) -> None:
        self.rows += rows
        if self._began is None:
            self._began = (self.rows, time.perf_counter(), time.process_time())

    def rate(self) -> Rate:
        if self._began is None:
            return Rate(0, 0.0, 0.0)
        rows, at, cpu = self._began
        return Rate(self.rows - rows, time.perf_counter() - at, time.process_time() - cpu)


class _Watched:
    """A warehouse whose inserts are counted."""

    def __init__(self, warehouse: Warehouse, watch: _Watch) -> None:
        self._warehouse, self._watch = warehouse, watch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._warehouse, name)

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]], token: str = "") -> None:
        self._warehouse.insert(table, rows, token)
        self._watch.batch(len(rows))


def measured(seed: int, events: int, rounds: int) -> Ratio:
    """Return the figures on a broker and a server that are started for it and ended."""
    log = list(journal(seed, events))
    with (
        laboratory() as lab,
        tempfile.TemporaryDirectory() as folder,
        running_clickhouse(Path(folder)) as server,
    ):
        lab.publish(log)
        return measure(lab.bootstrap, server, log, rounds)


def measure(
    bootstrap: str, server: Server, log: Sequence[Outgoing], rounds: int, batch: int = sink.BATCH
) -> Ratio:
    """
    Return how fast the projector and the bare insert write the rows of *log*.

    Args:
        bootstrap: a broker on whose topics *log*, and nothing else, was published.
        server: where databases of our own are made, and dropped again.
        log: outgoing records, in the order in which they were published.
        rounds: how often each is run, in turn.
        batch: records of one insert; *log* must be several of them.
    """
    blocks = list(_blocks(log, batch))
    rows = sum(block[2] for block in blocks)
    found: list[tuple[Rate, Rate]] = []
    for _ in range(rounds):
        with _database(server) as name:
            ours = _projected(server, name, bootstrap, rows, batch)
        with _database(server) as name:
            found.append((ours, _inserted(server, name, blocks)))
    return _ratio(found)


def _ratio(found: Iterable[tuple[Rate, Rate]]) -> Ratio:
    pairs = list(found)
    ours = median(one.rows / one.seconds for one, _ in pairs)
    bare = median(one.rows / one.seconds for _, one in pairs)
    cpu = median(one.rows / one.cpu for one, _ in pairs) / median(
        one.rows / one.cpu for _, one in pairs
    )
    return Ratio(ours, bare, ours / bare, cpu)


def _blocks(log: Sequence[Outgoing], batch: int) -> Iterator[Block]:
    """Yield what a bare client would be given, *batch* records at a time."""
    offsets = Offsets()
    records = [offsets.place(outgoing) for outgoing in log]
    for first in range(0, len(records), batch):
        for table, rows in sink.batches(records[first : first + batch]).items():
            sql = f"INSERT INTO {table.name} ({', '.join(table.column_names)}) VALUES"
            yield sql, _columns(table, rows), len(rows)


def _columns(table: Table, rows: Sequence[tuple[Any, ...]]) -> list[Sequence[Any]]:
    """Return *rows* column by column, instants as datetimes, as the client's users have them."""
    return [
        [None if value is None else to_datetime(value) for value in values]
        if column.kind in {Kind.TIME, Kind.MAYBE_TIME}
        else values
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    ]


@contextmanager
def _database(server: Server) -> Iterator[str]:
    """Give the name of a database with the hub's tables; it is dropped afterwards."""
    name = f"bench_{uuid.uuid4().hex[:6]}"
    server.execute(f"CREATE DATABASE {name}")
    with closing(warehouse_on(server, server.database(name))) as warehouse:
        warehouse.migrate()
    yield name
    server.execute(f"DROP DATABASE {name}")


def _projected(server: Server, name: str, bootstrap: str, rows: int, batch: int) -> Rate:
    watch, until = _Watch(), time.monotonic() + PATIENCE_S
    warehouse: Any = _Watched(warehouse_on(server, server.database(name)), watch)
    group = f"bench-projector-{uuid.uuid4().hex[:6]}"
    with closing(Projector(Connection(bootstrap), warehouse, group, batch)) as projector:
        projector.run(lambda: watch.rows >= rows or time.monotonic() > until)
        return watch.rate()


def _inserted(server: Server, name: str, blocks: Sequence[Block]) -> Rate:
    watch = _Watch()
    settings = {"async_insert": 0} if server.modern else {}
    with Client(server.host, server.port, name, settings=settings) as client:
        for sql, columns, rows in blocks:
            client.execute(sql, columns, columnar=True)
            watch.batch(rows)
        return watch.rate()
