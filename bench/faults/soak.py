"""
Does it last? ``make soak EVENTS=10000000``: one load for as long as one has, and what it costs.

An intake, a worker, a projector and an alerter run beside one broker and a ClickHouse server. A
simulated city of some thousand events is sent again and again, round by round: the same parties,
other cases, visits and events, some days later each time, never faster than the hub follows
(``_AHEAD``). Every few seconds the memory of each part (resident, of the kernel's count) and how
far it is behind are noted.

What must hold: after a warm-up (the first fifth) no part's memory grows by 5 % or more until the
end, and at the end nobody is behind. Told to end (Ctrl-C, SIGTERM), it ends the load, comes to
rest, and records what it has seen.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import secrets
import shutil
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Final, NamedTuple

import orjson
from kafka import KafkaProducer

from bench.faults import alerts
from bench.faults.load import Sent, draw_load
from bench.faults.parts import Part, Parts
from bench.faults.record import RECORD, append
from bench.faults.ticking import publish_ticks
from bench.faults.upgrades import Stand
from events import topics
from events.instant import DAY, Instant
from events.kafka import BrokersAwayError, Connection
from hub.cluster import distributed
from hub.cluster.standing import lags, settled
from hub.failure import Failure
from hub.settings import Settings
from tests.support.clickhouse import running_clickhouse
from tests.support.kafka import running_kafka

_CITY: Final = 20_000
"""Events of one round."""
_SPAN_DAYS: Final = 40
_CHUNK: Final = 1_000
_AHEAD: Final = 30_000
"""Records that the hub may be behind before the load waits for it."""
_LOOK_S: Final = 5.0
_WARM: Final = 0.2
_GROWTH_PERCENT: Final = 5.0
_SETTLE_S: Final = 600.0
_KEPT: Final = 60
"""Samples that stand in the record, spread evenly."""
_NAMES: Final = re.compile(
    rb'"((?:case|visit|assignment|other_case|parent_case|campaign)_id|id)":"(?!officer-)'
)
_EVENT: Final = re.compile(rb'("event_id":"[^"#]*#)')
_DATE: Final = re.compile(rb"(20\d\d-\d\d-\d\d)T")


class Sample(NamedTuple):
    """``rss_mb`` by part; ``behind``: records that all parts together have still to do."""

    at_s: float
    sent: int
    behind: int
    rss_mb: Mapping[str, float]


def again(one: Sent, round: int, days: int) -> Sent:
    """Return *one* as it comes in a later *round*, which begins *days* later than the first."""
    if not round:
        return one
    named = _EVENT.sub(rb"\g<1>%d-" % round, _NAMES.sub(rb'"\g<1>":"%d-' % round, one.raw))
    raw = _DATE.sub(lambda found: _later(found[1], days) + b"T", named)
    return one._replace(raw=raw, time=Instant(one.time + days * DAY))


@cache
def _later(day: bytes, days: int) -> bytes:
    return (date.fromisoformat(day.decode()) + timedelta(days)).isoformat().encode()


def load(city: list[Sent], events: int, now: date) -> Iterator[Sent]:
    """Yield *events* events, round after round of *city*, the last round ending before *now*."""
    rounds = -(-events // len(city))
    first = datetime.fromtimestamp(city[0].time / 1_000_000, UTC).date()
    spare = (now - first).days - _SPAN_DAYS - 5
    step = max(0, min(_SPAN_DAYS, spare // max(1, rounds - 1)))
    for number in range(events):
        round, at = divmod(number, len(city))
        yield again(city[at], round, round * step)


class Feeder:
    """Sends the load, never faster than the hub follows; ``ended`` stops it."""

    def __init__(self, bootstrap: str, ended: Event) -> None:
        self._bootstrap, self._ended = bootstrap, ended
        self.sent, self.behind, self.sent_to = 0, 0, Instant(0)

    def feed(self, coming: Iterator[Sent]) -> None:
        producer = KafkaProducer(
            bootstrap_servers=self._bootstrap.split(","), acks="all", linger_ms=20
        )
        for one in coming:
            producer.send(topics.ingest(one.department), one.raw)
            self.sent += 1
            self.sent_to = max(self.sent_to, one.time)
            if self.sent % _CHUNK == 0 and self._waited(producer):
                break
        producer.flush()
        producer.close()

    def _waited(self, producer: KafkaProducer) -> bool:
        """Wait until the hub is near; return whether it was told to end."""
        producer.flush()
        if self.sent % (5 * _CHUNK) == 0:
            publish_ticks(self._bootstrap, self.sent_to)
        while self.behind > _AHEAD and not self._ended.wait(0.2):
            pass
        return self._ended.is_set()


class Watcher:
    """Looks every few seconds at the parts' memory and at what is still to be done."""

    def __init__(self, connection: Connection, parts: list[Part], feeder: Feeder) -> None:
        self._connection, self._parts, self._feeder = connection, parts, feeder
        self.samples: list[Sample] = []
        self._began, self._ended = time.monotonic(), Event()
        self._thread = Thread(target=self._watch, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        due = 0.0
        while not self._ended.wait(1.0):
            with suppress(BrokersAwayError):
                self._feeder.behind = sum(lag.records for lag in lags(self._connection))
            if time.monotonic() >= due:
                due = time.monotonic() + _LOOK_S
                self.look()

    def look(self) -> None:
        at = round(time.monotonic() - self._began, 1)
        sizes = {part.name: _rss_mb(part.process.pid) for part in self._parts}
        self.samples.append(Sample(at, self._feeder.sent, self._feeder.behind, sizes))


def _rss_mb(pid: int | None) -> float:
    """Return the resident memory of *pid* in MB; 0.0 while it does not run."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def grown(samples: list[Sample], sent: int) -> dict[str, dict[str, float]]:
    """Return of each part its greatest memory after the warm-up, its last tenth's, and growth."""
    warm = [one for one in samples if _WARM * sent <= one.sent <= (_WARM + 0.1) * sent]
    last = [one for one in samples if one.sent >= 0.9 * sent]
    names = samples[-1].rss_mb if warm and last else {}
    found = {}
    for name in names:
        before, after = (max(one.rss_mb[name] for one in part) for part in (warm, last))
        percent = round(100 * (after / before - 1), 1) if before else 0.0
        found[name] = {"warm_mb": before, "end_mb": after, "growth_percent": percent}
    return found


def too_fat(growth: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Say what is wrong with the memory of the parts; nothing to judge is wrong as well."""
    if not growth:
        return ["no sample of the warm-up's end, or of the last tenth: give more events"]
    return [
        f"{name} grew by {one['growth_percent']} %"
        for name, one in growth.items()
        if one["growth_percent"] >= _GROWTH_PERCENT
    ]


def run(stand: Stand, folder: Path, events: int, seed: int, ended: Event) -> dict[str, Any]:
    """Let the hub live through *events* events; return the line of the record."""
    began, draw = time.monotonic(), Random(f"soak {seed}")
    city = [one for one in draw_load(_CITY, draw) if not one.poison]
    departments = sorted({one.department for one in city} - {"hub"})
    distributed.create_topics(Settings(kafka=stand.bootstrap), departments)
    connection = Connection(stand.bootstrap)
    with ExitStack() as stack:
        receiver = stack.enter_context(alerts.receiving())
        alerts.prepare(folder / "alerter", departments, receiver.url)
        parts = Parts(stand.environment, folder, "", ())
        stack.callback(parts.end)
        _start(parts, folder)
        settled(connection, _SETTLE_S)
        feeder = Feeder(stand.bootstrap, ended)
        watcher = Watcher(connection, parts.all, feeder)
        watcher.start()
        coming = load(city, events, datetime.now(UTC).date())
        feeder.feed(one for part in (alerts.registered(departments, city[0].time), coming)
                    for one in part)  # fmt: skip
        behind = _rested(connection)
        watcher.look()
        watcher.end()
    growth = grown(watcher.samples, feeder.sent)
    problems = too_fat(growth)
    if parts.came_back:
        problems.append(f"{parts.came_back} parts ended by themselves and came back")
    every = max(1, len(watcher.samples) // _KEPT)
    return {
        "seed": seed,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "soak": feeder.sent,
        "seconds": round(time.monotonic() - began, 1),
        "parts": growth,
        "behind_at_end": behind,
        "came_back": parts.came_back,
        "alerts": len(receiver.heard),
        "lost": behind,
        "twice": 0,
        "wrong": len(problems),
        "samples": [one._asdict() for one in watcher.samples[::every]],
        "faults": [],
        "problems": problems,
    }


def _start(parts: Parts, folder: Path) -> None:
    parts.add("intake")
    parts.add("worker", "--no-ticks")
    parts.add("project")
    parts.add("alert", "run", data=folder / "alerter")


def _rested(connection: Connection) -> int:
    """Wait for rest; return how many records are still to be done then."""
    try:
        settled(connection, _SETTLE_S)
    except Failure as failure:
        return int(str(failure.values["lag"])) or 1
    return 0


def main() -> int:
    """Return 0 when nobody is behind and no part's memory grew by 5 % or more."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.soak", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--record", type=Path, default=RECORD)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="  %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    folder = Path(tempfile.mkdtemp(prefix="hub-soak-", dir=os.environ.get("SOAK_FOLDER")))
    for name in ("kafka", "clickhouse", "parts"):
        (folder / name).mkdir()
    try:
        with (
            running_kafka(folder / "kafka", own=True) as kafka,
            running_clickhouse(folder / "clickhouse", own=True) as server,
        ):
            stand = Stand(kafka.bootstrap, server, f"soak_{uuid.uuid4().hex[:8]}")
            seed = asked.seed or secrets.randbelow(1_000_000_000)
            line = run(stand, folder / "parts", asked.events, seed, ended)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    append(asked.record, line)
    print(orjson.dumps({**line, "samples": len(line["samples"])}).decode())
    return 1 if line["lost"] + line["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
