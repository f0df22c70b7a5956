"""
A reader of partitions that commits only when told: a thin cover over a client's consumer.

Questions about offsets and topics raise ``BrokersAwayError`` when nobody answers.

``events.kafka`` makes it of a client that gives ``Record``s (``events.fetched``), and hands it
the client's own words for places and offsets: the client itself is imported there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple

from events.brokers import BrokersAwayError, Committed, NotCommittedError, Place
from events.closing import Closing
from events.record import Record

_PAUSE_S: Final = 0.2


class Native(NamedTuple):
    """
    The client's own classes: of a place, of an offset to commit, of its failures.

    ``asking`` raises ``BrokersAwayError`` where its body met brokers that are away.
    """

    place: Callable[[str, int], Any]
    offset: Callable[[int, str, int], Any]
    failure: type[Exception]
    asking: Callable[[], AbstractContextManager[None]]


class Consumer(Closing):
    """Reads records; commits only when told. Made by ``assigned`` and ``subscribed``."""

    def __init__(self, client: Any, native: Native) -> None:
        self._client = client
        self._native = native

    def poll(self, timeout_s: float = 1.0, most: int = 2000) -> list[Record]:
        """
        Return up to *most* records, in order within each partition; [] when none came.

        Brokers that are away give none: the client asks them again, from where it was.
        """
        try:
            polled = self._asked(lambda: self._poll(timeout_s, most))
        except BrokersAwayError:
            time.sleep(min(timeout_s, _PAUSE_S))
            return []
        return [record for records in polled.values() for record in records]

    def _poll(self, timeout_s: float, most: int) -> Any:
        return self._client.poll(timeout_ms=int(timeout_s * 1000), max_records=most)

    def read(
        self,
        topic: str,
        partition: int,
        start: int = 0,
        end: int | None = None,
        timeout_s: float = 60,
    ) -> Iterator[Record]:
        """
        Yield what stands at ``start <= offset < end`` (None: to the present end); not in a group.

        Raises:
            TimeoutError: nothing came for *timeout_s* before the range was read.
        """
        place = (topic, partition)
        self.assign([place])
        stop = self.end_offsets([place])[place]
        stop = stop if end is None else min(end, stop)
        self.seek(topic, partition, max(start, self.beginning_offsets([place])[place]))
        patience = time.monotonic() + timeout_s
        while (before := self.position(topic, partition)) < stop:
            yield from (record for record in self.poll() if record.offset < stop)
            if self.position(topic, partition) > before:  # it passes what compaction emptied
                patience = time.monotonic() + timeout_s
            elif time.monotonic() > patience:
                raise TimeoutError(f"{topic}/{partition} gave nothing at offset {before}")

    def commit(self, offsets: Mapping[Place, int | Committed]) -> None:
        """
        Commit the next offset to read of each partition, with metadata where given.

        Raises:
            NotCommittedError: nothing was committed; what was read may be read again elsewhere.
        """
        said = {self._partition(place): self._offset(at) for place, at in offsets.items()}
        try:
            self._client.commit(said)
        except self._native.failure as error:
            raise NotCommittedError(f"Kafka did not take the offsets: {error!r}") from error

    def committed(self, topic: str, partition: int) -> Committed | None:
        place = self._native.place(topic, partition)
        held = self._asked(lambda: self._client.committed(place, metadata=True))
        return None if held is None else Committed(held.offset, held.metadata or "")

    def seek(self, topic: str, partition: int, offset: int) -> None:
        self._client.seek(self._native.place(topic, partition), offset)

    def position(self, topic: str, partition: int) -> int:
        place = self._native.place(topic, partition)
        return int(self._asked(lambda: self._client.position(place)))

    def assign(self, places: Iterable[Place]) -> None:
        """Read exactly *places* from now on; not for a member of a group."""
        self._client.assign([*map(self._partition, places)])

    def assignment(self) -> list[Place]:
        return sorted((place.topic, place.partition) for place in self._client.assignment())

    def pause(self, places: Iterable[Place]) -> None:
        self._client.pause(*map(self._partition, places))

    def resume(self, places: Iterable[Place]) -> None:
        self._client.resume(*map(self._partition, places))

    def beginning_offsets(self, places: Iterable[Place]) -> dict[Place, int]:
        asked = [self._partition(place) for place in places]
        return _places(self._asked(lambda: self._client.beginning_offsets(asked)))

    def end_offsets(self, places: Iterable[Place]) -> dict[Place, int]:
        """Return the offset that the next record of each partition will have."""
        asked = [self._partition(place) for place in places]
        return _places(self._asked(lambda: self._client.end_offsets(asked)))

    def topics(self) -> set[str]:
        """Return the topics that this client may see."""
        return set(self._asked(self._client.topics))

    def partitions(self, topic: str) -> int:
        """Return the partition count of *topic*; 0 when it is not there."""
        return len(self._client.partitions_for_topic(topic) or ())

    def close(self) -> None:
        self._client.close(autocommit=False)

    def _asked(self, ask: Callable[[], Any]) -> Any:
        with self._native.asking():
            return ask()

    def _partition(self, place: Place) -> Any:
        return self._native.place(*place)

    def _offset(self, at: int | Committed) -> Any:
        offset, metadata = at if isinstance(at, Committed) else (at, "")
        return self._native.offset(offset, metadata, -1)


def _places(offsets: Mapping[Any, int]) -> dict[Place, int]:
    return {(place.topic, place.partition): offset for place, offset in offsets.items()}
