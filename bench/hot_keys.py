"""
Keys that are far hotter than others: a case of many events, a party of many visits.

The key is loaded in one batch; then further events come one by one, each a batch of its own,
so each is folded and concluded at the full size of its key.
"""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import Any, Final

from bench.figures import Figures, tell
from bench.tick import opened
from events import codec, topics
from events.event import Event
from events.instant import DAY, MINUTE, Instant, parse, render
from events.record import Outgoing, Record
from hub.publishing.publications import default_raws
from processors.folding.entries import LIVE
from processors.topology import build_partition

BEGINNING: Final = parse("2026-01-05T09:00:00+08:00")
_MORE: Final = 50


class Chain:
    """
    The first partition of a topic, and of the one derived from it, all keys in them.

    *live*: how many keys each keeps unpacked.
    """

    def __init__(self, *names: str, live: int = LIVE) -> None:
        once = dict.fromkeys(topics.PARTITIONS, 1)
        self._partitions: list[Any] = [build_partition(name, 0, once) for name in names]
        for partition in self._partitions:
            partition.entries._bound = live  # noqa: SLF001 - a partition of its own
        self._offsets = [0 for _ in names]
        for _, raw in default_raws():
            self.take(b"", raw)
        self.flush()

    def take(self, key: bytes, value: bytes, place: int = 0) -> None:
        """Fold one record, and what it forwards to the next topic."""
        partition = self._partitions[place]
        record = Record(partition.topic, 0, self._offsets[place], key, value)
        self._offsets[place] += 1
        self._pass_on(partition.take(record), place)

    def flush(self) -> None:
        for place, partition in enumerate(self._partitions):
            self._pass_on(partition.flush(), place)

    def checkpoint(self) -> None:
        """Conclude, and hand out what a host would keep."""
        self.flush()
        for partition in self._partitions:
            partition.changed()

    def _pass_on(self, effects: list[Outgoing], place: int) -> None:
        for effect in effects if place + 1 < len(self._partitions) else ():
            if effect.topic == self._partitions[place + 1].topic:
                self.take(effect.key, effect.value, place + 1)


def measure(case_events: int, party_visits: int) -> Figures:
    """Return what one further event costs of a case and of a party that have that many."""
    case = Chain(topics.JOURNAL_CASES)
    case.take(*opened(0, BEGINNING))
    case.take(*_assigned())
    cases_us = _further(case, _progressed, case_events)
    party_us = _further(Chain(topics.JOURNAL_VISITS, topics.BY_PARTY), _visited, party_visits)
    return {
        "case_events": case_events,
        "case_us_per_event": cases_us,
        "party_visits": party_visits,
        "party_us_per_event": party_us,
    }


def _further(chain: Chain, event: Any, size: int) -> float:
    """Return the median microseconds of an event that finds *size* of its key."""
    for number in range(1, size):
        chain.take(*event(number, size))
    chain.flush()
    seconds = []
    for number in range(size, size + _MORE):
        began = time.process_time()
        chain.take(*event(number, size))
        chain.flush()
        seconds.append(time.process_time() - began)
    return median(seconds) * 1e6


def _assigned() -> tuple[bytes, bytes]:
    data = {"case_id": "K0", "assignment_id": "K0/1", "department": "bureau", "role": "lead"}
    return _said("case.assigned", 0, BEGINNING, "K0", data)


def _progressed(number: int, size: int) -> tuple[bytes, bytes]:  # noqa: ARG001 - one shape
    name = "case.contacted" if number % 2 else "case.progressed"
    data = {"case_id": "K0", "department": "bureau", "note": "looked at on the spot"}
    return _said(name, number, Instant(BEGINNING + number * MINUTE), "K0", data)


def _visited(number: int, size: int) -> tuple[bytes, bytes]:
    at = Instant(BEGINNING + number * (360 * DAY // size))
    data = {
        "visit_id": f"V{number}",
        "party_id": "P0",
        "departments": [f"bureau-{number % 40:02}"],
        "purpose": "fire-safety",
        "ground": "routine",
        "start": render(at),
        "end": render(at),
    }
    return _said("visit.recorded", number, at, "P0", data)


def _said(
    name: str, number: int, at: Instant, key: str, data: dict[str, Any]
) -> tuple[bytes, bytes]:
    source = f"/departments/{data.get('department') or data['departments'][0]}"
    head = (f"{source}#{number}", name, 1, at, number, source, str(number), key)
    return key.encode(), codec.encode(Event(*head, data))


def main() -> None:
    tell(measure, sys.argv[1:], case_events=10_000, party_visits=100_000)


if __name__ == "__main__":
    main()
