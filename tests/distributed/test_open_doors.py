"""No open door: every running part listens where it was told to, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from socket import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import orjson
import pytest

from tests.distributed.kafka_log import KafkaLog
from tests.support.daemon import Process, free_port
from tests.support.listeners import listening
from tests.support.waiting import wait_until

CARED_FOR = ("intake", "worker", "project")
"""Parts with a door for those who look after them, where it is asked for (``HUB_HEALTH``)."""
SHUT = ("alert",)
"""A part that is given no door here."""


class Parts:
    """The parts of a cluster, started by the commands a person types."""

    def __init__(self, brokers: str, folder: Path, stack: ExitStack) -> None:
        self.doors = {part: f"127.0.0.1:{free_port()}" for part in (*CARED_FOR, "gateway")}
        self._brokers, self._folder = brokers, folder
        self.running = {part: self._started(part, stack) for part in (*self.doors, *SHUT)}

    def _started(self, part: str, stack: ExitStack) -> Process:
        words = {"gateway": ["--http", self.doors["gateway"]], "alert": ["run"]}
        command = [sys.executable, "-m", "hub", part, *words.get(part, [])]
        environment = {
            "HUB_DATA": str(self._folder / part),
            "HUB_KAFKA": self._brokers,
            "CLICKHOUSE_URL": f"clickhouse://127.0.0.1:{free_port()}/default",
            "HUB_HEALTH": self.doors[part] if part in CARED_FOR else "",
        }
        log = self._folder / f"{part}.log"
        process = Process(part, command, log, lambda: True, environment=environment)
        process.start()
        stack.callback(process.kill)
        return process

    def all_stand(self) -> bool:
        """Return whether each answers at its door, and those without a door run."""
        shut = all(self.running[part].pid is not None for part in SHUT)
        return shut and all(map(_answers, self.doors.values()))


def _answers(address: str) -> bool:
    with socket() as line, suppress(OSError):
        host, _, port = address.partition(":")
        line.settimeout(1)
        line.connect((host, int(port)))
        return True
    return False


@pytest.fixture
def parts(hub_log: KafkaLog, tmp_path: Path) -> Iterator[Parts]:
    with ExitStack() as stack:
        yield Parts(hub_log.bootstrap, tmp_path, stack)


def test_each_part_of_a_cluster_listens_where_it_was_told_to(parts: Parts) -> None:
    """Faust opens a web port unless it is switched off; so may a library tomorrow."""
    wait_until(parts.all_stand, "every part to stand")
    ready = f"http://{parts.doors['worker']}/ready"
    wait_until(lambda: _status(ready) == 200, "the worker to be at work")

    assert (200, 503) == tuple(
        _status(f"http://{parts.doors['project']}/{page}") for page in ("live", "ready")
    )  # its warehouse is away

    found = {part: listening(one.pid or 0) for part, one in parts.running.items()}
    assert {part: {door} for part, door in parts.doors.items()} | {
        part: set() for part in SHUT
    } == found


def _status(url: str) -> int:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own door
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def test_an_embedded_hub_listens_on_this_machine_only(tmp_path: Path) -> None:
    """Its own door, and the gateway's if that is asked for; the warehouse's child has none."""
    command = [sys.executable, "-m", "hub", "--data", str(tmp_path / "data"), "serve", "--json"]
    port = str(free_port())
    out, err = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen([*command, "--http", port], stdout=out, stderr=err) as serving:
        assert serving.stdout is not None
        said = orjson.loads(serving.stdout.readline())
        found = listening(serving.pid)
        serving.kill()

    assert f"http://127.0.0.1:{port}" == said["gateway"]
    assert {said["address"], said["gateway"]} == {f"http://{place}" for place in found}
    assert {"127.0.0.1"} == {place.partition(":")[0] for place in found}


def test_a_listener_is_seen() -> None:
    """A test that sees no listener anywhere would always pass."""
    with socket() as door:
        door.bind(("127.0.0.1", 0))
        before = listening(os.getpid())
        door.listen()

        assert {f"127.0.0.1:{door.getsockname()[1]}"} == listening(os.getpid()) - before
