"""
Three real Kafka brokers that hold every record three times, for tests that take some away.

Each is a KRaft process, broker and controller in one, with a small heap and a folder of its
own. Clients reach a broker through the port it is told to advertise, which may be that of a
proxy; the brokers speak with each other beside it. The folders are formatted once, and copied.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from tests.support.daemon import Process, free_port
from tests.support.kafka import _SETTINGS, answers, java
from tests.support.kafka_jars import VERSION

COUNT = 3
_CLUSTER = "aHViLXRlc3QtY2x1c3RlcQ"
_MORE = {
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    "share.coordinator.state.topic.replication.factor": "3",
    "share.coordinator.state.topic.min.isr": "2",
    "min.insync.replicas": "2",
    "default.replication.factor": "3",
    "unclean.leader.election.enable": "false",
    "broker.session.timeout.ms": "9000",
    "broker.heartbeat.interval.ms": "2000",
    "replica.lag.time.max.ms": "12000",
    "controller.quorum.fetch.timeout.ms": "5000",
    "controller.quorum.election.timeout.ms": "3000",
    "listener.security.protocol.map": ("CLIENT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
    "inter.broker.listener.name": "BROKER",
}


class Node:
    """One broker: ``client`` is the port it listens at for clients, ``seen`` the advertised one."""

    def __init__(self, number: int, folder: Path, data: Path, seen: int, client: int) -> None:
        self.number, self.folder, self.data = number, folder, data
        self.seen, self.client = seen, client
        self.process: Process | None = None

    @property
    def daemon(self) -> Process:
        assert self.process is not None, "the cluster makes the process"
        return self.process


class Brokers:
    """A cluster of three. ``bootstrap`` names the advertised ports."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = tuple(nodes)
        self.bootstrap = ",".join(f"127.0.0.1:{node.seen}" for node in nodes)
        voters = [(node, free_port(), free_port()) for node in nodes]
        quorum = ",".join(f"{node.number}@127.0.0.1:{control}" for node, control, _ in voters)
        for node, control, between in voters:
            _prepare(node, control, between, quorum)

    def start(self) -> None:
        """Start those that do not run, side by side, and return when all answer."""
        for node in self.nodes:
            node.daemon.begin()
        for node in self.nodes:
            node.daemon.start()

    def kill(self) -> None:
        for node in self.nodes:
            node.daemon.kill()

    def stop(self) -> None:
        """Stop all of them, side by side."""
        for node in self.nodes:
            node.daemon.ask_to_end()
        for node in self.nodes:
            node.daemon.stop()

    def controller(self) -> Node:
        """Return the node that leads the controllers now, or the first when nobody knows."""
        try:
            with closing(KafkaAdminClient(bootstrap_servers=self.bootstrap.split(","))) as admin:
                leader = admin.describe_metadata_quorum()["topics"][0]["partitions"][0]["leader_id"]
        except (KafkaError, KeyError, IndexError, TypeError):
            leader = 1
        return next((node for node in self.nodes if node.number == leader), self.nodes[0])


def _prepare(node: Node, control: int, between: int, quorum: str) -> None:
    node.folder.mkdir(parents=True, exist_ok=True)
    host = "127.0.0.1"
    settings = (
        _SETTINGS
        | _MORE
        | {
            "node.id": str(node.number),
            "listeners": (
                f"CLIENT://{host}:{node.client},BROKER://{host}:{between},CONTROLLER://{host}:{control}"
            ),
            "advertised.listeners": f"CLIENT://{host}:{node.seen},BROKER://{host}:{between}",
            "controller.quorum.voters": quorum,
            "log.dirs": str(node.data / "log"),
        }
    )
    properties = node.folder / "server.properties"
    properties.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    command = java()
    _format(node, command, properties)
    node.process = Process(
        f"Kafka {VERSION} #{node.number}",
        [*command, "kafka.Kafka", str(properties)],
        node.folder / "kafka.log",
        lambda: answers(f"{host}:{node.client}"),
        patience_s=120,
    )


def _format(node: Node, java: list[str], properties: Path) -> None:
    """Format the folder of *node*, or copy the first one's and give it its own name."""
    first = node.data.parent / "formatted"
    log = node.data / "log"
    if not first.exists():
        command = [*java, "kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c"]
        subprocess.run([*command, str(properties)], check=True, capture_output=True, timeout=120)
        shutil.copytree(log, first)
        return
    shutil.copytree(first, log)
    meta = log / "meta.properties"
    lines = [line for line in meta.read_text().splitlines() if not line.startswith("directory.id")]
    said = "\n".join(f"node.id={node.number}" if x.startswith("node.id") else x for x in lines)
    meta.write_text(f"{said}\ndirectory.id={'AAAAAAAAAAAAAAAAAAAA'}{node.number}g\n")
