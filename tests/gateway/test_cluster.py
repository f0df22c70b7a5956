"""The gateway of a cluster: what was answered stands in Kafka, and its receipt comes from there."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

from events import topics
from events.kafka import Connection, end_offsets, read_range
from hub.cluster import topics as administration
from hub.cluster.hub import Cluster as Hub
from hub.gateway.keyring import Caller, open_keyring
from hub.gateway.serving import open_gateway
from hub.intake.worker import IntakeWorker
from hub.intake.worker_memory import IntakeMemory
from hub.settings import Settings
from tests.gateway.speaking import BATCH, STRUCTURED, System
from tests.support.daemon import Process, free_port
from tests.support.kafka import Kafka


def _cold(_: object) -> AbstractContextManager[None]:
    """Make no page in advance."""
    return nullcontext()


class Cluster(NamedTuple):
    """A broker with the hub's topics, and a department that sends by the gateway before it."""

    broker: Kafka
    system: System
    folder: Path

    @property
    def connection(self) -> Connection:
        return Connection(self.broker.bootstrap)


@pytest.fixture(scope="module")
def cluster(kafka_broker: Kafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give the gateway before the broker of the run; its ClickHouse is away."""
    folder, department = tmp_path_factory.mktemp("cluster"), f"gate{uuid.uuid4().hex[:8]}"
    administration.create(Connection(kafka_broker.bootstrap), administration.hub_topics())
    away = f"clickhouse://127.0.0.1:{free_port()}/default"
    settings = Settings(data=folder, kafka=kafka_broker.bootstrap, clickhouse=away)
    with ExitStack() as stack:
        keyring = stack.enter_context(open_keyring(folder))
        key = keyring.make(Caller(department, department, "department", 100_000_000))
        hub = stack.enter_context(Hub(settings))
        url = stack.enter_context(open_gateway(hub, keyring, "0", warm=_cold))
        yield Cluster(kafka_broker, System(url, key, department), folder)


def test_an_answer_says_where_in_kafka_the_event_stands(cluster: Cluster) -> None:
    """There is the very message, byte for byte, in the topic of who sent it and nobody else's."""
    system = cluster.system
    sent = orjson.dumps(system.event("V-1"))
    answer = system.ask("POST", "/events", sent, STRUCTURED)
    said = answer.said
    topic = topics.ingest(system.department)
    [record] = read_range(cluster.connection, topic, 0, said["offset"], said["offset"] + 1, 10)

    assert (202, "written", topic) == (answer.status, said["outcome"], said["topic"])
    assert sent == record.value
    assert sha256(sent).hexdigest() == said["sha256"]
    assert f"/departments/{system.department}/visits#V-1" == said["event_id"]


def test_a_batch_keeps_its_order(cluster: Cluster) -> None:
    """One partition per department, one after the other."""
    system = cluster.system
    said = system.send([system.event(f"B-{number}") for number in range(20)], BATCH).said
    offsets = [one["offset"] for one in said["receipts"]]

    assert 20 == said["written"]
    assert list(range(offsets[0], offsets[0] + 20)) == offsets


def test_there_is_no_answer_before_the_broker_has_it(cluster: Cluster) -> None:
    """A broker that stands still keeps the sender waiting; then the answer comes, and is true."""
    daemon = cluster.broker.daemon
    if not isinstance(daemon, Process) or daemon.pid is None:
        pytest.skip("the broker is no process of this machine: it cannot be held still")
    system, place = cluster.system, (topics.ingest(cluster.system.department), 0)
    with ThreadPoolExecutor(1) as pool:
        os.kill(daemon.pid, signal.SIGSTOP)
        try:
            asked = pool.submit(system.send, system.event("V-held"))
            with pytest.raises(NotYetError):
                asked.result(timeout=1.0)
        finally:
            os.kill(daemon.pid, signal.SIGCONT)
        answer = asked.result(timeout=60)

    assert 202 == answer.status
    assert answer.said["offset"] < end_offsets(cluster.connection, [place])[place]


def test_the_receipt_follows_once_intake_has_judged(cluster: Cluster) -> None:
    """The same receipt as everybody's, found under the id that the answer gave."""
    system, connection = cluster.system, cluster.connection
    before = system.get("/receipts?after=0&limit=500").said["next"]
    good = system.send(system.event("V-good")).said
    bad = system.send(system.event("V-bad", type="visit.unknown.v1")).said
    memory = IntakeMemory(cluster.folder / "intake.sqlite", connection)

    def judged() -> list[dict[str, str]]:
        told = system.get(f"/receipts?after={before}&limit=500").said["receipts"]
        return [one for one in told if one["event_id"] in {good["event_id"], bad["event_id"]}]

    with closing(IntakeWorker(connection, memory, f"intake-{system.department}")) as worker:
        worker.run(lambda: len(judged()) == 2)

    assert 1 == len(system.get(f"/receipts?after={before}&limit=1").said["receipts"])
    assert [
        (good["event_id"], "accepted", good["offset"]),
        (bad["event_id"], "rejected", bad["offset"]),
    ] == [(one["event_id"], one["outcome"], one["offset"]) for one in judged()]


def test_without_its_warehouse_it_still_takes_events(cluster: Cluster) -> None:
    """Sending needs Kafka alone; a question that needs the warehouse is told to come again."""
    system = cluster.system
    asked = system.get("/receipts/some%23id")

    assert (503, "warehouse-away") == (asked.status, asked.said["title"])
    assert 202 == system.send(system.event("V-still")).status


def test_brokers_that_are_away_mean_come_again(tmp_path: Path) -> None:
    """503 with when to try again, and nothing is held back in the gateway."""
    away = f"127.0.0.1:{free_port()}"
    settings = Settings(data=tmp_path, kafka=away, clickhouse=f"clickhouse://{away}/default")
    with ExitStack() as stack:
        keyring = stack.enter_context(open_keyring(tmp_path))
        key = keyring.make(Caller("fire", "fire", "department", 100_000_000))
        hub = stack.enter_context(Hub(settings, patience_s=2.0))
        url = stack.enter_context(open_gateway(hub, keyring, "0", warm=_cold))
        system = System(url, key)
        sent, asked = system.send(system.event("V-1")), system.get("/receipts")

    for answer in (sent, asked):
        assert (503, "log-away") == (answer.status, answer.said["title"])
        assert int(answer.headers["retry-after"]) >= 1
