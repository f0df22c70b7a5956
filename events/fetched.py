"""
What a fetch brought for one partition, as ``Record``s: kafka-python's own reader with another core.

kafka-python has no place for a decoder of whole records, so its fetcher is given a subclass of
the reader it makes for each partition; the tests hold both readers against each other, over
batches and over a real broker. Checksums, marks of transactions, gaps of compaction and where
the next fetch begins are told as the client tells them. Records of transactions that were
aborted are given too: the hub's own logs have none, and who may write to a department's
topic answers for what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kafka.consumer.fetcher import Fetcher
from kafka.errors import CorruptRecordError

from events.batch import Head, records
from events.record import Record


class Fetched(Fetcher.PartitionRecords):  # type: ignore[misc]
    """The fetched records of one partition, for ``Fetcher.PartitionRecords``."""

    def _unpack_records(self, place: Any, batches: Any, *_: Any) -> Iterator[Record]:
        while (batch := batches.next_batch()) is not None:
            if self.check_crcs and not batch.validate_crc():
                raise CorruptRecordError(f"{place} at {batch.base_offset}: checksum is wrong")
            self.leader_epoch = batch.leader_epoch
            self.bytes_read += batch.size_in_bytes
            for record in _records(place, batch):
                self.records_read += 1
                self.next_fetch_offset = record.offset + 1
                yield record
            self.next_fetch_offset = batch.next_offset  # behind what compaction took away
        self.drain()


def read_with(client: Any) -> Any:
    """Let *client*, a ``KafkaConsumer``, give ``Record``s; return it."""
    client._fetcher.PartitionRecords = Fetched  # noqa: SLF001 - see the module
    return client


def _records(place: Any, batch: Any) -> list[Record]:
    if batch.is_control_batch:
        return []
    batch._maybe_uncompress()  # noqa: SLF001 - what its own iteration does first
    appended = batch.max_timestamp if batch.timestamp_type == batch.LOG_APPEND_TIME else None
    head = Head(place.topic, place.partition, batch.base_offset, batch.first_timestamp, appended)
    data, at = bytes(batch._buffer), batch._pos  # noqa: SLF001
    try:
        return records(head, data, at, batch.records_count)
    except (ValueError, IndexError) as error:
        raise CorruptRecordError(f"{place} at {batch.base_offset}: {error}") from error
