"""
The ServiceNow log through a real Kafka, real Faust workers and a real ClickHouse server.

The journals of the embedded load, ticks included, are copied to Kafka record by record. The
hub's own commands do the rest: two ``hub worker`` fold them, ``hub project`` writes the tables.
Findings are compared byte for byte, reports row for row (the server's tables are loaded into
chDB, where the same views run), and the figures are asked of the server itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import zip_longest
from typing import Any

import pytest

from events import topics
from events.comparison import comparable, last_findings
from events.record import Outgoing
from hub.answering import plain
from hub.cluster.projector import GROUP as PROJECTOR
from hub.embedded.log import Log
from hub.sqlite import Database
from processors.topology import FOLDED
from projections.reporting import find, reports
from projections.warehouse import Warehouse
from tests.conftest import _open
from tests.real.cluster import Cluster
from tests.real.conftest import Uci
from tests.support.clickhouse import Server
from tests.support.kafka import running_kafka
from tests.support.old_clickhouse import copied
from tests.support.warehouses import Begun

pytestmark = [
    pytest.mark.real_kafka,
    pytest.mark.real_clickhouse,
    pytest.mark.timeout(3_600),
]

WORKER = "hub-worker"
_TOGETHER = {"group.initial.rebalance.delay.ms": "3000"}
"""Kafka's own default: workers that start together share the log out once. One that comes later
concludes twenty thousand records of each partition it takes over one by one, which is tried in
``tests.distributed``."""
_RECORDS = "SELECT count() FROM {0}.journal_records FINAL"
_CASES = "SELECT count() FROM {0}.case_snapshots FINAL WHERE deleted = 0"
_BOUNCED = """
SELECT uniqExact(case_id) FROM (
    SELECT finding_id, argMax(case_id, revision) AS case_id, argMax(status, revision) AS status
    FROM {0}.finding_records WHERE rule = 'ping-pong' AND kind = 'bounce' GROUP BY finding_id
) WHERE status != 'retracted'
"""
_HASHED = "SELECT count() AS rows, groupBitXor(cityHash64(*)) AS hash FROM {0}"


@pytest.fixture(scope="module", name="cluster")
def _cluster(
    uci: Uci, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Give a cluster that has folded and projected the log of the embedded load."""
    # Named as an argument, the server would move these tests away from the load they share.
    server: Server = request.getfixturevalue("clickhouse_server")
    folder, database = tmp_path_factory.mktemp("cluster"), f"uci{uuid.uuid4().hex[:8]}"
    with ExitStack() as stack:
        kafka = _open(stack, running_kafka(folder, own=True, settings=_TOGETHER), request)
        cluster = Cluster(kafka.bootstrap, server, server.database(database), folder)
        stack.callback(server.execute, f"DROP DATABASE IF EXISTS {database}")
        stack.callback(cluster.stop)
        _run(cluster, uci)
        yield cluster


def _run(cluster: Cluster, uci: Uci) -> None:
    """Copy the journals and receipts of *uci*, and wait for two workers and a projector."""
    with _reading(uci) as log:
        receipts = [name for name in log.topics() if topics.receipts_department(name)]
        copied_topics = (*topics.JOURNALS, topics.REJECTED, *receipts)
        cluster.create_topics(*filter(None, map(topics.receipts_department, receipts)))
        cluster.log.publish(_records(log, *copied_topics))
    cluster.start("worker", "--no-ticks")
    cluster.start("worker", "--no-ticks")
    cluster.follow(WORKER, FOLDED)
    cluster.stop()
    cluster.start("project")
    cluster.follow(PROJECTOR, (*copied_topics, topics.FINDINGS, topics.CONCLUSIONS))
    cluster.stop()


@contextmanager
def _reading(uci: Uci) -> Iterator[Log]:
    """Give the embedded log on a connection of its own."""
    database = Database(uci.settings.log)
    try:
        yield Log(database)
    finally:
        database.close()


def _records(log: Log, *names: str) -> Iterator[Outgoing]:
    """Yield what stands in topics *names*, each partition in order, for the same partition."""
    for name in names:
        for number in range(log.partitions(name)):
            for record in log.read(name, number):
                yield Outgoing(name, record.key, record.value, record.headers, number)


@pytest.fixture(scope="module", name="clone")
def _clone(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Give the server's tables in chDB, where the views and reports run."""
    database = cluster.url.rsplit("/", 1)[1]
    folder = tmp_path_factory.mktemp("clone") / "warehouse"
    with closing(Begun(folder)) as warehouse:
        yield copied(cluster.server, database, warehouse)


def _rows(warehouse: Warehouse, sql: str) -> list[dict[str, Any]]:
    return [
        {name: plain(value) for name, value in row.items()}
        for row in warehouse.query(sql).documents()
    ]


def _figure(cluster: Cluster, sql: str) -> object:
    """Return the only value that answers *sql* on the server."""
    database = cluster.url.rsplit("/", 1)[1]
    [(value,)] = cluster.server.execute(sql.format(database))
    return value


def test_findings_are_those_of_the_embedded_run(uci: Uci, cluster: Cluster) -> None:
    """A province's cluster must not know better than a county's one process."""
    with _reading(uci) as log:
        embedded = comparable(last_findings(r.value for r in _records(log, topics.FINDINGS)))
    said = comparable(last_findings(r.value for r in cluster.log.read(topics.FINDINGS)))
    differing = [id for id in embedded | said if embedded.get(id) != said.get(id)]

    assert len(embedded) > 10_000
    assert [] == [(embedded.get(id), said.get(id)) for id in differing[:3]], len(differing)


def test_every_record_stands_on_the_server_once(uci: Uci, cluster: Cluster) -> None:
    """Nothing lost, nothing twice, on the way through three processes."""
    with _reading(uci) as log:
        places = [(name, n) for name in topics.JOURNALS for n in range(log.partitions(name))]
        records = sum(log.end(*place) for place in places)

    assert records == _figure(cluster, _RECORDS)


def test_every_incident_is_one_case(cluster: Cluster) -> None:
    """24 918 incidents, asked of the server in SQL."""
    assert 24_918 == _figure(cluster, _CASES)


def test_cases_with_a_bounce(cluster: Cluster) -> None:
    """2 216 of them, asked of the server in SQL."""
    assert 2_216 == _figure(cluster, _BOUNCED)


@pytest.mark.parametrize("report", [report.name for report in reports()])
def test_reports_are_those_of_the_embedded_run(uci: Uci, clone: Warehouse, report: str) -> None:
    """Row for row: departments are judged by them."""
    embedded = uci.client.ask("report", name=report)
    rows = _rows(clone, find(report).sql)
    differing = [pair for pair in zip_longest(embedded, rows) if pair[0] != pair[1]]

    assert [] == differing[:3], f"{len(differing)} of {len(embedded)} rows differ"


@pytest.mark.parametrize("view", ["cases", "assignments", "clocks", "evaluations"])
def test_views_are_those_of_the_embedded_run(uci: Uci, clone: Warehouse, view: str) -> None:
    """Every column of every row, by a sum of their hashes: what nobody reports counts too."""
    sql = _HASHED.format(view)

    assert uci.client.ask("sql", query=sql) == _rows(clone, sql)
