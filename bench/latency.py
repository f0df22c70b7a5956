"""
How long it takes from publishing to a finding on Kafka, at a steady rate.

Events are appended to the journals at a fixed rate; a reader of the findings topic notes when
each finding of duplicate visits came and looks up when the youngest event it cites was handed
to the client. Findings that only time brings about (a deadline passed) cite no young event and
are not counted. The first seconds are warm-up: a broker that starts (its Java, its new topics)
leaves a backlog of two seconds, which at a rate near the worker's own takes long to go.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from statistics import median
from threading import Event as Flag
from threading import Thread
from typing import Final, NamedTuple

import orjson
from kafka import KafkaConsumer

from bench.journal import journal
from bench.lab import WHOLE, Lab, Watch, new_group
from bench.steady import publish
from events import ids, topics
from events.record import Outgoing
from tests.support.waiting import wait_until

WARM_S: Final = 20.0
YEARS_EVENTS: Final = 1_000_000
"""The load is thinned out over a year as if there were so many: a tick comes rarely."""


class Latency(NamedTuple):
    """Milliseconds; ``rate`` asked for and ``reached`` in events per second."""

    rate: int
    reached: float
    findings: int
    p50: float
    p99: float
    most: float


def measure(
    lab: Lab, seed: int, rate: int, seconds: float, warm_s: float = WARM_S, workers: int = 1
) -> Latency:
    """Return the latency of the hub's *workers* together at *rate* events per second."""
    count = int(rate * (seconds + warm_s))
    log = list(islice(journal(seed, YEARS_EVENTS), count + 100))
    lab.fresh(WHOLE)
    group = new_group("hub")
    running = [lab.start("hub", group, "detectors") for _ in range(workers)]
    watch = Watch(lab, group, "detectors")
    try:
        lab.publish(log[:100])
        wait_until(watch.is_done, "the worker to work", 120)
        return _measured(lab, log[100:], rate, warm_s)
    finally:
        watch.close()
        for worker in running:
            worker.kill()


def _measured(lab: Lab, log: Sequence[Outgoing], rate: int, warm_s: float) -> Latency:
    stop, came = Flag(), list[tuple[float, bytes]]()
    reader = Thread(target=_listen, args=(lab.bootstrap, stop, came), daemon=True)
    reader.start()
    sent = publish(lab, log, rate)
    time.sleep(2)
    stop.set()
    reader.join()
    published = {_event_id(log[one.number]): one.at for one in sent}
    began, took = sent[0].at, sent[-1].at - sent[0].at
    waits = sorted(_waits(came, published, began + warm_s))
    return Latency(rate, len(log) / took, len(waits), *shape(waits))


def _event_id(one: Outgoing) -> str:
    said = orjson.loads(one.value)
    return ids.event_id(said["source"], said["id"])


def _listen(bootstrap: str, stop: Flag, came: list[tuple[float, bytes]]) -> None:
    """Note when each finding came; it is read when nothing is measured any more."""
    consumer = KafkaConsumer(
        topics.FINDINGS,
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        fetch_min_bytes=1,
    )
    while not stop.is_set():
        for found in consumer.poll(timeout_ms=50).values():
            now = time.monotonic()
            came += [(now, record.value) for record in found]
    consumer.close()


def _evidence(value: bytes) -> list[str]:
    said = orjson.loads(value)
    data = said["data"]
    cites = said["type"].startswith("finding.raised") and data["rule"] == "duplicate-visit"
    return list(data["evidence"]) if cites else []


def _waits(
    came: Iterable[tuple[float, bytes]], published: dict[str, float], since: float
) -> Iterator[float]:
    for now, value in came:
        known = [published[id] for id in _evidence(value) if id in published]
        if known and max(known) >= since:
            yield (now - max(known)) * 1000


def shape(waits: Sequence[float]) -> tuple[float, float, float]:
    """Return median, 99th percentile and greatest of sorted *waits*; zeros when there are none."""
    if not waits:
        return 0.0, 0.0, 0.0
    return median(waits), waits[min(int(len(waits) * 0.99), len(waits) - 1)], waits[-1]
