"""
The three hubs a row is asked in: alone, together with all rows, and on a cluster.

The hub of a row alone lives as long as its file's tests; the other two take all rows in once a
session. The cluster's broker is its own, as the topics of a hub bear no prefix.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.conftest import _open
from tests.scenarios.loading import embedded, on_cluster
from tests.scenarios.office import Asked, Office
from tests.scenarios.rows import row_of, rows
from tests.support.clickhouse import Server
from tests.support.kafka import running_kafka

_REAL = (pytest.mark.real_kafka, pytest.mark.real_clickhouse)
RUNTIMES = [
    pytest.param("alone"),
    pytest.param("together"),
    pytest.param("cluster", marks=_REAL),
]


@pytest.fixture(scope="session", name="together")
def _together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Give the embedded hub that took all rows in."""
    with embedded(tmp_path_factory.mktemp("together"), rows()) as hub:
        yield hub


@pytest.fixture(scope="session", name="cluster")
def _cluster(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """Give the cluster that took all rows in."""
    # Named as an argument, the server would move these tests away from the hub they share.
    server: Server = request.getfixturevalue("clickhouse_server")
    folder, database = tmp_path_factory.mktemp("cluster"), f"rows{uuid.uuid4().hex[:8]}"
    with ExitStack() as stack:
        kafka = _open(stack, running_kafka(folder, own=True), request)
        stack.callback(server.execute, f"DROP DATABASE IF EXISTS {database}")
        on = on_cluster(kafka.bootstrap, server, database, folder, rows())
        yield stack.enter_context(on)


@pytest.fixture(scope="module", name="lone")
def _lone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """Give the embedded hub that took only the row of the test's file in."""
    with embedded(tmp_path_factory.mktemp("alone"), (row_of(request.path),)) as hub:
        yield hub


@pytest.fixture(params=RUNTIMES)
def office(request: pytest.FixtureRequest) -> Office:
    """Give the hub in each runtime, as the user of the test's row sees it."""
    runtime = request.param
    hub = request.getfixturevalue("lone" if runtime == "alone" else runtime)
    return Office(hub, row_of(request.path).letter, runtime == "alone")
