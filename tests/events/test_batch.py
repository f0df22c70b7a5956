"""Batches of Kafka, held against the client's own reader, and what no broker should let through."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka import TopicPartition
from kafka.consumer.fetcher import Fetcher
from kafka.errors import CorruptRecordError
from kafka.record.default_records import DefaultRecordBatchBuilder
from kafka.record.memory_records import MemoryRecords

from events.batch import Head, records
from events.fetched import Fetched
from events.record import Record

PLACE = TopicPartition("t", 3)
Said = tuple[int, bytes | None, bytes | None, list[tuple[str, bytes | None]]]

words = st.none() | st.binary(max_size=200)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
said = st.tuples(st.integers(0, 2**44), words, words, st.lists(st.tuples(names, words), max_size=3))


def _batch(first: int, entries: Sequence[Said], gzip: bool = False, epoch: int = 0) -> bytes:
    """Return a batch as a broker keeps it, its first record at offset *first*."""
    builder = DefaultRecordBatchBuilder(2, int(gzip), False, 9, 0, 0, 1 << 24)
    for number, (timestamp, key, value, headers) in enumerate(entries):
        assert builder.append(number, timestamp, key, value, headers)
    data = bytearray(builder.build())
    struct.pack_into(">q", data, 0, first)
    struct.pack_into(">i", data, 12, epoch)
    return bytes(data)


def _read(data: bytes, reader: type = Fetched, start: int = 0) -> Fetcher.PartitionRecords:
    return reader(start, PLACE, MemoryRecords(data))


def _as_record(entry: Any) -> Record:
    """Return what the client gave as a record: what is absent is empty."""
    if isinstance(entry, Record):
        return entry
    topic, partition, _, offset, timestamp, _, key, value, headers, *_ = entry
    kept = tuple((name, found or b"") for name, found in headers)
    return Record(topic, partition, offset, key or b"", value or b"", kept, timestamp)


@settings(max_examples=60)
@given(st.lists(st.lists(said, min_size=1, max_size=5), max_size=3), st.booleans(), st.data())
def test_records_and_places_are_those_of_the_client(
    batches: list[list[Said]], gzip: bool, data: st.DataObject
) -> None:
    """Whatever is in a fetch and wherever a poll cuts it, both read the same and go on alike."""
    stored, first = b"", 7
    for entries in batches:
        stored += _batch(first, entries, gzip, epoch=first)
        first += len(entries) + 2  # compaction took some away between them
    begin, most = data.draw(st.integers(0, first)), data.draw(st.integers(1, 6))
    theirs, ours = (_read(stored, r, begin) for r in (Fetcher.PartitionRecords, Fetched))

    for _ in range(len(stored)):
        expected, found = theirs.take(most), ours.take(most)
        assert [*map(_as_record, expected)] == found
        told = [(r.next_fetch_offset, r.leader_epoch, bool(r)) for r in (theirs, ours)]
        assert told[0] == told[1]
        if not (theirs and ours):
            break


def test_a_name_that_is_no_text_stops_nobody() -> None:
    """kafka-python raises, and asks for ever afterwards: one department's header ended intake."""
    data = bytes([22, 0, 0, 0, 1, 2, 118, 2, 4, 255, 254, 0])

    (found,) = records(Head("t", 0, 5, 1_000), data, 0, 1)

    assert Record("t", 0, 5, b"", b"v", (("\ufffd\ufffd", b""),), 1_000) == found


def test_the_time_of_the_broker_counts_for_all() -> None:
    """A topic may be set so that records bear the time at which they were appended."""
    data = bytes([14, 0, 84, 0, 1, 2, 118, 0])

    (found,) = records(Head("t", 0, 5, 1_000, appended=2_000), data, 0, 1)

    assert 2_000 == found.timestamp


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes([14, 0, 0, 0, 1, 2, 118]), id="cut off"),
        pytest.param(bytes([16, 0, 0, 0, 1, 2, 118, 0]), id="longer than it says"),
        pytest.param(bytes([14, 0, 0, 0, 1, 2, 118, 0, 0]), id="more behind it"),
        pytest.param(b"\xff" * 20, id="a number without end"),
    ],
)
def test_what_is_no_batch_is_said(data: bytes) -> None:
    """Half a record taken for a whole one would shift all that follows."""
    with pytest.raises((ValueError, IndexError)):
        records(Head("t", 0, 0, 0), data, 0, 1)


def test_a_flipped_bit_is_said() -> None:
    """What the disk or the wire changed is no record."""
    data = bytearray(_batch(0, [(0, b"k", b"value", [])]))
    data[-3] ^= 1

    with pytest.raises(CorruptRecordError, match="checksum"):
        _read(bytes(data)).take(1)
