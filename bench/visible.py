"""
How long it takes from publishing to a row that an analyst's query sees, at a steady rate.

Only the projector runs, as ``hub project`` starts it; the query asks the table of events for the
greatest offset of each partition, ten times a second, so the figure is coarse by so much. (The
view of them, which hides repeats, is not known to Debian's old server.)
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Final

from bench.journal import journal
from bench.lab import WHOLE, Lab
from bench.latency import WARM_S, YEARS_EVENTS, Latency, shape
from bench.steady import Sent, publish
from events.record import Outgoing
from projections.clickhouse import ClickHouseWarehouse
from tests.support.clickhouse import Server, running_clickhouse
from tests.support.daemon import Process
from tests.support.old_clickhouse import warehouse_on

_SQL: Final = "SELECT topic, partition, max(offset) FROM journal_records GROUP BY topic, partition"
_ASK_S: Final = 0.1
Seen = dict[tuple[str, int], int]


def measure(lab: Lab, seed: int, rate: int, seconds: float, warm_s: float = WARM_S) -> Latency:
    """Return the time until a row is visible at *rate* events per second."""
    log = list(islice(journal(seed, YEARS_EVENTS), int(rate * (seconds + warm_s))))
    lab.fresh(WHOLE)
    with tempfile.TemporaryDirectory() as folder, running_clickhouse(Path(folder)) as server:
        server.execute("CREATE DATABASE bench")
        url = server.database("bench")
        warehouse = warehouse_on(server, url)
        warehouse.migrate()
        projector = _projector(lab, server, url, Path(folder))
        try:
            return _measured(lab, warehouse, log, rate, warm_s)
        finally:
            projector.kill()
            warehouse.close()


def _projector(lab: Lab, server: Server, url: str, folder: Path) -> Process:
    module = "hub" if server.modern else "tests.real.cluster"
    settings = {"HUB_KAFKA": lab.bootstrap, "CLICKHOUSE_URL": url, "HUB_DATA": str(folder)}
    words = [sys.executable, "-m", module, "project"]
    log = folder / "projector.log"
    process = Process("hub project", words, log, lambda: True, os.environ | settings)
    process.start()
    return process


def _measured(
    lab: Lab, warehouse: ClickHouseWarehouse, log: Sequence[Outgoing], rate: int, warm_s: float
) -> Latency:
    stop, seen = Flag(), list[tuple[float, Seen]]()
    asking = Thread(target=_ask, args=(warehouse, stop, seen), daemon=True)
    asking.start()
    sent = publish(lab, log, rate)
    began, took = sent[0].at, sent[-1].at - sent[0].at
    last = _ends(sent)
    until = time.monotonic() + 60
    while time.monotonic() < until and not _covers(seen, last):
        time.sleep(_ASK_S)
    stop.set()
    asking.join()
    waits = sorted(_waits(sent, seen, began + warm_s))
    return Latency(rate, len(log) / took, len(waits), *shape(waits))


def _covers(seen: list[tuple[float, Seen]], last: Seen) -> bool:
    return bool(seen) and all(seen[-1][1].get(at, -1) >= to for at, to in last.items())


def _ask(warehouse: ClickHouseWarehouse, stop: Flag, seen: list[tuple[float, Seen]]) -> None:
    while not stop.is_set():
        rows = warehouse.query(_SQL).rows
        seen.append((time.monotonic(), {(topic, number): to for topic, number, to in rows}))
        time.sleep(_ASK_S)


def _ends(sent: Sequence[Sent]) -> Seen:
    ends: Seen = {}
    for one in sent:
        place = one.topic, one.partition
        ends[place] = max(ends.get(place, 0), one.offset)
    return ends


def _waits(
    sent: Sequence[Sent], seen: Sequence[tuple[float, Seen]], since: float
) -> Iterator[float]:
    looks = iter(seen)
    at, have = next(looks, (0.0, {}))
    for one in sent:
        while have.get((one.topic, one.partition), -1) < one.offset:
            if (following := next(looks, None)) is None:
                return
            at, have = following
        if one.at >= since:
            yield (at - one.at) * 1000
