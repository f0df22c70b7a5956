"""
Two runtimes, one core: the same log gives the same findings and the same reports.

A simulated city is taken in by the embedded engine, ticks in between. Its journals are copied
to Kafka record by record; Faust workers fold them, one of them killed on the way, and the
projector writes them to a ClickHouse server. Findings are compared byte for byte, reports row
for row: the server's tables are loaded into chDB, where the same views run.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events import topics
from events.comparison import fingerprint
from events.instant import Instant, parse
from events.record import Outgoing
from hub.embedded.hub import Embedded
from hub.embedded.log import Log
from hub.loading.files import Raw
from hub.settings import Settings
from hub.simulate import Parameters, simulate
from processors.topology import FOLDED
from projections.reporting import reports
from projections.warehouse import Warehouse
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.test_intake import PROCESS
from tests.support.clickhouse import Server
from tests.support.old_clickhouse import copied
from tests.support.warehouses import Begun

CITY = Parameters(parties=80, days=40, seed=11, villages=20, issues=60, solved=50)
NOW = parse("2026-12-01T00:00:00Z")
JUDGED = (*topics.JOURNALS, topics.REJECTED)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """Give the embedded hub after it has taken the city in, to its last tick."""
    settings = Settings(data=tmp_path_factory.mktemp("embedded"))
    with Embedded(settings, lambda: Instant(NOW)) as hub:
        hub.begin(defaults=True)
        hub.accept(_city(), "event")
        hub.engine.finish("event")
        yield hub


def _city() -> list[Raw]:
    lines = simulate(CITY).lines()
    return [(_department(line), line) for line in lines]


def _department(line: bytes) -> str:
    return (
        line.partition(b'"source":"/departments/')[2].partition(b'"')[0].partition(b"/")[0].decode()
    )


def _records(log: Log, *names: str) -> Iterator[Outgoing]:
    """Yield what stands in topics *names*, each partition in order, for the same partition."""
    for name in names:
        for number in range(log.partitions(name)):
            for record in log.read(name, number):
                yield Outgoing(name, record.key, record.value, record.headers, number)


def _answers(warehouse: Warehouse) -> dict[str, tuple[tuple[Any, ...], ...]]:
    return {report.name: warehouse.query(report.sql).rows for report in reports()}


def test_both_runtimes_conclude_and_report_the_same(
    embedded: Embedded,
    hub_log: KafkaLog,
    start: Start,
    group: str,
    clickhouse_server: Server,
    clickhouse_database: str,
    tmp_path: Path,
) -> None:
    """A province's cluster must not know better than a county's one process."""
    with embedded.reading() as log:
        receipts = [name for name in log.topics() if topics.receipts_department(name)]
        hub_log.recreate(dict.fromkeys(receipts, 1))
        hub_log.publish(_records(log, *JUDGED, *receipts))
        expected = [record.value for record in _records(log, topics.FINDINGS)]
    worker = start(PROCESS, "worker")
    start(PROCESS, "worker")
    hub_log.wait_until(lambda log: log.count(topics.FINDINGS) > len(expected) // 3, "findings")
    worker.kill()
    hub_log.wait_until(lambda log: log.caught_up(group, FOLDED), "the log to be folded")

    said = [record.value for record in hub_log.read(topics.FINDINGS)]
    assert len(fingerprint(expected)) > 10_000
    assert fingerprint(expected).splitlines() == fingerprint(said).splitlines()

    projected = (*topics.JOURNALS, topics.FINDINGS, topics.CONCLUSIONS, *receipts)
    kind = "modern" if clickhouse_server.modern else "old"
    start(PROCESS, "project", clickhouse_database, kind, "0", of="projectors")
    hub_log.wait_until(
        lambda log: log.caught_up("projectors", projected), "the log to be projected"
    )

    name = clickhouse_database.rsplit("/", 1)[1].partition("?")[0]
    clone = copied(clickhouse_server, name, Begun(tmp_path / "clone"))
    try:
        assert _answers(embedded.warehouse()) == _answers(clone)
    finally:
        clone.close()
