"""A broker of this folder's own (tests empty its topics), and processes that work on it."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from events.kafka import Connection
from hub.cluster import topics
from tests.distributed.kafka_log import KafkaLog, toy_topics
from tests.support.daemon import Process
from tests.support.kafka import Kafka, running_kafka
from tests.support.part import Absent, required

Start = Callable[..., Process]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.real_kafka)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """Give a broker that only these tests use, one after the other."""
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(running_kafka(tmp_path_factory.mktemp("own"), own=True))
        except Absent as absent:
            if required():
                pytest.fail(str(absent), pytrace=False)
            pytest.skip(str(absent))
        yield opened


@pytest.fixture
def toy_log(broker: Kafka) -> KafkaLog:
    """Give the empty topics of the toy worker."""
    log = KafkaLog(broker.bootstrap)
    log.recreate(*toy_topics())
    return log


@pytest.fixture
def hub_log(broker: Kafka) -> KafkaLog:
    """Give the empty topics of the hub, and of the departments fire, tax and water."""
    log = KafkaLog(broker.bootstrap)
    log.clear()
    topics.create(Connection(broker.bootstrap), topics.hub_topics(("fire", "tax", "water")))
    return log


@pytest.fixture
def group() -> str:
    """Give the name of a consumer group no other test uses."""
    return f"g{uuid.uuid4().hex[:8]}"


@pytest.fixture
def start(broker: Kafka, group: str, tmp_path: Path) -> Iterator[Start]:
    """Give a function that starts a module as a process in *group*, or in ``of``."""
    started: list[Process] = []

    def begin(
        module: str = "tests.distributed.toy_worker", *arguments: str, of: str = ""
    ) -> Process:
        log = tmp_path / f"{module}-{len(started)}.log"
        command = [sys.executable, "-m", module, broker.bootstrap, of or group, *arguments]
        process = Process(module, command, log, lambda: True)
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
