"""
Which names stand under which key: an immutable index of a dozen keys per name, small in memory.

A key is a hash of 64 bits. Its low bits choose a bucket, a string of sorted eight-byte entries
(high half of the hash, number of the name); a change copies one bucket. A key with many names
moves out of its bucket, to a set of its own, so that no bucket becomes long. Two keys whose
hashes agree in bucket and high half are one key; that is as rare as it is harmless, and the
same in every run.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from immutables import Map

_BUCKETS: Final = 1 << 18
_LONG: Final = 64
"""Names under one key, from which on it leaves its bucket."""


def key_of(text: str) -> int:
    """Return the key called *text*."""
    whole = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
    return (whole >> 32) << 32 | whole % _BUCKETS


class NameBlocks:
    """Key → numbers of names (below 2³²)."""

    __slots__ = ("_buckets", "_long")

    def __init__(
        self, buckets: Map[int, bytes] | None = None, long: Map[int, Map[int, None]] | None = None
    ) -> None:
        self._buckets: Map[int, bytes] = Map() if buckets is None else buckets
        self._long: Map[int, Map[int, None]] = Map() if long is None else long

    def count(self, key: int) -> int:
        """Return how many names stand under *key*."""
        if (long := self._long.get(key)) is not None:
            return len(long)
        start, end, _ = self._span(key)
        return end - start

    def members(self, key: int) -> tuple[int, ...]:
        """Return the numbers of the names under *key*."""
        if (long := self._long.get(key)) is not None:
            return tuple(long)
        start, end, packed = self._span(key)
        return tuple(entry & 0xFFFFFFFF for entry in packed[start:end])

    def put(self, key: int, number: int) -> NameBlocks:
        """Return the index in which *number*, which was not, stands under *key*."""
        if (long := self._long.get(key)) is not None:
            return NameBlocks(self._buckets, self._long.set(key, long.set(number, None)))
        start, end, packed = self._span(key)
        if end - start >= _LONG:
            rest = packed[:start].tobytes() + packed[end:].tobytes()
            numbers = (*(entry & 0xFFFFFFFF for entry in packed[start:end]), number)
            kept = self._long.set(key, Map(dict.fromkeys(numbers)))
            return NameBlocks(self._with(key, rest), kept)
        entry = _entry(key, number)
        at = bisect_left(packed, entry, start, end)
        joined = packed[:at].tobytes() + entry.to_bytes(8, "little") + packed[at:].tobytes()
        return NameBlocks(self._buckets.set(key % _BUCKETS, joined), self._long)

    def without(self, key: int, number: int) -> NameBlocks:
        """Return the index in which *number* no longer stands under *key*."""
        if (long := self._long.get(key)) is not None:
            rest = long.delete(number)
            kept = self._long.set(key, rest) if rest else self._long.delete(key)
            return NameBlocks(self._buckets, kept)
        start, end, packed = self._span(key)
        at = bisect_left(packed, _entry(key, number), start, end)
        return NameBlocks(
            self._with(key, packed[:at].tobytes() + packed[at + 1 :].tobytes()), self._long
        )

    def _span(self, key: int) -> tuple[int, int, memoryview[int]]:
        """Return where the entries of *key* begin and end in their bucket, and the bucket."""
        packed = memoryview(self._buckets.get(key % _BUCKETS, b"")).cast("Q")
        start = bisect_left(packed, _entry(key, 0))
        end = bisect_left(packed, _entry(key, 0) + (1 << 32), start)
        return start, end, packed

    def _with(self, key: int, packed: bytes) -> Map[int, bytes]:
        bucket = key % _BUCKETS
        return self._buckets.set(bucket, packed) if packed else self._buckets.delete(bucket)


def build_blocks(entries: Iterable[tuple[int, int]]) -> NameBlocks:
    """Return the index of (key, number) *entries*, each once."""
    by_key: dict[int, list[int]] = {}
    for key, number in entries:
        by_key.setdefault(key, []).append(number)
    buckets: dict[int, list[int]] = {}
    long: dict[int, Map[int, None]] = {}
    for key, numbers in by_key.items():
        if len(numbers) > _LONG:
            long[key] = Map(dict.fromkeys(numbers))
        else:
            found = buckets.setdefault(key % _BUCKETS, [])
            found.extend(_entry(key, number) for number in numbers)
    return NameBlocks(Map(_packed(buckets)), Map(long))


def _packed(buckets: dict[int, list[int]]) -> Iterator[tuple[int, bytes]]:
    for bucket, entries in buckets.items():
        yield bucket, b"".join(entry.to_bytes(8, "little") for entry in sorted(entries))


def _entry(key: int, number: int) -> int:
    return (key >> 32) << 32 | number
