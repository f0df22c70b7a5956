"""
A whole cluster for one real set: a broker of its own, and the hub's commands as processes.

The commands are those an operator starts, under their own groups and settings. Where the
server is Debian's old ClickHouse, ``hub project`` writes to the translated tables
(``python -m tests.real.cluster project``). Waiting follows what a group has committed: it ends
when nothing is left, when a process ended, when nothing moved for a while, or when time is up,
and says how far each partition came.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from events.kafka import Connection
from hub.cli import run
from hub.cluster import topics
from projections import clickhouse
from tests.distributed.kafka_log import KafkaLog, Partitions
from tests.support.clickhouse import Server
from tests.support.daemon import TAIL, Process
from tests.support.old_clickhouse import OldClickHouseWarehouse

_LOOK_S = 0.5
"""How often a group is asked how far it is."""


class Limits(NamedTuple):
    """Seconds of wall clock: for all of it, and without any commit."""

    whole: float = 1_200
    standstill: float = 240


class Cluster:
    """The broker at *bootstrap* and the database *url* on *server*, and processes on them."""

    def __init__(self, bootstrap: str, server: Server, url: str, folder: Path) -> None:
        self.log = KafkaLog(bootstrap)
        self.server, self.url = server, url
        self._folder = folder
        settings = {"HUB_KAFKA": bootstrap, "CLICKHOUSE_URL": url, "HUB_DATA": str(folder / "hub")}
        self._environment = os.environ | settings
        self._processes: list[Process] = []

    def create_topics(self, *departments: str) -> None:
        topics.create(Connection(self.log.bootstrap), topics.hub_topics(departments))

    def start(self, *command: str) -> None:
        """Start ``hub COMMAND`` as a process; its output goes to a log of its own."""
        module = "hub" if self.server.modern or command[0] != "project" else __name__
        name = f"hub {' '.join(command)} #{len(self._processes)}"
        program = [sys.executable, "-m", module, *command]
        log = self._folder / f"{name}.log"
        process = Process(name, program, log, lambda: True, self._environment)
        process.start()
        self._processes.append(process)

    def stop(self) -> None:
        """End every process kindly, so that none takes a core from what comes next."""
        for process in self._processes:
            process.stop()
        self._processes.clear()

    def follow(self, group: str, names: Sequence[str], limits: Limits = Limits()) -> None:  # noqa: B008 - a frozen value
        """
        Return when *group* has committed all of topics *names*.

        Raises:
            TimeoutError: it took longer than *limits*; the message says how far it came.
            RuntimeError: a process ended; the message ends with its last words.
        """
        with self.log.watching():
            self._follow(group, names, limits)

    def _follow(self, group: str, names: Sequence[str], limits: Limits) -> None:
        began = moved = time.monotonic()
        before: Partitions = {}
        while left := self.log.left(group, names):
            now = time.monotonic()
            self._look_after(group, left)
            moved = now if left != before else moved
            if now - began > limits.whole or now - moved > limits.standstill:
                raise TimeoutError(
                    f"{group} took {now - began:.0f} s, the last {now - moved:.0f} without a"
                    f" commit, and has still to read {_told(left)}"
                )
            before = left
            time.sleep(_LOOK_S)

    def _look_after(self, group: str, left: Partitions) -> None:
        for process in self._processes:
            if process.pid is None:
                words = process._log.read_text(errors="replace")[-TAIL:]
                raise RuntimeError(
                    f"{process.name} ended while {group} had to read {_told(left)}:\n{words}"
                )


def _told(left: Partitions) -> str:
    return ", ".join(
        f"{place.topic}/{place.partition}: {count}" for place, count in sorted(left.items())
    )


if __name__ == "__main__":
    clickhouse.ClickHouseWarehouse = OldClickHouseWarehouse  # type: ignore[misc]
    sys.exit(run(sys.argv[1:]))
