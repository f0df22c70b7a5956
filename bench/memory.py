"""
What a key weighs in memory: an open case, and a party with a year of visits.

Resident bytes of the process, before and after so many keys are folded, concluded and
checkpointed; everything that stands for a key counts, in all partitions that know it. A
partition keeps the keys used last unpacked (``processors.folding.entries``): some of these are
weighed, then as many stay unpacked here, and what a key weighs is what a further one adds. A true
partition keeps more of them unpacked, whatever it holds: ``average`` is what a key weighs where
there are a million over as many partitions as a new log has, those that stay unpacked counted.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.figures import Figures, tell
from bench.hot_keys import Chain
from bench.tick import opened
from events import codec, topics
from events.event import Event
from events.instant import DAY, MINUTE, Instant, parse, render
from processors.folding.entries import LIVE

BEGINNING: Final = parse("2026-01-05T09:00:00+08:00")
MILLION: Final = 1_000_000
Weights = tuple[float, float]
_VISITS: Final = 6
"""Visits of one party in a year: what the load of these benchmarks has on average."""


def resident_bytes() -> int:
    """Return the bytes of this process that are in memory, garbage left out."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(cases: int, parties: int, live: int = 1_000) -> Figures:
    """
    Return the bytes of one of *cases* open cases and of one of *parties* with its visits.

    *live*: how many keys stay unpacked; they stand before the others are counted.
    """
    live_case, case = _open_cases(cases, live)
    live_party, party = _visited_parties(parties, live)
    return {
        "cases": cases,
        "bytes_per_open_case": case,
        "bytes_per_live_case": live_case,
        "average_bytes_per_open_case": _average(live_case, case, topics.JOURNAL_CASES),
        "parties": parties,
        "visits_per_party": _VISITS,
        "bytes_per_party": party,
        "bytes_per_live_party": live_party,
        "average_bytes_per_party": _average(live_party, party, topics.JOURNAL_VISITS),
        "live_per_partition": LIVE,
    }


def _average(live: float, packed: float, topic: str) -> float:
    """Return the bytes of a key of a million, as many of them live as partitions keep."""
    kept = LIVE * topics.PARTITIONS[topic]
    return (kept * live + (MILLION - kept) * packed) / MILLION


def _weighed(
    chain: Chain, fill: Callable[[Chain, int, int], None], count: int, live: int
) -> Weights:
    """Return the bytes of a key while all of them are unpacked, and of each of *count* beyond."""
    start = resident_bytes()
    fill(chain, 0, live)
    between = resident_bytes()
    fill(chain, live, live + count)
    return (between - start) / live, (resident_bytes() - between) / count


def _open_cases(count: int, live: int) -> Weights:
    return _weighed(Chain(topics.JOURNAL_CASES, live=live), _more_cases, count, live)


def _more_cases(chain: Chain, first: int, until: int) -> None:
    for number in range(first, until):
        at = Instant(BEGINNING + number * MINUTE // 100)
        chain.take(*opened(number, at))
        chain.take(*_assigned(number, Instant(at + 5 * MINUTE)))
        if number % 1_000 == 0:
            chain.checkpoint()
    chain.checkpoint()


def _visited_parties(count: int, live: int) -> Weights:
    chain = Chain(topics.JOURNAL_VISITS, topics.BY_PARTY, live=live)
    return _weighed(chain, _more_parties, count, live)


def _more_parties(chain: Chain, first: int, until: int) -> None:
    for number in range((until - first) * _VISITS):
        chain.take(*_visited(number, first, until - first))
        if number % 1_000 == 0:
            chain.checkpoint()
    chain.checkpoint()


def _assigned(number: int, at: Instant) -> tuple[bytes, bytes]:
    case = f"K{number}"
    data = {
        "case_id": case,
        "assignment_id": f"{case}/1",
        "department": f"bureau-{number % 40:02}",
        "role": "lead",
        "basis": "dispatch",
    }
    return case.encode(), _encoded("case.assigned", f"a{number}", at, case, data)


def _visited(number: int, first: int, parties: int) -> tuple[bytes, bytes]:
    party = f"P{first + number % parties}"
    at = Instant(BEGINNING + number // parties * (360 * DAY // _VISITS) + number % parties)
    department = f"bureau-{number * 7 % 40:02}"
    data = {
        "visit_id": f"V{first}/{number}",
        "party_id": party,
        "departments": [department],
        "purpose": "fire-safety",
        "ground": "routine",
        "start": render(at),
        "end": render(Instant(at + 60 * MINUTE)),
    }
    return party.encode(), _encoded("visit.recorded", f"{first}/{number}", at, f"V{number}", data)


def _encoded(name: str, id: str, at: Instant, subject: str, data: dict[str, Any]) -> bytes:
    source = f"/departments/{data.get('department') or data['departments'][0]}"
    return codec.encode(Event(f"{source}#{id}", name, 1, at, 0, source, id, subject, data))


def main() -> None:
    tell(measure, sys.argv[1:], cases=100_000, parties=20_000, live=1_000)


if __name__ == "__main__":
    main()
