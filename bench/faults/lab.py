"""
The lab of a campaign: three brokers, a ClickHouse server, proxies before them, small disks.

It stands for all runs of a campaign; each run begins with no topics and an empty database. The
last broker and the warehouse keep their files on small tmpfs mounts where the machine allows
it, so that a disk can be filled.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from bench.faults.parts import environment_of
from bench.faults.proxy import Proxy
from tests.distributed.kafka_log import KafkaLog
from tests.support.brokers import COUNT, Brokers, Node
from tests.support.clickhouse import Server, running_clickhouse
from tests.support.daemon import free_port

_DISKS = ("1g", "600m")
"""How large the small disks are: a broker's, and the warehouse's."""
_HEARD_S = 1.0
"""Until every broker has heard that topics are gone."""


class Disk:
    """A folder on a small file system of its own; ``real`` False where it cannot be mounted."""

    def __init__(self, folder: Path, size: str) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.real = _mount(folder, size)

    def fill(self) -> None:
        """Leave no room on it."""
        with suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(1 << 20))

    def relieve(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)

    def close(self) -> None:
        if self.real:
            subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)


def _mount(folder: Path, size: str) -> bool:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


class Lab:
    """``bootstrap`` and ``url`` lead through the proxies; ``direct`` is the server itself."""

    def __init__(self, brokers: Brokers, server: Server, disks: tuple[Disk, Disk]) -> None:
        self.brokers, self.server = brokers, server
        self.broker_disk, self.warehouse_disk = disks
        self.kafka_proxies: list[Proxy] = []
        self.warehouse_proxy = Proxy(server.port)
        self.database = ""
        self.log = KafkaLog(brokers.bootstrap)

    @property
    def bootstrap(self) -> str:
        return self.brokers.bootstrap

    @property
    def url(self) -> str:
        place = urlsplit(self.server.database(self.database))
        return place._replace(netloc=f"default@127.0.0.1:{self.warehouse_proxy.port}").geturl()

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.bootstrap, self.url, self.server)

    def clear(self) -> None:
        """Begin a run: no topics, an empty database."""
        self.heal()
        self.log.clear()
        time.sleep(_HEARD_S)
        if self.database:
            self.server.execute(f"DROP DATABASE IF EXISTS {self.database}")
        self.database = f"faults_{uuid.uuid4().hex[:8]}"

    def heal(self) -> None:
        """Let everything stand again: room on the disks, all servers up, no hand on the lines."""
        for disk in (self.broker_disk, self.warehouse_disk):
            disk.relieve()
        for proxy in (*self.kafka_proxies, self.warehouse_proxy):
            proxy.heal()
        self.brokers.start()
        self.server.daemon.start()


@contextmanager
def open_lab(folder: Path, disks: tuple[str, str] = _DISKS) -> Iterator[Lab]:
    """Give the lab, with its files in *folder*, an empty one; *disks*: the sizes of two of them."""
    with ExitStack() as stack:
        disk = Disk(folder / "broker-disk", disks[0])
        stack.callback(disk.close)
        warehouse_disk = Disk(folder / "warehouse-disk", disks[1])
        stack.callback(warehouse_disk.close)
        server = stack.enter_context(running_clickhouse(warehouse_disk.folder, own=True))
        proxies = [Proxy(free_port()) for _ in range(COUNT)]
        datas = [folder / "kafka-1", folder / "kafka-2", disk.folder]
        nodes = [
            Node(number, folder / f"node-{number}", data, proxy.port, proxy.target)
            for number, (data, proxy) in enumerate(zip(datas, proxies, strict=True), 1)
        ]
        brokers = Brokers(nodes)
        stack.callback(brokers.kill)
        brokers.start()
        lab = Lab(brokers, server, (disk, warehouse_disk))
        lab.kafka_proxies = proxies
        stack.callback(lab.warehouse_proxy.close)
        for proxy in proxies:
            stack.callback(proxy.close)
        yield lab
