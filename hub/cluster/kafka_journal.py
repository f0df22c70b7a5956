"""
The journal port over Kafka: how ``verify`` and ``replay`` read a cluster's log.

A journal is the log up to the ends it was opened with, so what is written meanwhile is not
seen. Reads may overlap (a replay merges partitions): each has a client of its own, which is
kept for the next one. Compacted topics are not part of it: their offsets are not dense.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from events import topics
from events.closing import Closing
from events.generations import Layout
from events.kafka import Connection, Consumer, Place, assigned
from events.record import Record
from hub.cluster.generations import read_state
from hub.journal import places


class KafkaJournal(Closing):
    """A ``hub.journal.Journal`` up to *ends* (by default, those of this moment)."""

    def __init__(self, connection: Connection, ends: Mapping[Place, int] | None = None) -> None:
        self._connection = connection
        self._idle: list[Consumer] = []
        self._ends = dict(ends) if ends is not None else read_ends(connection)

    def close(self) -> None:
        for client in self._idle:
            client.close()

    @cached_property
    def layout(self) -> Layout:
        """Which generation is live, asked for once."""
        return read_state(self._connection).live

    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({topic for topic, _ in self._ends}))

    def renew(self, topic: str) -> None:
        """See from now on what was written to *topic* since."""
        self._ends |= self._ends_now(list(places(self, [topic])))

    def partitions(self, topic: str) -> int:
        return sum(topic == name for name, _ in self._ends)

    def end(self, topic: str, partition: int) -> int:
        return self._ends.get((topic, partition), 0)

    def newest(self, topic: str, partition: int) -> int:
        """Return where the partition ends now, whatever was written since."""
        return self._ends_now([(topic, partition)])[topic, partition]

    def _ends_now(self, places: Sequence[Place]) -> dict[Place, int]:
        client = self._idle.pop() if self._idle else assigned(self._connection)
        self._idle.append(client)  # whatever it raises, it is closed in the end
        return client.end_offsets(places)

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        """
        Yield the records with start <= offset < stop (None: to the end), in order.

        Raises:
            TimeoutError: nothing came for a minute before the range was read.
        """
        end = self.end(topic, partition)
        stop = end if stop is None else min(stop, end)
        if start >= stop:
            return
        client = self._idle.pop() if self._idle else assigned(self._connection)
        yield from client.read(topic, partition, start, stop)
        self._idle.append(client)


def read_ends(connection: Connection) -> dict[Place, int]:
    """Return where each partition of the hub's topics ends now, compacted topics left out."""
    with assigned(connection) as client:
        names = [name for name in client.topics() if is_ours(name)]
        found = list(places(client, names))
        return client.end_offsets(found) if found else {}


def is_ours(topic: str) -> bool:
    """Tell whether *topic* is one of the hub's that keep their records as written."""
    fixed = topics.kind(topic) in topics.PARTITIONS and topic != topics.CONCLUSIONS
    sent = topics.ingest_department(topic) is not None
    return fixed or sent or topics.receipts_department(topic) is not None
