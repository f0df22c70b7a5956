"""
Ticks: how time enters a log. One record a minute at most, per journal partition.

In event mode a tick goes before an event whose minute is later than the partition's last
tick, so what fell due in between is concluded first. In wall mode every partition gets the
current minute. A tick never turns time back.

Source: the contract, "Topics and keys".
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from events.event import TICK, Event
from events.instant import Instant, floor_minute, render
from events.record import Outgoing
from hub.embedded.log import Place

SOURCE: Final = "/departments/hub/clock"
_WRITTEN: Final = (
    '{"specversion":"1.0","id":"%s","source":"%s","type":"clock.ticked.v1","time":"%s",'
    '"datacontenttype":"application/json","data":{"now":"%s"}}'
)
"""What ``codec.encode`` gives: a sparse year of history has a tick for nearly every event."""


@lru_cache(maxsize=1024)
def _render(minute: Instant) -> str:
    return render(minute)


def ticked(place: Place, time: Instant) -> Event:
    """Return what the tick before an event of *time* decodes to."""
    topic, partition = place
    minute = floor_minute(time)
    text = _render(minute)
    id = f"{topic}/{partition}/{text}"
    data = {"now": text}
    return Event(f"{SOURCE}#{id}", TICK, 1, minute, 0, SOURCE, id, "", data)


def build_tick(topic: str, partition: int, minute: Instant) -> Outgoing:
    """Return the tick of *minute* (whole, event time) for one journal partition."""
    text = _render(minute)
    value = _WRITTEN % (f"{topic}/{partition}/{text}", SOURCE, text, text)
    return Outgoing(topic, b"", value.encode(), (), partition)


class Clock:
    """The last tick of every journal partition, and which ticks are missing."""

    def __init__(self, last: dict[Place, Instant]) -> None:
        """*last*: greatest tick per journal partition; 0 where there was none."""
        self._last = last

    def before(self, place: Place, time: Instant) -> Outgoing | None:
        """Return the tick that must stand in *place* before an event of *time*, if any."""
        minute = floor_minute(time)
        if minute <= self._last[place]:
            return None
        self._last[place] = minute
        return build_tick(*place, minute)

    def everywhere(self, time: Instant) -> list[Outgoing]:
        """Return the ticks that bring every journal partition to *time*'s minute."""
        ticks = (self.before(place, time) for place in self._last)
        return [tick for tick in ticks if tick is not None]

    def latest(self) -> Instant:
        """Return the greatest tick of all journal partitions."""
        return max(self._last.values(), default=Instant(0))
