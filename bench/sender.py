"""
Sends what a file holds at a steady rate, and writes down when and where each record went.

    python -m bench.sender BROKERS FILE RATE     # FILE: pickled Outgoing; becomes pickled Sent

A process of its own and a client in C: departments send from machines of theirs, so what the
sending costs here should take as little as can be from what is measured. Run by the contenders'
interpreter, where confluent-kafka is.
"""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from confluent_kafka import Producer

from bench.steady import Sent
from events.record import Outgoing

STEP_S: Final = 0.005
_SETTINGS: Final = {
    "acks": "all",
    "linger.ms": 1,
    "partitioner": "murmur2_random",
    "queue.buffering.max.messages": 1_000_000,
}


def send(brokers: str, log: Sequence[Outgoing], rate: int) -> list[Sent]:
    """Append *log* evenly at *rate* records per second; raises where one was not acknowledged."""
    producer = Producer({"bootstrap.servers": brokers, **_SETTINGS})
    sent: list[Sent] = []
    began, step = time.monotonic(), max(int(rate * STEP_S), 1)
    for start in range(0, len(log), step):
        while time.monotonic() - began < start / rate:
            producer.poll(STEP_S / 4)
        for number, one in enumerate(log[start : start + step], start):
            where = {} if one.partition is None else {"partition": one.partition}
            told = partial(_acknowledged, sent, number, time.monotonic())
            producer.produce(one.topic, one.value, one.key, on_delivery=told, **where)
    if left := producer.flush(60):
        raise RuntimeError(f"{left} records were not acknowledged")
    return sorted(sent)


def _acknowledged(sent: list[Sent], number: int, at: float, error: Any, message: Any) -> None:
    if error is not None:
        raise RuntimeError(f"record {number} was not acknowledged: {error}")
    sent.append(Sent(number, at, message.topic(), message.partition(), message.offset()))


if __name__ == "__main__":
    _, told_brokers, told_file, told_rate = sys.argv
    file = Path(told_file)
    records = pickle.loads(file.read_bytes())  # noqa: S301 - written by bench.steady a moment ago
    file.write_bytes(pickle.dumps(send(told_brokers, records, int(told_rate))))
