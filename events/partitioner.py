"""
Which partition a key belongs to: murmur2, exactly as Kafka's default partitioner.

Both logs (Kafka and SQLite) and every Kafka client must agree, or one party's events would
stand in two partitions. Faust and kafka-python compute the same numbers; the tests hold this
function against kafka-python's.

Source: the contract, "Embedded equivalent": same topics, partition counts, partitioner.
"""

from __future__ import annotations

from functools import lru_cache
from struct import unpack_from
from typing import Final

_SEED: Final = 0x9747B28C
_MULTIPLIER: Final = 0x5BD1E995
_WORD: Final = 0xFFFFFFFF
_POSITIVE: Final = 0x7FFFFFFF


def murmur2(key: bytes) -> int:
    """Return the 32-bit murmur2 hash of *key*, unsigned, with Kafka's seed."""
    length = len(key)
    whole = length // 4
    digest = (_SEED ^ length) & _WORD
    for word in unpack_from(f"<{whole}I", key):
        word = (word * _MULTIPLIER) & _WORD
        word = ((word ^ (word >> 24)) * _MULTIPLIER) & _WORD
        digest = ((digest * _MULTIPLIER) & _WORD) ^ word
    tail = key[whole * 4 :]
    if tail:
        digest = ((digest ^ int.from_bytes(tail, "little")) * _MULTIPLIER) & _WORD
    digest = ((digest ^ (digest >> 13)) * _MULTIPLIER) & _WORD
    return digest ^ (digest >> 15)


@lru_cache(maxsize=65_536)
def partition_of(key: bytes, count: int) -> int:
    """Return the partition of *key* among *count* (>= 1), from 0."""
    return (murmur2(key) & _POSITIVE) % count
