"""
The broker as a worker needs it: append with acknowledgement, and read a range.

The only file that imports aiokafka (Faust's own client). The producer is idempotent: a
record the broker did not acknowledge is sent again by the client until it does, in order
and once, so a broker that is away blocks its partitions and loses nothing. What the client
gives up on (no metadata, no room to queue, no answer) is tried again here, with growing
pauses. Any other error leaves and ends the worker.

Reading is apart from the consumer group: its own consumer, one partition, one range.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import Future
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, Final, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError, KafkaTimeoutError

from events.brokers import Connection
from events.record import Headers, Outgoing, Record
from events.topics import FINDINGS

log = logging.getLogger(__name__)

LARGEST: Final = 16 * 1024 * 1024
"""The largest record in bytes: a busy party's state is one changelog entry."""

_PASSING: Final = (KafkaTimeoutError, KafkaConnectionError)
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 5.0
_READ_MS: Final = 1000

Sent = Future[Any]
Answer = TypeVar("Answer")


class Broker:
    """One producer and one reader, made when first needed, on the caller's event loop."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._producer: AIOKafkaProducer | None = None
        self._reader: AIOKafkaConsumer | None = None
        self._starting = asyncio.Lock()

    async def send(
        self,
        topic: str,
        key: bytes,
        value: bytes | None,
        headers: Headers = (),
        partition: int | None = None,
    ) -> Sent:
        """Queue one record and return its acknowledgement, to be awaited."""

        async def queue() -> Sent:
            producer = self._producer or await self._start_producer()
            sent: Sent = await producer.send(topic, value, key, partition, headers=list(headers))
            return sent

        return await _patiently(queue)

    async def publish(self, outgoing: Iterable[Outgoing]) -> None:
        """
        Append *outgoing*; return when the broker has acknowledged all of it.

        Findings are acknowledged before anything else leaves: whoever folds a forward must
        not speak of a finding before the words that were said here stand in the log.
        """
        records = list(outgoing)
        await self._append(record for record in records if record.topic == FINDINGS)
        await self._append(record for record in records if record.topic != FINDINGS)

    async def _append(self, outgoing: Iterable[Outgoing]) -> None:
        acknowledged = [
            await self.send(topic, key, value, headers, partition)
            for topic, key, value, headers, partition in outgoing
        ]
        for sent in acknowledged:
            await sent

    async def bounds(self, topic: str, partition: int) -> tuple[int, int]:
        """Return the first offset kept and the offset the next record will get."""
        place = TopicPartition(topic, partition)

        async def ask() -> tuple[int, int]:
            reader = self._reader or await self._start_reader()
            first = await reader.beginning_offsets([place])
            end = await reader.end_offsets([place])
            return first[place], end[place]

        return await _patiently(ask)

    async def read(
        self, topic: str, partition: int, start: int, stop: int
    ) -> AsyncIterator[list[Record]]:
        """Yield what stands at start <= offset < stop, in order, in batches."""
        if start >= stop:  # a client stopped before its first step raises CancelledError
            return
        place = TopicPartition(topic, partition)
        reader = await _patiently(lambda: _started(_consumer(self._connection)))
        try:
            reader.assign([place])
            reader.seek(place, start)
            while await reader.position(place) < stop:
                found = await reader.getmany(place, timeout_ms=_READ_MS)
                records = as_records(found.get(place, ()))
                yield [record for record in records if record.offset < stop]
        finally:
            await reader.stop()

    async def stop(self) -> None:
        """Close what was opened; unacknowledged records are flushed first."""
        for client in (self._producer, self._reader):
            if client is not None:
                await client.stop()

    async def _start_producer(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    **self._connection.settings(),
                    enable_idempotence=True,
                    acks="all",
                    linger_ms=2,
                    max_batch_size=256 * 1024,
                    max_request_size=LARGEST,
                )
                self._producer = await _started(producer)
        return self._producer

    async def _start_reader(self) -> AIOKafkaConsumer:
        async with self._starting:
            if self._reader is None:
                self._reader = await _started(_consumer(self._connection))
        return self._reader


async def _started(client: Any) -> Any:
    """Start *client* and return it; stop it when that fails."""
    try:
        await client.start()
    except BaseException:
        await client.stop()
        raise
    return client


async def _patiently(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Return what *ask* gives, asking again while the fault is one of the moment."""
    pause = _FIRST_PAUSE_S
    while True:
        try:
            return await ask()
        except KafkaError as error:
            if not (error.retriable or isinstance(error, _PASSING)):
                raise
            log.warning("the broker does not answer (%r): trying again", error)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)


def _consumer(connection: Connection) -> AIOKafkaConsumer:
    """Return a consumer of no group: it commits nothing and is told what to read."""
    return AIOKafkaConsumer(
        **connection.settings(),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=LARGEST,
    )


def as_records(found: Iterable[Any]) -> list[Record]:
    """Return client records as ours; a missing key or value becomes empty bytes."""
    return [
        Record(
            r.topic,
            r.partition,
            r.offset,
            r.key or b"",
            r.value or b"",
            tuple(r.headers),
            r.timestamp,
        )
        for r in found
    ]
