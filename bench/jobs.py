"""
The jobs a contender is given: the detectors, or next to nothing.

``detectors``: every fold of the hub over the whole log. ``host``: each event is decoded and
counted under its key, and every hundredth gives a finding: what is measured then is the host.
Both are made of the same kind of thing, a partition that takes records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol

import orjson

from events import codec, topics
from events.record import Outgoing, Record
from processors.folding import checkpoint
from processors.topology import FOLDED, build_partition


class Partitioned(Protocol):
    """What a host drives; ``processors.folding.partition.Partition`` is one."""

    def take(self, record: Record) -> list[Outgoing]: ...
    def flush(self) -> list[Outgoing]: ...
    def flushing(self) -> Iterator[Outgoing]: ...
    def changed(self) -> dict[str, bytes | None]: ...


class Job(NamedTuple):
    topics: tuple[str, ...]
    build: Callable[[str, int], Any]


class Counting:
    """Counts the events of each key; the least a durable job can do."""

    EVERY: Final = 100

    def __init__(self, topic: str, number: int) -> None:
        self.topic, self.number, self.position, self.now = topic, number, 0, 0
        self._counts: dict[str, tuple[int, int]] = {}
        self._changed: set[str] = set()

    def take(self, record: Record) -> list[Outgoing]:
        if record.offset < self.position:
            return []
        self.position = record.offset + 1
        event, key = codec.decode(record.value), record.key.decode()
        count, last = self._counts.get(key, (0, 0))
        self._counts[key] = count + 1, max(last, event.time)
        self._changed.add(key)
        return [self._finding(record)] if self.position % self.EVERY == 0 else []

    def _finding(self, record: Record) -> Outgoing:
        id = f"{self.topic}:{self.number}:{record.offset}"
        return Outgoing(topics.FINDINGS, id.encode(), record.value)

    def flush(self) -> list[Outgoing]:
        return list(self.flushing())

    def flushing(self) -> Iterator[Outgoing]:
        return iter(())

    def changed(self) -> dict[str, bytes | None]:
        changed, self._changed = self._changed, set()
        entries: dict[str, bytes | None] = {k: orjson.dumps(self._counts[k]) for k in changed}
        return entries | {checkpoint.POSITION: b"%d" % self.position}

    def restore(self, entries: Iterable[tuple[str, bytes]], said_to: int = 0) -> None:  # noqa: ARG002
        for key, packed in entries:
            if key == checkpoint.POSITION:
                self.position = int(packed)
            else:
                count, last = orjson.loads(packed)
                self._counts[key] = count, last

    def said_to(self, offset: int) -> None:
        """Nothing it says depends on batches."""

    unheard: int | None = None
    """Nothing it says is held against anything."""


JOBS: Final[Mapping[str, Job]] = {
    "detectors": Job(FOLDED, build_partition),
    "host": Job(topics.JOURNALS, Counting),
}


class Partitions:
    """The partitions of a job in memory, made when their first record comes."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._made: dict[tuple[str, int], Any] = {}

    def at(self, topic: str, number: int) -> Any:
        found = self._made.get((topic, number))
        if found is None:
            found = self._made[topic, number] = self._job.build(topic, number)
        return found

    def fold(self, records: Iterable[Record]) -> Iterator[Outgoing]:
        """Fold a batch of one partition and conclude it."""
        partition = None
        for record in records:
            partition = partition or self.at(record.topic, record.partition)
            yield from partition.take(record)
        if partition is not None:
            yield from partition.flush()
