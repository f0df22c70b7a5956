"""Where a run takes place that needs no lab: one broker, one ClickHouse, a folder for parts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.faults.command import scratch
from bench.faults.parts import environment_of
from tests.support.clickhouse import Server, running_clickhouse
from tests.support.daemon import Daemon
from tests.support.kafka import running_kafka


class Stand(NamedTuple):
    """The broker, the server, and a database of the run's own there."""

    bootstrap: str
    server: Server
    database: str
    broker: Daemon

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.bootstrap, self.server.database(self.database), self.server)


@contextmanager
def standing(name: str, inside: str | None = None) -> Iterator[tuple[Stand, Path]]:
    """Give a stand for the run *name*, and a folder for its parts, while the body runs."""
    with (
        scratch(name, "kafka", "clickhouse", "parts", inside=inside) as folder,
        running_kafka(folder / "kafka", own=True) as kafka,
        running_clickhouse(folder / "clickhouse", own=True) as server,
    ):
        database = f"{name}_{uuid.uuid4().hex[:8]}"
        yield Stand(kafka.bootstrap, server, database, kafka.daemon), folder / "parts"
