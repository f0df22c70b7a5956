"""
What a partition passes on to derived topics besides its forwards: the time, and the rules.

A tick goes on at the end of its batch, the last one only: a derived topic concludes once a
batch, so what lies between would be said to nobody. Its origin is a part behind all forwards
of the last record, so a reader that skips what it has heard never skips a later forward. A
reference event goes to every partition of every derived topic, after the time it came at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from events.record import Origin, Outgoing, Record
from processors.folding import publishing

_BEHIND_ALL = 1 << 30
"""The part of a tick's origin: no record forwards so much."""


class Relay:
    """*derived* gives the partition count of each topic that hears of this partition's time."""

    def __init__(self, derived: Mapping[str, int]) -> None:
        self._places = tuple((to, n) for to, count in derived.items() for n in range(count))
        self._tick: Record | None = None

    def ticked(self, record: Record) -> None:
        """Hear a tick; it is passed on later."""
        if self._places:
            self._tick = record

    def everywhere(self, record: Record, origin: Origin) -> Iterator[Outgoing]:
        """Yield a reference event for every derived partition, after the time it came at."""
        yield from self.flush(origin._replace(offset=origin.offset - 1))
        for topic, number in self._places:
            yield publishing.copy(record, topic, number, origin)

    def flush(self, origin: Origin) -> Iterator[Outgoing]:
        """Yield the last tick for everyone; *origin* is of the last record taken."""
        if self._tick is not None:
            tick, self._tick = self._tick, None
            for place in self._places:
                yield publishing.copy(tick, *place, origin._replace(part=_BEHIND_ALL))
