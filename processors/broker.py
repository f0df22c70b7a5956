"""
The broker as a worker needs it: append with acknowledgement, and read a range.

The only file that imports aiokafka (Faust's own client). The producer is idempotent: a
record the broker did not acknowledge is sent again by the client until it does, in order
and once, so a broker that is away blocks its partitions and loses nothing. What the client
gives up on (no metadata, no leader, no room to queue, no answer) is tried again here, with
growing pauses: it may then stand in the log twice, and readers know it by its id, origin or key.
Any other error leaves and ends the worker, also the one that its numbers do not follow
(``OutOfOrderSequenceNumber``): then the brokers may have lost what they had acknowledged, and only
folding it again from the last checkpoint says it again. A new producer would pass over it.

Records travel in batches made here, one per partition and publication: a record by itself costs
the client a task, a future and a line of its debug log (6 % of a worker each).

Reading is apart from the consumer group: its own consumer, one partition, one range.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from functools import partial
from itertools import takewhile
from typing import Any, Final, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError, KafkaTimeoutError

from events.brokers import Connection
from events.partitioner import partition_of
from events.record import Headers, Outgoing, Record
from events.topics import FINDINGS
from processors.sending import Still, gated, marked

log = logging.getLogger(__name__)

LARGEST: Final = 16 * 1024 * 1024
"""The largest record in bytes: a busy party's state is one changelog entry."""

_PASSING: Final = (KafkaTimeoutError, KafkaConnectionError)
_LOST: Final = partial(KafkaTimeoutError, "another worker has its partition now")
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 5.0
_READ_MS: Final = 1000

Entry = tuple[bytes, bytes | None, Headers]
"""Key, value (None deletes the key) and headers of a record whose place is known."""

Answer = TypeVar("Answer")


def always() -> bool:
    return True


class Broker:
    """One producer and one reader, made when first needed, on the caller's event loop."""

    def __init__(
        self, connection: Connection, live: Callable[[str], str] = str, heard: Still = always
    ) -> None:
        """
        Write while *heard*: False is waited out, with what the client holds already.

        *live*: the name under which a topic that is published to stands now.
        """
        # Faust lets every logger speak; the client's debug log costs more than its work.
        logging.getLogger("aiokafka").setLevel(logging.INFO)
        self._connection, self._live, self._heard = connection, live, heard
        self._producer: AIOKafkaProducer | None = None
        self._reader: AIOKafkaConsumer | None = None
        self._starting = asyncio.Lock()
        self._counts: dict[str, int] = {}

    async def publish(self, outgoing: Iterable[Outgoing], still: Still = always) -> None:
        """
        Append *outgoing*; return when the broker has acknowledged all of it.

        *still* is asked before each batch, each new attempt, and when the client takes it from
        its queue (``processors.sending``); False: the rest is dropped.

        Findings are acknowledged before anything else leaves: whoever folds a forward must
        not speak of a finding before the words that were said here stand in the log.
        """
        records = list(outgoing)
        await self._append((one for one in records if one.topic == FINDINGS), still)
        await self._append((one for one in records if one.topic != FINDINGS), still)

    async def write(
        self, topic: str, partition: int, entries: Iterable[Entry], still: Still = always
    ) -> None:
        """Append *entries* in their order, as ``publish`` does."""
        await self._deliver((topic, partition), list(entries), still)

    async def _append(self, outgoing: Iterable[Outgoing], still: Still) -> None:
        places: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        for kind, key, value, headers, number in outgoing:
            topic = self._live(kind)
            if number is None:
                number = partition_of(key, self._counts.get(topic) or await self.count(topic))
            places[topic, number].append((key, value, headers))
        await asyncio.gather(*(self._deliver(*one, still) for one in places.items()))

    async def _deliver(
        self, place: tuple[str, int], entries: Sequence[Entry], still: Still
    ) -> None:
        """
        Append *entries* in batches: one leaves when the one before is acknowledged.

        The client may give a batch up and send the next: a checkpoint would name a position
        whose entries are missing, and of forwards the later ones would hide the earlier.
        """
        while entries:
            entries = entries[await _patiently(partial(self._attempt, place, entries, still)) :]

    async def _attempt(self, place: tuple[str, int], entries: Sequence[Entry], still: Still) -> int:
        """Return how many of *entries* are done with: all of them where they are not wanted."""
        return await self._some(place, entries, still) if still() else len(entries)

    async def _some(self, place: tuple[str, int], entries: Sequence[Entry], still: Still) -> int:
        """Append as many of *entries* as one batch holds; return how many, once acknowledged."""
        producer = self._producer or await self._start_producer()
        batch = marked(producer.create_batch(), still)
        fit = sum(1 for _ in takewhile(lambda entry: _add(batch, *entry) is not None, entries))
        batch.close()  # it is sent as it is: nobody else's records join it
        topic, number = place
        await (await producer.send_batch(batch, topic, partition=number))
        return fit

    async def count(self, topic: str) -> int:
        """Return the partition count of *topic*, which never changes within a log."""
        producer = self._producer or await self._start_producer()
        found = await _patiently(lambda: producer.partitions_for(topic))
        self._counts[topic] = len(found)
        return len(found)

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
                self._producer = await _started(gated(producer, self._heard, _LOST))
        return self._producer

    async def _start_reader(self) -> AIOKafkaConsumer:
        async with self._starting:
            if self._reader is None:
                self._reader = await _started(_consumer(self._connection))
        return self._reader


def _add(batch: Any, key: bytes, value: bytes | None, headers: Headers) -> Any:
    """Add one record; None: there is no room, and nothing is added any more."""
    return batch.append(timestamp=None, key=key, value=value, headers=list(headers))


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
