"""
Fixtures that give the tests real parts, and the account of which parts were real.

A test that asks for a part is marked with it. A worker starts one shared broker and one shared
server, each ended with the run; which tests it gets is said in ``tests.support.scheduling``.
A test that stops or kills a part asks for one of its own (``own_kafka``, ``own_clickhouse``).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.support import scheduling
from tests.support.clickhouse import Server, running_clickhouse
from tests.support.kafka import Kafka, running_kafka
from tests.support.part import Absent, required
from tests.support.postgres import Postgres, running_postgres
from tests.support.warehouses import begun

# Speed belongs in bench/: a busy machine must not fail a law.
settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A gate gives the same answer twice; at a desk every run looks somewhere else.
settings.register_profile("gate", settings.get_profile("hub"), derandomize=True)
settings.load_profile("gate" if required() else "hub")

Part = TypeVar("Part", Kafka, Server, Postgres)

_KAFKA = {"kafka_broker", "kafka_bootstrap", "kafka_prefix", "own_kafka"}
_CLICKHOUSE = {"clickhouse_server", "clickhouse_database", "own_clickhouse"}
_REAL = pytest.StashKey[set[str]]()


def _real(config: pytest.Config) -> set[str]:
    """Return the real servers of this run, to be added to."""
    return config.stash.setdefault(_REAL, set())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & _CLICKHOUSE:
            item.add_marker(pytest.mark.real_clickhouse)
        if asked & _KAFKA:
            item.add_marker(pytest.mark.real_kafka)
    # The longest begin first, else one worker ends the run alone.
    items.sort(key=_patience, reverse=True)


def _patience(item: pytest.Item) -> tuple[float, bool]:
    """Return the seconds a test asks for (0: no more than others), and if it shares much."""
    asked = item.get_closest_marker("timeout")
    seconds = float(asked.args[0]) if asked and asked.args else 0.0
    return seconds, scheduling.scope(item.nodeid) in scheduling.TOGETHER


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out whole files and heavy sets, so that a worker loads what they share once."""
    return scheduling.Scheduling(config, log)


def _open(
    stack: ExitStack, part: AbstractContextManager[Part], request: pytest.FixtureRequest
) -> Part:
    """Open *part*; without it, skip the test with how to get it, or fail in CI."""
    try:
        opened = stack.enter_context(part)
    except Absent as absent:
        if required():
            pytest.fail(str(absent), pytrace=False)
        pytest.skip(str(absent))
    _real(request.config).add(opened.origin)
    return opened


@pytest.fixture(scope="session", autouse=True)
def _warehouses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let every new warehouse of a hub begin as a copy of one that was migrated."""
    with begun(tmp_path_factory.mktemp("warehouses")):
        yield


@pytest.fixture(scope="session")
def kafka_broker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kafka]:
    """Give the broker that all tests of the run share."""
    with ExitStack() as stack:
        yield _open(stack, running_kafka(tmp_path_factory.mktemp("kafka")), request)


@pytest.fixture
def kafka_bootstrap(kafka_broker: Kafka) -> str:
    """Give the address of the shared broker."""
    return kafka_broker.bootstrap


@pytest.fixture
def kafka_prefix(kafka_broker: Kafka) -> str:
    """Give a prefix for names on the shared broker that no other test uses."""
    return f"t{uuid.uuid4().hex[:8]}."


@pytest.fixture
def own_kafka(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kafka]:
    """Give a broker of the test's own, to be stopped and killed."""
    with ExitStack() as stack:
        yield _open(stack, running_kafka(tmp_path, own=True), request)


@pytest.fixture(scope="session")
def clickhouse_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Give the ClickHouse server that all tests of the run share."""
    with ExitStack() as stack:
        yield _open(stack, running_clickhouse(tmp_path_factory.mktemp("clickhouse")), request)


@pytest.fixture
def clickhouse_database(clickhouse_server: Server) -> Iterator[str]:
    """Give the url of an empty database on the shared server; it is dropped afterwards."""
    name = f"t{uuid.uuid4().hex[:8]}"
    clickhouse_server.execute(f"CREATE DATABASE {name}")
    yield clickhouse_server.database(name)
    clickhouse_server.execute(f"DROP DATABASE IF EXISTS {name}")


@pytest.fixture
def own_clickhouse(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """Give a ClickHouse server of the test's own, to be stopped and killed."""
    with ExitStack() as stack:
        yield _open(stack, running_clickhouse(tmp_path, own=True), request)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """Give the PostgreSQL that all tests of the run share."""
    with ExitStack() as stack:
        yield _open(stack, running_postgres(), request)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["real"] = sorted(_real(session.config))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _real(node.config).update(getattr(node, "workeroutput", {}).get("real", ()))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    real = sorted(_real(config)) or ["none asked for or found"]
    terminalreporter.write_line(f"real servers in this run: {', '.join(real)}")
