"""
Bytewax: a dataflow over all topics at once, its state in memory, without recovery.

Its Kafka source gives batches, which are folded in its one stateful step. It keeps offsets in a
recovery store of its own, if any; here they are told to Kafka once a second, by a thread beside
the flow, so that its progress can be read like the others'.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSource
from bytewax.connectors.stdio import StdOutSink
from bytewax.dataflow import Dataflow
from bytewax.testing import run_main
from confluent_kafka import Consumer, Producer, TopicPartition

from bench.contenders.confluent import CHECKPOINT_S, CONSUMER, PRODUCER, append
from bench.jobs import JOBS, Partitions
from events.record import Outgoing, Record

BATCH = 5_000
Message = Any
"""Bytewax's ``KafkaSourceMessage``."""


class Teller:
    """Appends what is said, and tells Kafka how far the flow is once that is acknowledged."""

    def __init__(self, brokers: str, group: str) -> None:
        self._producer = Producer({"bootstrap.servers": brokers, **PRODUCER})
        self._consumer = Consumer({"bootstrap.servers": brokers, "group.id": group, **CONSUMER})
        self._ends: dict[tuple[str, int], int] = {}
        Thread(target=self._tell, daemon=True).start()

    def took(self, place: tuple[str, int], end: int, said: Iterable[Outgoing]) -> None:
        append(self._producer, said)
        self._ends[place] = end

    def _tell(self) -> None:
        told: dict[tuple[str, int], int] = {}
        while True:
            time.sleep(CHECKPOINT_S)
            ends = dict(self._ends)
            self._producer.flush()
            fresh = [TopicPartition(*at, to) for at, to in ends.items() if told.get(at) != to]
            if fresh:
                self._consumer.commit(offsets=fresh, asynchronous=False)
                told = ends


def fold(teller: Teller, partitions: Partitions) -> Callable[[list[Message]], Iterable[str]]:
    def take(messages: list[Message]) -> Iterable[str]:
        batches: dict[tuple[str, int], list[Record]] = defaultdict(list)
        for message in messages:
            batches[message.topic or "", message.partition or 0].append(_record(message))
        for place, records in batches.items():
            teller.took(place, records[-1].offset + 1, partitions.fold(records))
        return ()

    return take


def _record(message: Message) -> Record:
    return Record(
        message.topic or "",
        message.partition or 0,
        message.offset or 0,
        message.key or b"",
        message.value or b"",
        tuple(message.headers),
        message.timestamp[1] if message.timestamp else 0,
    )


def main(brokers: str, group: str, name: str) -> None:
    job = JOBS[name]
    flow = Dataflow("hub")
    source = KafkaSource(brokers.split(","), list(job.topics), batch_size=BATCH, tail=True)
    messages = op.input("journal", flow, source)
    said = op.flat_map_batch("fold", messages, fold(Teller(brokers, group), Partitions(job)))
    op.output("nothing", said, StdOutSink())
    run_main(flow)


if __name__ == "__main__":
    main(*sys.argv[1:4])
