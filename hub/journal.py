"""
The journal port: how ``verify``, ``replay`` and ``explain`` read a log, whatever keeps it.

Two adapters stand behind it: the SQLite log of the embedded hub (``hub.embedded.log``) and Kafka.
Offsets of a partition are dense from its first one; a reader asks for half-open ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from typing import Final, Protocol, runtime_checkable

from events.brokers import Place
from events.generations import Layout
from events.record import Record

Positions = Mapping[Place, int]
"""Partition → the offset that is read next; missing: 0."""
_MOST: Final = 2_000
"""Unread records of one partition at once: what is left comes at the next asking."""


class Journal(Protocol):
    """A log that can be read again from the start."""

    @property
    def layout(self) -> Layout:
        """Which generation of the log is live, and how many partitions its topics have."""
        ...

    def topics(self) -> tuple[str, ...]:
        """Return the names of all topics that exist, sorted."""
        ...

    def partitions(self, topic: str) -> int:
        """Return how many partitions *topic* has; 0 when there is no such topic."""
        ...

    def end(self, topic: str, partition: int) -> int:
        """Return the offset the next record of the partition will get."""
        ...

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        """Yield the records with start <= offset < stop (None: to the end), in order."""
        ...


@runtime_checkable
class Shortened(Protocol):
    """A journal that knows where its partitions begin now: what stood before was let go."""

    def begin(self, topic: str, partition: int) -> int:
        """Return the offset of the first record that is still kept."""
        ...


@runtime_checkable
class Growing(Protocol):
    """A journal up to where its log ended once: others append to the log meanwhile."""

    def newest(self, topic: str, partition: int) -> int:
        """Return the offset the next record of the partition will get now."""
        ...


class Partitioned(Protocol):
    """A journal, or whatever else knows how many partitions a topic has."""

    def partitions(self, topic: str) -> int: ...


def places(log: Partitioned, names: Iterable[str]) -> Iterator[Place]:
    """Yield every partition of the topics *names*, in their order."""
    return ((name, number) for name in names for number in range(log.partitions(name)))


def whole(journal: Journal, topic: str) -> Iterator[Record]:
    """Yield all records of *topic*, one partition after the other."""
    for place in places(journal, [topic]):
        yield from journal.read(*place)


def as_taken(journal: Journal, names: Iterable[str]) -> Iterator[Record]:
    """Yield the records of the topics *names* in the order of their append."""
    partitions = (journal.read(*place) for place in places(journal, names))
    return merge(*partitions, key=lambda record: record.timestamp)


def unread(journal: Journal, topic: str, positions: Positions) -> Iterator[Record]:
    """Yield the records of *topic* from *positions* on, a bounded number of each partition."""
    for place in places(journal, [topic]):
        start, end = positions.get(place, 0), journal.end(*place)
        if start < end:
            yield from journal.read(*place, start, min(end, start + _MOST))
