"""
How a simulated city's events reach the hub: late, twice, contradicted, by clocks that are wrong.

``sent`` gives the lines in the order in which they arrive. Truth under ``sent``: the ids of
the events that came twice, and of those that came again with other content; under figures:
how many lines there are, and how many came late.
"""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

import orjson

from events.ids import event_id
from events.instant import DAY, HOUR, MINUTE, Instant
from hub.simulation.noise import happens, rate
from hub.simulation.writing import Book

_LATE = (("late_up_to_a_day", 24), ("late_up_to_a_week", 168), ("late_up_to_a_month", 720))
_LATEST = 31 * DAY
_NEVER_LATE = ("party.", "department.", "policy.")
"""Registers are loaded before a hub is opened to departments."""


class Sent(NamedTuple):
    """Lines in the order of their arrival, and what was done to them."""

    lines: list[bytes]
    truth: dict[str, list[str]]
    late: int


class _Arrival(NamedTuple):
    at: Instant
    place: int
    raw: bytes


def sent(book: Book, random: Random) -> Sent:
    """Return *book*'s events as they are sent; the first sending of each is the true one."""
    arrivals: list[_Arrival] = []
    twice: list[str] = []
    contradicted: list[str] = []
    late = 0
    for place, (time, _, raw) in enumerate(sorted(book.events)):
        at = _arrival(time, raw, random)
        late += at > time
        arrivals.append(_Arrival(at, place, raw))
        if happens(random, "sending", "sent_twice"):
            arrivals.append(_Arrival(_again(at, random), place, raw))
            twice.append(_event_id(raw))
        elif (other := _altered(raw)) and happens(random, "sending", "contradicted"):
            arrivals.append(_Arrival(_again(at, random), place, other))
            contradicted.append(_event_id(raw))
    lines = [arrival.raw for arrival in sorted(arrivals)]
    return Sent(lines, {"duplicates": twice, "conflicts": contradicted}, late)


def _arrival(time: Instant, raw: bytes, random: Random) -> Instant:
    name = orjson.loads(raw)["type"]
    if name.startswith(_NEVER_LATE):
        return time
    if name.startswith("event.withdrawn"):  # after what it withdraws, however late that comes
        return Instant(time + _LATEST)
    drawn = random.random()
    for name, hours in _LATE:
        drawn -= rate("sending", name)
        if drawn < 0:
            return Instant(time + random.randrange(1, hours * 60) * MINUTE)
    return time


def _again(at: Instant, random: Random) -> Instant:
    return Instant(at + random.choice((MINUTE, HOUR, DAY)))


def _altered(raw: bytes) -> bytes:
    """Return *raw* with other content; empty where it has no field to alter."""
    said: dict[str, Any] = orjson.loads(raw)
    data = said["data"]
    name = next((name for name in ("purpose", "text", "note") if name in data), "")
    return orjson.dumps(said | {"data": data | {name: data[name] + "?"}}) if name else b""


def _event_id(raw: bytes) -> str:
    said = orjson.loads(raw)
    return event_id(said["source"], said["id"])


class Skews:
    """The clocks of departments' systems: minutes fast, or slow (below 0)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._minutes: dict[str, int] = {}

    def of(self, source: str) -> int:
        """Return µs by which the clock of *source* is wrong, always the same for one."""
        if source not in self._minutes:
            self._minutes[source] = self._draw()
        return self._minutes[source] * MINUTE

    def _draw(self) -> int:
        most = int(rate("sending", "skew_minutes"))
        wrong = happens(self._random, "sending", "skewed_systems")
        return self._random.randint(-most, most) if wrong else 0
