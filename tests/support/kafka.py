"""
A real Kafka broker for the tests, wherever it can be had.

``KAFKA_BOOTSTRAP`` names one that runs; else Docker starts one; else Java runs the jars of
Maven Central. The broker is one KRaft process on the loopback interface, with a small heap
and ports that were free. It keeps its folder and ports over ``stop``, ``kill`` and ``start``,
so a test can take it away and bring it back.
"""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from tests.support.daemon import Container, Daemon, Process, free_port, listens
from tests.support.kafka_classes import shared_classes
from tests.support.kafka_jars import VERSION, kafka_jars
from tests.support.part import docker_answers

IMAGE = f"apache/kafka:{VERSION}"

_HEAP = ["-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
_PATIENCE_S = 180.0
"""A broker starts in five seconds; beside a campaign on two cores it took more than sixty."""
_QUIET = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]

_SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "2",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "broker.session.timeout.ms": "2000",  # how long a killed broker waits for its old self
    "broker.heartbeat.interval.ms": "500",
    "auto.create.topics.enable": "false",
    "log.cleaner.dedupe.buffer.size": "4194304",
    "log.cleaner.threads": "1",
    "num.network.threads": "2",
    "num.io.threads": "4",
}


class Kafka:
    """A broker: ``bootstrap`` is its address, ``origin`` says where it came from."""

    def __init__(self, bootstrap: str, origin: str, daemon: Daemon | None = None) -> None:
        self.bootstrap = bootstrap
        self.origin = origin
        self._daemon = daemon

    @property
    def daemon(self) -> Daemon:
        """The process or container, to be stopped and killed; raises for a broker not ours."""
        if self._daemon is None:
            raise RuntimeError(f"the broker at {self.bootstrap} is not ours to stop")
        return self._daemon


@contextmanager
def running_kafka(
    folder: Path, *, own: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[Kafka]:
    """
    Give a broker that answers, and end it afterwards when it was started here.

    Args:
        folder: an empty folder for its data and log.
        own: never the shared one of ``KAFKA_BOOTSTRAP``: the test will stop or kill it.
        settings: of a broker of the test's own, in place of the usual ones.

    Raises:
        Absent: there is no broker, no Docker, and no Java with the jars.
    """
    bootstrap = os.environ.get("KAFKA_BOOTSTRAP", "")
    if bootstrap and not own:
        yield Kafka(bootstrap, f"Kafka at {bootstrap}")
        return
    broker = _in_docker(settings or {}) if docker_answers() else _in_java(folder, settings or {})
    broker.daemon.start()
    try:
        yield broker
    finally:
        broker.daemon.kill()


def answers(bootstrap: str) -> bool:
    """Return whether the broker at *bootstrap* serves clients, not merely accepts connections."""
    if not listens(int(bootstrap.rsplit(":", 1)[1])):
        return False
    try:
        with closing(KafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=3_000)) as a:
            a.list_topics()
    except (KafkaError, OSError):
        return False
    return True


def _in_java(folder: Path, own: Mapping[str, str]) -> Kafka:
    port = free_port()
    bootstrap = f"127.0.0.1:{port}"
    settings = {**own, **_listeners(port, free_port())}
    process = in_java(folder, settings, lambda: answers(bootstrap))
    return Kafka(bootstrap, f"Kafka {VERSION} (Java)", process)


def in_java(
    folder: Path, settings: Mapping[str, str], answers: Callable[[], bool], *format: str
) -> Process:
    """Return a broker of *settings* beside the usual ones; *format*: more for its storage."""
    return _broker(java(), folder, settings, answers, *format)


def java() -> list[str]:
    """
    Return the command that runs a class of the broker's jars; the first call takes some seconds.

    Raises:
        Absent: there is no Java, or its jars are not to be had.
    """
    jars = kafka_jars()
    return _jvm(jars, shared_classes(jars, partial(_run_once, jars)))


def _jvm(jars: Path, words: list[str]) -> list[str]:
    return ["java", *_HEAP, *_QUIET, *words, "-cp", f"{jars}/*"]


def _run_once(jars: Path, folder: Path, words: list[str]) -> None:
    port = free_port()
    bootstrap, settings = f"127.0.0.1:{port}", _listeners(port, free_port())
    broker = _broker(_jvm(jars, words), folder, settings, lambda: answers(bootstrap))
    broker.start()
    broker.stop()


def _broker(
    java: list[str],
    folder: Path,
    settings: Mapping[str, str],
    answers: Callable[[], bool],
    *format: str,
) -> Process:
    properties = _write_properties(folder, settings)
    storage = [*java, "kafka.tools.StorageTool"]
    _run([*storage, "format", "-t", _cluster_id(), "-c", str(properties), *format])
    command = [*java, "kafka.Kafka", str(properties)]
    log = folder / "kafka.log"
    return Process(f"Kafka {VERSION}", command, log, answers, patience_s=_PATIENCE_S)


def _in_docker(own: Mapping[str, str]) -> Kafka:
    port = free_port()
    bootstrap = f"127.0.0.1:{port}"
    listeners = _listeners(port, free_port(), host="0.0.0.0")
    settings = _SETTINGS | dict(own) | listeners | {"log.dirs": "/tmp/log"}  # noqa: S108 - inside the container
    variables = [f"KAFKA_{name.upper().replace('.', '_')}={v}" for name, v in settings.items()]
    flags = [part for variable in variables for part in ("--env", variable)]
    container = Container(
        f"hub-test-kafka-{uuid.uuid4().hex[:8]}",
        ["--publish", f"127.0.0.1:{port}:{port}", *flags, IMAGE],
        lambda: answers(bootstrap),
    )
    return Kafka(bootstrap, f"Kafka {VERSION} (Docker)", container)


def _listeners(port: int, controller: int, host: str = "127.0.0.1") -> dict[str, str]:
    return {
        "listeners": f"PLAINTEXT://{host}:{port},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "controller.quorum.voters": f"1@127.0.0.1:{controller}",
    }


def _write_properties(folder: Path, more: Mapping[str, str]) -> Path:
    settings = _SETTINGS | {"log.dirs": str(folder / "log")} | dict(more)
    properties = folder / "server.properties"
    properties.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    return properties


def _cluster_id() -> str:
    return "aHViLXRlc3QtY2x1c3RlcQ"  # 16 bytes in URL-safe base64, as Kafka writes its ids


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[-5:]} failed: {done.stdout}{done.stderr}")
