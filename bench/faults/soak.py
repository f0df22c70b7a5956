"""
Does it last? ``make soak EVENTS=10000000``: one load for as long as one has, and what it costs.

An intake, a worker, a projector and an alerter run beside one broker and a ClickHouse server. A
simulated city is sent again and again, round by round: the same parties, other cases, visits and
events, twenty days later each time, never faster than the hub follows (``_AHEAD``). The city is so
large that some fifty rounds do (``city_size``): where hundreds of rounds fell on the same days,
each matter got the same words hundreds of times, always before what it had already heard. Every
few seconds the memory of each part (resident, of the kernel's count) and how far it is behind are
noted.

An event counts as live when its receipt says accepted and stands in the warehouse. What must hold:
after a warm-up (the first fifth) no part's memory grows by 5 % or more until the end; at the end
nobody is behind, every event has its receipt, none was refused, and something was found. Told to
end (Ctrl-C, SIGTERM), it ends the load, comes to rest, and records what it has seen.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, Final

from kafka import KafkaProducer

from bench.faults import alerts
from bench.faults.command import arguments, given, line_of, told
from bench.faults.load import Sent, draw_load
from bench.faults.parts import Parts
from bench.faults.stand import Stand, standing
from bench.faults.ticking import publish_ticks
from bench.faults.watching import Watcher, grown, too_fat
from events import topics
from events.instant import DAY, Instant
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.standing import all_ends, settled
from hub.failure import Failure
from hub.settings import Settings

_CITY: Final = 20_000
"""Events of one round, at least."""
_ROUNDS: Final = 50
_STEP_DAYS: Final = 20
"""From the beginning of a round to that of the next: two rounds are under way at a time."""
_SPAN_DAYS: Final = 40
_CHUNK: Final = 1_000
_AHEAD: Final = 30_000
"""Records that the hub may be behind before the load waits for it."""
_SETTLE_S: Final = 600.0
_KEPT: Final = 60
"""Samples that stand in the record, spread evenly."""
_NAMES: Final = re.compile(
    rb'"((?:case|visit|assignment|other_case|parent_case|campaign)_id|id)":"(?!officer-)'
)
_EVENT: Final = re.compile(rb'("event_id":"[^"#]*#)')
_OUTCOMES: Final = ("accepted", "duplicate", "rejected")
_RECEIPTS: Final = """
SELECT outcome, uniqExact(ingest_topic, ingest_partition, ingest_offset)
FROM {}.receipt_records GROUP BY outcome
"""
_FINDINGS: Final = "SELECT uniqExact(finding_id) FROM {}.finding_records"
_DATE: Final = re.compile(rb"(20\d\d-\d\d-\d\d)T")


def again(one: Sent, round: int, days: int) -> Sent:
    """Return *one* as it comes in a later *round*, which begins *days* later than the first."""
    named = one.raw
    if round:
        named = _EVENT.sub(rb"\g<1>%d-" % round, _NAMES.sub(rb'"\g<1>":"%d-' % round, named))
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
    earlier = max(0, (rounds - 1) * _STEP_DAYS - max(0, spare))
    for number in range(events):
        round, at = divmod(number, len(city))
        yield again(city[at], round, round * _STEP_DAYS - earlier)


def city_size(events: int) -> int:
    """Return how many events a round has, so that *events* are some fifty rounds at most."""
    return max(_CITY, -(-events // _ROUNDS))


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


def run(stand: Stand, folder: Path, events: int, seed: int, ended: Event) -> dict[str, Any]:
    """Let the hub live through *events* events; return the line of the record."""
    began, draw = time.monotonic(), Random(f"soak {seed}")
    city = [one for one in draw_load(city_size(events), draw) if not one.poison]
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
        first = next(coming)
        feeder.feed(chain(alerts.registered(departments, first.time), [first], coming))
        behind = _rested(connection)
        watcher.look()
        watcher.end()
    growth = grown(watcher.samples, feeder.sent)
    live, taken = counted(stand), max(feeder.sent, standing_in(connection))
    problems = [*too_fat(growth), *unfinished(taken, live)]
    if parts.came_back:
        problems.append(f"{parts.came_back} parts ended by themselves and came back")
    every = max(1, len(watcher.samples) // _KEPT)
    return line_of(seed, began) | {
        "soak": feeder.sent,
        **live,
        "parts": growth,
        "behind_at_end": behind,
        "came_back": parts.came_back,
        "alerts": len(receiver.heard),
        "lost": behind + max(0, taken - receipted(live)),
        "twice": 0,
        "wrong": len(problems),
        "samples": [one._asdict() for one in watcher.samples[::every]],
        "faults": [],
        "problems": problems,
    }


def standing_in(connection: Connection) -> int:
    """Return how many events stand in the ingest topics; the hub's own are among them."""
    ends = all_ends(connection).items()
    return sum(end for (topic, _), end in ends if topics.ingest_department(topic))


def counted(stand: Stand) -> dict[str, int]:
    """Return how many events the warehouse has receipts of, by outcome, and how many findings."""
    rows = stand.server.execute(_RECEIPTS.format(stand.database))
    found = {str(outcome): int(str(count)) for outcome, count in rows}
    ((findings,),) = stand.server.execute(_FINDINGS.format(stand.database))
    return {one: found.get(one, 0) for one in _OUTCOMES} | {"findings": int(str(findings))}


def receipted(live: Mapping[str, int]) -> int:
    """Return how many events had a receipt, whatever it said."""
    return sum(live[outcome] for outcome in _OUTCOMES)


def unfinished(sent: int, live: Mapping[str, int]) -> list[str]:
    """Say what of *sent* events did not become live: accepted, and something found in them."""
    found = []
    if receipted(live) < sent:
        found.append(f"{sent - receipted(live)} events have no receipt")
    if live["rejected"]:
        found.append(f"{live['rejected']} events were refused")
    if not live["findings"]:
        found.append("no finding was told")
    return found


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
    asked, ended = given(arguments("soak", __doc__, events=10_000_000)), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with standing("soak", os.environ.get("SOAK_FOLDER")) as (stand, folder):
        line = run(stand, folder, asked.events, asked.seed, ended)
    return told(line, asked.record, samples=len(line["samples"]))


if __name__ == "__main__":
    sys.exit(main())
