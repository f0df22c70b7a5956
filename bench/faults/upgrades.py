"""
Upgrades under load: ``make upgrades``.

Two workers of the version before (``bench.faults.older``) fold the load of a simulated city on a
real broker, an intake, a projector and an alerter beside them. In the middle of it they are
replaced by today's, one after the other, so that both versions work side by side for a while, and
one of the new ones is killed. At rest the accounts must balance as in any run of the campaign:
what the version before concluded and this one does not is taken back.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import shutil
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import orjson

from bench.faults import alerts
from bench.faults.balance import accounts, tally
from bench.faults.load import Publishers, Sent, draw_load
from bench.faults.older import KINDS
from bench.faults.parts import Parts
from bench.faults.record import RECORD, append
from bench.faults.ticking import publish_ticks
from events.instant import DAY, Instant
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.standing import settled
from hub.settings import Settings
from tests.support.clickhouse import Server, running_clickhouse
from tests.support.kafka import running_kafka

_WORKERS: Final = 2
_SETTLE_S: Final = 240.0
_SIDE_BY_SIDE_S: Final = 5.0


class Stand(NamedTuple):
    """Where a run takes place: brokers, a server, and a database of its own there."""

    bootstrap: str
    server: Server
    database: str

    @property
    def environment(self) -> dict[str, str]:
        where = {"HUB_KAFKA": self.bootstrap, "CLICKHOUSE_URL": self.server.database(self.database)}
        return os.environ | where | {"FAULTS_OLD": "" if self.server.modern else "1"}


def run(stand: Stand, folder: Path, kind: str, events: int, seed: int) -> dict[str, Any]:
    """Upgrade from the version *kind* names under a load of *events*; return the line."""
    began, draw = time.monotonic(), Random(f"upgrade {seed}")
    load = draw_load(events, draw)
    departments = sorted({one.department for one in load} - {"hub"})
    load[:0] = alerts.registered(departments, load[0].time)
    distributed.create_topics(Settings(kafka=stand.bootstrap), departments)
    with ExitStack() as stack:
        receiver = stack.enter_context(alerts.receiving())
        alerts.prepare(folder / "alerter", departments, receiver.url)
        parts = Parts(stand.environment, folder, "", ())
        stack.callback(parts.end)
        publishers = _upgraded(stand, parts, folder, kind, load, draw)
        ends = settled(Connection(stand.bootstrap), _SETTLE_S)
        alerts.settle(folder / "alerter", ends, _SETTLE_S)
        parts.end()
        document = accounts(stand, publishers, ends, folder, receiver.heard)
    return {
        "seed": seed,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "upgrade": kind,
        "seconds": round(time.monotonic() - began, 1),
        "acknowledged": len(publishers.acknowledged),
        "figures": document["figures"],
        "came_back": parts.came_back,
        "faults": [],
        **tally(document),
        "problems": document["problems"][:5],
    }


def _upgraded(
    stand: Stand, parts: Parts, folder: Path, kind: str, load: list[Sent], draw: Random
) -> Publishers:
    """Replace the workers while *load* is sent; return its publishers, all of it acknowledged."""
    connection = Connection(stand.bootstrap)
    parts.add("intake")
    parts.add("project")
    parts.add("alert", "run", data=folder / "alerter")
    old = [parts.add("worker", "--no-ticks", older=kind) for _ in range(_WORKERS)]
    settled(connection, _SETTLE_S)
    publishers = Publishers(stand.bootstrap, load, 2 * _SIDE_BY_SIDE_S * (_WORKERS + 1))
    publishers.start()
    time.sleep(_SIDE_BY_SIDE_S)
    publish_ticks(stand.bootstrap, publishers.sent_to)
    for worker in old:
        worker.stop()
        parts.all.remove(worker)
        new = parts.add("worker", "--no-ticks")
        time.sleep(_SIDE_BY_SIDE_S)
        publish_ticks(stand.bootstrap, publishers.sent_to)
    new.kill()
    time.sleep(draw.uniform(0, 2))
    new.start()
    publishers.hurry()
    if not publishers.join(_SETTLE_S):
        raise TimeoutError("the publishers could not send")
    settled(connection, _SETTLE_S)
    publish_ticks(stand.bootstrap, Instant(publishers.sent_to + 30 * DAY))
    return publishers


def main() -> int:
    """Return 0 when the accounts of every upgrade balance."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.upgrades", description=__doc__)
    parser.add_argument("--events", type=int, default=8_500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=KINDS, action="append")
    parser.add_argument("--record", type=Path, default=RECORD)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="  %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    seed, wrong = asked.seed or secrets.randbelow(1_000_000_000), 0
    for kind in asked.only or KINDS:
        print(f"{kind}: SEED={seed}", flush=True)
        line = _one(kind, asked.events, seed)
        append(asked.record, line)
        print(orjson.dumps(line).decode(), flush=True)
        wrong += line["lost"] + line["twice"] + line["wrong"]
    return 1 if wrong else 0


def _one(kind: str, events: int, seed: int) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="hub-upgrades-"))
    for name in ("kafka", "clickhouse", "parts"):
        (folder / name).mkdir()
    try:
        with (
            running_kafka(folder / "kafka", own=True) as kafka,
            running_clickhouse(folder / "clickhouse", own=True) as server,
        ):
            stand = Stand(kafka.bootstrap, server, f"upgrade_{uuid.uuid4().hex[:8]}")
            return run(stand, folder / "parts", kind, events, seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
