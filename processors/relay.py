"""
What a partition passes on to derived topics besides its forwards: the time, and the rules.

A reference event goes to every partition of every derived topic. A tick goes to a partition
just before the next forward to it, and to the rest at the end of a batch: of the ticks in
between only the last matters, and most partitions hear nothing else from one record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from events.partitioner import partition_of
from events.record import Origin, Outgoing, Record
from processors import publishing

_Place = tuple[str, int]


class Relay:
    """*derived* gives the partition count of each topic that hears of this partition's time."""

    def __init__(self, derived: Mapping[str, int]) -> None:
        self._derived = derived
        self._places = tuple((to, n) for to, count in derived.items() for n in range(count))
        self._tick: tuple[Record, Origin] | None = None
        self._behind: set[_Place] = set()

    def ticked(self, record: Record, origin: Origin) -> None:
        """Hear a tick; it is passed on later."""
        if self._places:
            self._tick = (record, origin)
            self._behind.update(self._places)

    def in_time(self, outgoing: Outgoing) -> Iterator[Outgoing]:
        """Yield a forward after the tick that its partition has not heard."""
        if (count := self._derived.get(outgoing.topic)) is not None:
            number = partition_of(outgoing.key, count)
            yield from self._pass((outgoing.topic, number))
            outgoing = outgoing._replace(partition=number)
        yield outgoing

    def everywhere(self, record: Record, origin: Origin) -> Iterator[Outgoing]:
        """Yield a reference event for every derived partition, after the time it came at."""
        yield from self.flush()
        for topic, number in self._places:
            yield publishing.copy(record, topic, number, origin)

    def flush(self) -> Iterator[Outgoing]:
        """Yield the last tick for all that have not heard it: the end of a batch."""
        for place in self._places:
            yield from self._pass(place)

    def _pass(self, place: _Place) -> Iterator[Outgoing]:
        if self._tick is not None and place in self._behind:
            self._behind.remove(place)
            yield publishing.copy(self._tick[0], *place, self._tick[1])
