"""The journal port over Kafka: how ``verify``, ``replay`` and ``explain`` read a cluster's log."""

from __future__ import annotations

from collections.abc import Iterator

from events.kafka import Connection, Consumer, assigned, end_offsets, read_range
from events.record import Record


class KafkaJournal:
    """A ``hub.journal.Journal``; every read is a client of its own, so reads may overlap."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def topics(self) -> tuple[str, ...]:
        with self._client() as client:
            return tuple(sorted(name for name in client.topics() if not name.startswith("__")))

    def partitions(self, topic: str) -> int:
        with self._client() as client:
            return client.partitions(topic) if topic in client.topics() else 0

    def end(self, topic: str, partition: int) -> int:
        return end_offsets(self._connection, [(topic, partition)])[topic, partition]

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        """Yield the records with start <= offset < stop (None: to the present end), in order."""
        yield from read_range(self._connection, topic, partition, start, stop)

    def _client(self) -> Consumer:
        return assigned(self._connection)
