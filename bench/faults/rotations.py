"""
Workers stopped, killed and joined again and again: ``make rotations RUNS=50``.

Three workers share the partitions (four of each topic) of one real broker, under load. At each
rotation one of them is stopped kindly or killed (-9), stays away for a moment or for longer
than its session, and joins again. At the end the findings on record must be those of one process
that folds the same log undisturbed.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.faults.command import arguments, given, line_of, scratch, told
from bench.faults.load import Publishers, draw_load
from bench.faults.parts import Part, Parts
from bench.faults.ticking import publish_ticks
from events.instant import DAY, Instant
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.standing import part_named, settled
from hub.proving import replay as again
from hub.settings import Settings
from tests.support.kafka import running_kafka

WORKERS: Final = 3
_PARTS: Final = (part_named("intake"), part_named("worker"))
_SETTLE_S: Final = 240.0
_ROTATION_S: Final = 5.0
"""How long a rotation takes, about."""
_EVENTS_PER_ROTATION: Final = 60
_ACTS: Final = ("clean stop", "kill -9", "kill -9, away for longer than a session")
_WEIGHTS: Final = (4, 4, 1)


def run(folder: Path, rotations: int, seed: int) -> dict[str, Any]:
    """Carry *rotations* out in *folder*; return the line of the record."""
    began, draw = time.monotonic(), Random(f"rotations {seed}")
    load = draw_load(rotations * _EVENTS_PER_ROTATION, draw)
    with running_kafka(folder / "kafka", own=True) as kafka:
        connection = Connection(kafka.bootstrap)
        departments = sorted({one.department for one in load} - {"hub"})
        distributed.create_topics(Settings(kafka=kafka.bootstrap), departments)
        environment = os.environ | {"HUB_KAFKA": kafka.bootstrap}
        parts = Parts(environment, folder, "", ())
        try:
            acts = _rotated(connection, parts, load, rotations, draw)
            ends = settled(connection, _SETTLE_S, _PARTS)
        finally:
            parts.end()
        ours = {place: end for place, end in ends.items() if is_ours(place[0])}
        with KafkaJournal(connection, ours) as journal:
            oracle = again.conclude_again(journal)
            difference = again.compare(oracle, again.recorded(journal))
    wrong = {name: len(difference[name]) for name in ("missing", "extra", "changed")}
    return line_of(seed, began) | {
        "rotations": rotations,
        "acts": dict(acts),
        "acknowledged": sum(1 for _ in load),
        "findings": len(oracle),
        "came_back": parts.came_back,
        "lost": wrong["missing"],
        "twice": wrong["extra"],
        "wrong": wrong["changed"],
        "faults": [{"fault": name, "times": count} for name, count in sorted(acts.items())],
        "problems": [],
    }


def _rotated(
    connection: Connection, parts: Parts, load: list[Any], rotations: int, draw: Random
) -> Counter[str]:
    """Rotate the workers while *load* is sent; return how often each act was done."""
    parts.add("intake")
    workers = [parts.add("worker", "--no-ticks") for _ in range(WORKERS)]
    settled(connection, _SETTLE_S, _PARTS)
    publishers = Publishers(connection.bootstrap, load, rotations * _ROTATION_S)
    publishers.start()
    acts: Counter[str] = Counter()
    for _ in range(rotations):
        (act,) = draw.choices(_ACTS, _WEIGHTS)
        acts[act] += 1
        _rotate(draw.choice(workers), act, draw)
        publish_ticks(connection.bootstrap, publishers.sent_to)
    if not publishers.join(_SETTLE_S):
        raise TimeoutError("the publishers could not send")
    settled(connection, _SETTLE_S, _PARTS)
    publish_ticks(connection.bootstrap, Instant(publishers.sent_to + 30 * DAY))
    return acts


def _rotate(worker: Part, act: str, draw: Random) -> None:
    """Take *worker* away as *act* says, and let it join again."""
    if act == "clean stop":
        worker.stop()
    else:
        worker.kill()
    time.sleep(draw.uniform(11, 14) if "session" in act else draw.uniform(0, 2))
    worker.start()
    time.sleep(draw.uniform(0, 2 * _ROTATION_S - 2))


def main() -> int:
    """Return 0 when the findings are the oracle's."""
    asked = given(arguments("rotations", __doc__, rotations=50))
    with scratch("rotations", "kafka") as folder:
        return told(run(folder, asked.rotations, asked.seed), asked.record)


if __name__ == "__main__":
    sys.exit(main())
