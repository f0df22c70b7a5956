"""
The hub's own parts as processes of a test: the production classes, under a group of the test's.

``python -m tests.distributed.hub_process BROKERS GROUP intake FOLDER``
``… asleep FOLDER``  (the intake of a cluster, which stops itself, by SIGSTOP, at its first answers)
``… hung FOLDER``  (an intake that stands still)
``… stuck``     (a worker whose first fold never ends)
``… worker``    (no ticks of its own)
``… cared ADDRESS``  (the same, with a health door)
``… repartition``  (stands still in mid-copy, by SIGSTOP, if told ``stops``)
``… alert FOLDER`` (people from the embedded warehouse in FOLDER; ``dies`` after its first message)
``… project URL (old|modern) DIES_AFTER`` dies, as kill -9 would, after that many inserts (0: never)
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from events.kafka import Connection
from hub import cli
from hub.alerting.alerter import Alerter
from hub.alerting.books import books
from hub.alerting.channels import send
from hub.alerting.policy import read_policy
from hub.answering import plain
from hub.cluster import distributed
from hub.cluster import repartition as changing
from hub.cluster.caring import _Worker
from hub.cluster.hub import Cluster
from hub.cluster.projector import Projector
from hub.cluster.watching import Watch
from hub.health import open_health
from hub.intake.worker import IntakeWorker
from hub.intake.worker_memory import IntakeMemory
from hub.settings import Settings
from hub.ticks import build_tick
from processors.app import run
from processors.folding.partition import Partition
from processors.topology import FOLDED, build_partition
from processors.worker_settings import WorkerSettings
from projections.clickhouse import ClickHouseWarehouse
from projections.embedded import EmbeddedWarehouse
from projections.tables import Table
from tests.support.old_clickhouse import OldClickHouseWarehouse

_SOON: dict[str, Any] = {"session_timeout_ms": 6_000, "heartbeat_interval_ms": 1_000}
"""The dead are missed as soon as a broker allows."""


def intake(brokers: str, group: str, folder: str) -> None:
    connection = Connection(brokers)
    memory = IntakeMemory(Path(folder) / "intake.sqlite", connection)
    worker = IntakeWorker(connection, memory, group, **_SOON)
    worker.run(_until_told())
    worker.close()


def asleep(brokers: str, _: str, folder: str) -> None:
    """Judge the first batch, and stand still (SIGSTOP) before anything of it is written."""

    class Asleep(IntakeWorker):
        def _answer(self, judged: Any) -> None:
            os.kill(os.getpid(), signal.SIGSTOP)
            super()._answer(judged)

    distributed.IntakeWorker = Asleep  # type: ignore[attr-defined]
    distributed.run_intake(Settings(kafka=brokers, data=Path(folder)))


def hung(brokers: str, group: str, folder: str) -> None:
    """Do nothing of what was polled, as a client that hangs, under a watchdog."""

    class Hung(IntakeWorker):
        def _take(self, records: Any, stopping: Any) -> None:  # noqa: ARG002
            Event().wait()

    connection = Connection(brokers)
    memory = IntakeMemory(Path(folder) / "intake.sqlite", connection)
    worker = Hung(connection, memory, group, **_SOON)
    with Watch(connection, group, worker.holds, patience_s=4.0):
        worker.run(_until_told())


def worker(brokers: str, group: str) -> None:
    settings = WorkerSettings(brokers, FOLDED, (), group, 6.0, 1.0, 0.2, 500, level="INFO")
    run(settings, build_partition, build_tick)


def stuck(brokers: str, group: str) -> None:
    """Hang in a fold, loop and all, under the watchdog of a worker."""

    class Stuck(Partition[Any]):
        def take(self, *_: Any, **__: Any) -> Any:
            Event().wait()

    def build(topic: str, number: int) -> Partition[Any]:
        partition = build_partition(topic, number)
        partition.__class__ = Stuck
        return partition

    settings = WorkerSettings(brokers, FOLDED, (), group, 6.0, 1.0, 0.2, 500, level="INFO")
    connection = Connection(brokers)
    run(
        settings,
        build,
        build_tick,
        lambda host: Watch(connection, group, _Worker(host).holds, patience_s=4.0),
    )


def cared(brokers: str, group: str, address: str) -> None:
    """Work with a health door at *address*."""
    settings = WorkerSettings(brokers, FOLDED, (), group, 6.0, 1.0, 0.2, 500, level="INFO")
    run(
        settings,
        build_partition,
        build_tick,
        lambda host: open_health(address, lambda: host.ready, str),
    )


def repartition(brokers: str, _: str, stops: str = "") -> None:
    """Give the log's cases six partitions, as the command does; its hold is missed soon."""
    changing._SESSION_MS, changing._BATCH = 6_000, 50  # type: ignore[misc]
    os.environ["HUB_KAFKA"] = brokers
    if stops:
        changing._append = _stopping_behind(changing._append)
    sys.exit(cli.run(["repartition", "--cluster", "--partitions", "journal.cases=6"]))


def _stopping_behind(append: Callable[..., None]) -> Callable[..., None]:
    def appended(*batch: Any) -> None:
        append(*batch)
        os.kill(os.getpid(), signal.SIGSTOP)

    return appended


def project(brokers: str, group: str, url: str, kind: str, dies_after: str) -> None:
    base = OldClickHouseWarehouse if kind == "old" else ClickHouseWarehouse
    warehouse = _dying(base, int(dies_after))(url)
    warehouse.migrate()
    projector = Projector(Connection(brokers), warehouse, group, batch=100, wait_s=0.2, **_SOON)
    projector.run(_until_told())
    projector.close()


def alert(brokers: str, group: str, folder: str, dies: str = "") -> None:
    """Run the alerter of a cluster; it asks an embedded warehouse, which has every view."""
    settings = Settings(data=Path(folder), kafka=brokers)
    warehouse = EmbeddedWarehouse(Path(folder) / "warehouse")

    def query(sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        found = warehouse.query(sql, params)
        return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]

    stopping = _until_told()
    with books(settings.data) as (outbox, vault), Cluster(settings) as hub:
        hub.query = query  # type: ignore[method-assign, assignment]
        told = _die_after_sending if dies else send
        alerter = Alerter(hub, outbox, vault, read_policy(settings.data), "en", told)
        while not stopping():
            alerter.turn()
            Event().wait(0.1)


def _die_after_sending(*message: Any) -> None:
    """The receiver has it, and nobody can say so any more."""
    send(*message)
    os._exit(9)


def _dying(base: type[ClickHouseWarehouse], after: int) -> type[ClickHouseWarehouse]:
    class Dying(base):  # type: ignore[valid-type, misc]
        """Stores the rows, and then is gone before anyone can say so."""

        left = after

        def insert(self, table: Table, rows: Sequence[tuple[Any, ...]], token: str = "") -> None:
            super().insert(table, rows, token)
            self.left -= 1
            if self.left == 0:
                os._exit(9)

    return Dying


def _until_told() -> Callable[[], bool]:
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda sign, _: told.append(sign))
    return lambda: bool(told)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("kafka").setLevel(logging.WARNING)
    parts: dict[str, Callable[..., None]] = {
        "intake": intake,
        "asleep": asleep,
        "hung": hung,
        "stuck": stuck,
        "worker": worker,
        "cared": cared,
        "repartition": repartition,
        "project": project,
        "alert": alert,
    }
    brokers, group, part, *rest = sys.argv[1:]
    parts[part](brokers, group, *rest)
