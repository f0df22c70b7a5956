"""
A bare loop over confluent-kafka: the limit of what a host can reach.

Partitions live in memory and nothing of them is kept: after a crash the state would be gone.
It takes whole fetches, concludes once per batch as the hub's worker does, and commits once a
second, when what it said has been acknowledged.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict

from confluent_kafka import Consumer, Producer, TopicPartition

from bench.contenders.confluent import (
    CHECKPOINT_S,
    CONSUMER,
    PRODUCER,
    append,
    to_record,
    until_told,
)
from bench.jobs import JOBS, Partitions
from events.record import Record

BATCH = 500
"""Small enough to commit every second: it cannot commit while it folds a batch."""


def main(brokers: str, group: str, name: str) -> None:
    job = JOBS[name]
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": group, **CONSUMER})
    producer = Producer({"bootstrap.servers": brokers, **PRODUCER})
    consumer.subscribe(list(job.topics))
    partitions, stopping = Partitions(job), until_told()
    ends: dict[tuple[str, int], int] = {}
    saved = time.monotonic()
    while not stopping():
        batches: dict[tuple[str, int], list[Record]] = defaultdict(list)
        for message in consumer.consume(BATCH, 0.02):
            if message.error() is None:
                record = to_record(message)
                batches[record[:2]].append(record)
        for place, records in batches.items():
            append(producer, partitions.fold(records))
            ends[place] = records[-1].offset + 1
        if ends and time.monotonic() - saved >= CHECKPOINT_S:
            producer.flush()
            consumer.commit(offsets=[TopicPartition(*at, to) for at, to in ends.items()])
            ends, saved = {}, time.monotonic()
    consumer.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
