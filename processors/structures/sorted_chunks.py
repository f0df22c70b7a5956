"""
Sorted sequences that are never changed: a copy with one change is cheap, however long.

A sequence is a tuple of chunks, each a sorted tuple of at most ``_FULL`` entries. A change
copies one chunk and the tuple of chunks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, TypeAlias, TypeVar

T = TypeVar("T", bound=tuple[object, ...])

Chunks: TypeAlias = tuple[tuple[T, ...], ...]

_FULL: Final = 128


def with_one(chunks: Chunks[T], entry: T) -> Chunks[T]:
    """Return *chunks* with *entry*; *chunks* itself when it stands there already."""
    if not chunks:
        return ((entry,),)
    number = _chunk_of(chunks, entry)
    chunk = chunks[number]
    at = bisect_left(chunk, entry)
    if at < len(chunk) and chunk[at] == entry:
        return chunks
    grown = (*chunk[:at], entry, *chunk[at:])
    parts = (grown,) if len(grown) <= _FULL else (grown[: _FULL // 2], grown[_FULL // 2 :])
    return (*chunks[:number], *parts, *chunks[number + 1 :])


def without(chunks: Chunks[T], entry: T) -> Chunks[T]:
    """Return *chunks* without *entry*; *chunks* itself when it is not there."""
    if not chunks:
        return chunks
    number = _chunk_of(chunks, entry)
    rest = tuple(one for one in chunks[number] if one != entry)
    if len(rest) == len(chunks[number]):
        return chunks
    return (*chunks[:number], *((rest,) if rest else ()), *chunks[number + 1 :])


def before(chunks: Chunks[T], entry: T) -> Iterator[T]:
    """Yield the entries before *entry*, the nearest first."""
    if not chunks:
        return
    number = _chunk_of(chunks, entry)
    at = bisect_left(chunks[number], entry)
    yield from reversed(chunks[number][:at])
    for earlier in range(number - 1, -1, -1):
        yield from reversed(chunks[earlier])


def after(chunks: Chunks[T], entry: T) -> Iterator[T]:
    """Yield the entries after *entry*, the nearest first."""
    if not chunks:
        return
    number = _chunk_of(chunks, entry)
    at = bisect_right(chunks[number], entry)
    yield from chunks[number][at:]
    for chunk in chunks[number + 1 :]:
        yield from chunk


def every(chunks: Chunks[T]) -> Iterator[T]:
    """Yield all entries, in order."""
    for chunk in chunks:
        yield from chunk


def size(chunks: Chunks[T]) -> int:
    """Return how many entries there are."""
    return sum(map(len, chunks))


def _chunk_of(chunks: Chunks[T], entry: T) -> int:
    """Return the number of the chunk in which *entry* stands, or would stand."""
    low, high = 0, len(chunks) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if chunks[middle][0] <= entry:
            low = middle
        else:
            high = middle - 1
    return low
