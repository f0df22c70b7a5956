"""
Replay against decoding: concluding a log again, and reading its events with pydantic alone.

The log is the embedded hub's own, ingested for this; ticks and reference data of the journals
are concluded too, and count as no events. Both sides are told in CPU seconds, so that cores
and other work do not matter to the ratio; the wall clock of ``hub replay`` stands beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from bench.figures import Figures, Stopwatch, tell
from bench.ingest import NOW, write
from events import codec, topics
from events.models import MODELS
from hub.embedded.hub import Embedded
from hub.embedded.local_client import LocalClient
from hub.embedded.log import Log
from hub.loading.load import Load, run_load
from hub.proving import replay
from hub.settings import Settings


def measure(seed: int, count: int) -> Figures:
    """Return the speed of replay and of decoding over the journals of *count* events."""
    with TemporaryDirectory(prefix="bench-replay-") as folder:
        file = write(seed, count, Path(folder))
        with Embedded(Settings(data=Path(folder) / "hub"), lambda: NOW) as hub:
            run_load(LocalClient(hub), Load((file,), clock="event"))
            with hub.reading() as log:
                return _compared(log, count)


def _compared(log: Log, count: int) -> Figures:
    decoding = Stopwatch()
    decoded = sum(1 for _ in _models(log))
    _, decoding_s = decoding.read()
    replaying = Stopwatch()
    again = replay.conclude_again(log)
    replay_s, replay_cpu_s = replaying.read()
    assert replay.compare(again, replay.recorded(log))["same"]
    return {
        "events": count,
        "decoded": decoded,
        "decoding_cpu_us_per_event": decoding_s / decoded * 1e6,
        "replay_cpu_us_per_event": replay_cpu_s / count * 1e6,
        "replay_s": replay_s,
        "ratio_per_core": decoding_s / decoded * count / replay_cpu_s,
    }


def _models(log: Log) -> Iterator[object]:
    """Yield every event that a department sent as its pydantic model reads it."""
    for topic in topics.JOURNALS:
        for number in range(log.partitions(topic)):
            for record in log.read(topic, number):
                said = orjson.loads(record.value)
                model = MODELS.get(codec.split_type(said["type"]))
                if model is not None and record.headers:
                    yield model.model_validate(said["data"])


def main() -> None:
    tell(measure, sys.argv[1:], seed=1, count=50_000)


if __name__ == "__main__":
    main()
