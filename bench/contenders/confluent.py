"""What the contenders on confluent-kafka share: settings, records, appending with patience."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from typing import Any, Final

from events.record import Outgoing, Record

CHECKPOINT_S: Final = 1.0
PRODUCER: Final = {
    "acks": "all",
    "enable.idempotence": True,
    "linger.ms": 2,
    "partitioner": "murmur2_random",
    "message.max.bytes": 16 * 1024 * 1024,
    "queue.buffering.max.messages": 1_000_000,
}
CONSUMER: Final = {
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
    "session.timeout.ms": 10_000,
}


def to_record(message: Any) -> Record:
    return Record(
        message.topic(),
        message.partition(),
        message.offset(),
        message.key() or b"",
        message.value() or b"",
        tuple(message.headers() or ()),
        message.timestamp()[1],
    )


def append(producer: Any, outgoing: Iterable[Outgoing]) -> None:
    for one in outgoing:
        where = {} if one.partition is None else {"partition": one.partition}
        while True:
            try:
                producer.produce(one.topic, one.value, one.key, headers=list(one.headers), **where)
            except BufferError:
                producer.poll(0.1)
            else:
                break
    producer.poll(0)


def until_told() -> Callable[[], bool]:
    """Return a question that is answered with True after SIGTERM."""
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda sign, _: told.append(sign))
    return lambda: bool(told)
