"""
A tick of one partition that holds many open cases, few of them due.

All but a few are opened weeks ahead; those few are opened earlier, a small group a day, so that
the ticks between them find one group, or nothing. A clock has several bands, so some ticks find
more than one group: those are left out. What is open must not matter; a case that is due is
concluded anew, and that is most of the cost.
"""

from __future__ import annotations

import gc
import sys
import time
from statistics import median
from typing import Any, Final

from bench.figures import Figures, tell
from events import codec, topics
from events.event import Event
from events.instant import DAY, HOUR, Instant, parse
from events.record import Record
from hub.publishing.publications import default_raws
from hub.ticks import build_tick
from processors.folding.partition import Partition
from processors.topology import build_partition

BEGINNING: Final = parse("2026-01-05T09:00:00+08:00")
_SOURCE: Final = "/departments/centre"


class Journal:
    """One partition of ``journal.cases`` and the next offset of its log."""

    def __init__(self) -> None:
        self.partition: Partition[Any] = build_partition(topics.JOURNAL_CASES, 0)
        self._offset = 0
        for _, raw in default_raws():
            self.take(b"", raw)

    def take(self, key: bytes, value: bytes) -> None:
        """Fold one record."""
        record = Record(topics.JOURNAL_CASES, 0, self._offset, key, value)
        self._offset += 1
        self.partition.take(record)

    def tick(self, at: Instant) -> int:
        """Fold the tick of *at* and conclude; return of how many cases something is said."""
        self.take(b"", build_tick(topics.JOURNAL_CASES, 0, at).value)
        said = self.partition.flush()
        return len({one.key for one in said if one.topic not in topics.DERIVED})


def opened(number: int, at: Instant) -> tuple[bytes, bytes]:
    """Return key and value of the opening of case *number* at *at*."""
    case = f"K{number}"
    data = {
        "case_id": case,
        "party_id": f"P{number}",
        "kind": "demand",
        "channel": "12345",
        "category": "water",
        "text": "",
        "area": "330701",
    }
    event_id = f"{_SOURCE}#{number}"
    head = (event_id, "case.opened", 1, at, number, _SOURCE, str(number), case)
    return case.encode(), codec.encode(Event(*head, data))


def measure(count: int, due: int, groups: int = 20) -> Figures:
    """Return what a tick costs with *count* open cases: one that finds *due*, and one that none."""
    journal = Journal()
    for number in range(count):
        journal.take(*opened(number, Instant(BEGINNING + (groups + 60) * DAY)))
    for number in range(groups * due):
        journal.take(*opened(count + number, Instant(BEGINNING + number // due * DAY)))
    journal.partition.flush()
    journal.partition.changed()
    gc.collect()
    gc.freeze()  # what is open is not looked through again while we measure
    idle, busy = _ticked(journal, groups, due)
    gc.unfreeze()
    return {
        "open_cases": count,
        "due": due,
        "tick_idle_us": median(idle) * 1e6,
        "tick_due_us": median(busy) * 1e6,
    }


def _ticked(journal: Journal, days: int, due: int) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of hourly ticks that found nothing, and of those that found *due*."""
    idle: list[float] = []
    busy: list[float] = []
    for number in range((days + 25) * 24):
        began = time.process_time()
        told = journal.tick(Instant(BEGINNING + number * HOUR))
        took = time.process_time() - began
        if told in (0, due):
            (busy if told else idle).append(took)
    return idle, busy


def main() -> None:
    tell(measure, sys.argv[1:], count=100_000, due=10)


if __name__ == "__main__":
    main()
