"""The partitioner, held against kafka-python's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner.default import murmur2 as kafkas

from events.partitioner import murmur2, partition_of


@given(st.binary(max_size=100))
def test_a_key_hashes_as_kafka_hashes_it(key: bytes) -> None:
    """Otherwise one party's events would stand in two partitions."""
    assert kafkas(key) & 0xFFFFFFFF == murmur2(key)


@given(st.binary(max_size=100), st.integers(1, 64))
def test_a_key_goes_where_kafka_puts_it(key: bytes, count: int) -> None:
    """Kafka clears the sign bit and takes the rest."""
    assert (kafkas(key) & 0x7FFFFFFF) % count == partition_of(key, count)
