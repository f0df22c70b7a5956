"""
One part of the hub as the campaign runs it: the command itself, or a deliberately broken build.

``python -m bench.faults.part intake|worker|project|alert|gateway …``. An old server gets the
translated tables (``FAULTS_OLD=1``); since no view runs there, the alerter knows people from a
file then, and the gateway asks a copy (``FAULTS_HTTP``: where the server gives its rows away).
``FAULTS_BROKEN`` names the build: the campaign must catch it.

* ``commit-first``: the projector commits a batch before it inserts it.
* ``state-first``: a worker acknowledges its state before the findings it said.

``FAULTS_OLDER`` names a build of the version before (``bench.faults.older``).
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import orjson

from bench.faults.older import become
from events.kafka import Committed
from events.record import Outgoing
from hub.cli import run
from hub.cluster import distributed, projector
from hub.cluster.inserting import Batch
from hub.settings import Settings
from projections import clickhouse, sink
from tests.support.old_clickhouse import OldClickHouseWarehouse

PEOPLE = "officers.json"
"""In the folder of an alerter whose server has no views: the rows of ``officers``."""
_LATE_S = 2.0


class CommitFirst(projector.Projector):
    """Says that a batch is stored, and then stores it."""

    def _send_off(self, batch: Batch) -> None:
        self._commit({place: Committed(*sink.done(range)) for place, range in batch.ranges.items()})
        super()._send_off(batch)


def _break_worker() -> None:
    from processors import broker, host  # noqa: PLC0415 - before the worker is imported

    class StateFirst(host.Host):
        """Lets its findings wait while its state is saved."""

        async def _save(self, seat: Any) -> None:
            partition = seat.partition
            if partition is None or seat.lost or partition.position == seat.saved:
                return
            position, entries = partition.position, partition.changed()
            await self._write(seat, entries)
            seat.saved = position

    publish = broker.Broker.publish

    async def late(self: broker.Broker, outgoing: Sequence[Outgoing], *asked: Any) -> None:
        await asyncio.sleep(_LATE_S)
        await publish(self, outgoing, *asked)

    broker.Broker.publish = late  # type: ignore[method-assign, assignment]
    host.Host = StateFirst  # type: ignore[misc]


def _ask_a_file() -> None:
    from hub.alerting import hosting  # noqa: PLC0415 - no other part has alerts
    from hub.cluster.hub import Cluster  # noqa: PLC0415 - as above

    class OldCluster(Cluster):
        """Its warehouse must be there, as for any alerter; who there is stands in a file."""

        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self._people = orjson.loads((settings.data / PEOPLE).read_bytes())

        def query(
            self,
            sql: str,
            params: dict[str, Any] | None = None,  # noqa: ARG002
        ) -> list[dict[str, Any]]:
            super().query("SELECT count() FROM journal_records")
            return self._people if "FROM officers" in sql else []

    hosting.Cluster = OldCluster  # type: ignore[attr-defined, assignment]


def _ask_a_copy() -> None:
    from tests.support.mirrored import MirroredWarehouse  # noqa: PLC0415 - the gateway's alone

    MirroredWarehouse.http = os.environ["FAULTS_HTTP"]
    MirroredWarehouse.folder = Path(os.environ["HUB_DATA"]) / "copy"
    clickhouse.ClickHouseWarehouse = MirroredWarehouse  # type: ignore[misc]


def _sleep(seconds: float) -> None:
    """Sleep on a lock: libfaketime spoils the system call that Python sleeps on."""
    Event().wait(seconds)


def main() -> int:
    """Run the part named on the command line until it is told to end."""
    time.tzset()
    if os.environ.get("FAKETIME_TIMESTAMP_FILE"):
        time.sleep = _sleep  # type: ignore[assignment]
    if os.environ.get("FAULTS_OLD"):
        clickhouse.ClickHouseWarehouse = OldClickHouseWarehouse  # type: ignore[misc]
        if sys.argv[1] == "alert":
            _ask_a_file()
        if sys.argv[1] == "gateway":
            _ask_a_copy()
    if older := os.environ.get("FAULTS_OLDER"):
        become(older)
    broken = os.environ.get("FAULTS_BROKEN")
    if broken == "commit-first":
        distributed.Projector = CommitFirst  # type: ignore[attr-defined]
    if broken == "state-first":
        _break_worker()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
