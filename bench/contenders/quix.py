"""
Quix Streams: one stateful dataframe per topic, state in RocksDB with a changelog.

A record is folded and concluded by itself, as Quix hands them out one at a time; the keys it
changed are packed as the hub packs them and set in Quix's state, which writes each once per
checkpoint to RocksDB and to the changelog. Partitions also live in memory, so Quix is spared
reading and unpacking a state before each step, and finding its keys again after a crash. What
is said goes through Quix's own producer, which a checkpoint flushes before it commits.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from quixstreams import Application
from quixstreams.context import message_context

from bench.contenders.confluent import CHECKPOINT_S, CONSUMER, PRODUCER
from bench.jobs import JOBS, Partitions
from events.record import Record
from processors.folding.checkpoint import POSITION

Step = Callable[[bytes, Any, int, Any, Any], None]


def step(partitions: Partitions, producer: Any) -> Step:
    def take(value: bytes, key: Any, timestamp: int, headers: Any, state: Any) -> None:
        at = message_context()
        said = tuple(headers or ())
        record = Record(at.topic, at.partition, at.offset, key or b"", value, said, timestamp)
        partition = partitions.at(at.topic, at.partition)
        for one in (*partition.take(record), *partition.flush()):
            producer.produce(one.topic, one.value, one.key, list(one.headers), one.partition)
        for name, packed in partition.changed().items():
            if name != POSITION:  # Quix keeps offsets itself
                state.set_bytes(name, packed)

    return take


def main(brokers: str, group: str, name: str, folder: str) -> None:
    job = JOBS[name]
    app = Application(
        brokers,
        consumer_group=group,
        auto_offset_reset="earliest",
        commit_interval=CHECKPOINT_S,
        state_dir=folder,
        consumer_extra_config={"session.timeout.ms": CONSUMER["session.timeout.ms"]},
        producer_extra_config=PRODUCER,
        loglevel=logging.WARNING,
    )
    take = step(Partitions(job), app._processing_context.producer)  # noqa: SLF001 - see above
    for topic in job.topics:
        source = app.topic(topic, key_deserializer="bytes", value_deserializer="bytes")
        frame = app.dataframe(source)
        frame.apply(take, stateful=True, metadata=True)
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:5])
