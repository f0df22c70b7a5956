"""
What the parts of a long run weigh: their memory, looked at every few seconds, and its growth.

Memory is the resident memory of the kernel's count. The warm-up is the first fifth of a run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Final, NamedTuple, Protocol

from bench.faults.parts import Part
from events.kafka import BrokersAwayError, Connection
from hub.cluster.standing import lags

_LOOK_S: Final = 5.0
_WARM: Final = 0.2
_GROWTH_PERCENT: Final = 5.0


class Load(Protocol):
    """How much was sent, and how much of it is to be done, as was last seen."""

    sent: int
    behind: int


class Sample(NamedTuple):
    """``rss_mb`` by part; ``behind``: records that all parts together have still to do."""

    at_s: float
    sent: int
    behind: int
    rss_mb: Mapping[str, float]


class Watcher:
    """Looks every few seconds at the parts' memory and at what is still to be done."""

    def __init__(self, connection: Connection, parts: Sequence[Part], load: Load) -> None:
        self._connection, self._parts, self._load = connection, parts, load
        self.samples: list[Sample] = []
        self._began, self._ended = time.monotonic(), Event()
        self._thread = Thread(target=self._watch, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        due = 0.0
        while not self._ended.wait(1.0):
            with suppress(BrokersAwayError):
                self._load.behind = sum(lag.records for lag in lags(self._connection))
            if time.monotonic() >= due:
                due = time.monotonic() + _LOOK_S
                self.look()

    def look(self) -> None:
        at = round(time.monotonic() - self._began, 1)
        sizes = {part.name: _rss_mb(part.process.pid) for part in self._parts}
        self.samples.append(Sample(at, self._load.sent, self._load.behind, sizes))


def _rss_mb(pid: int | None) -> float:
    """Return the resident memory of *pid* in MB; 0.0 while it does not run."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def grown(samples: list[Sample], sent: int) -> dict[str, dict[str, float]]:
    """Return of each part its greatest memory after the warm-up, its last tenth's, and growth."""
    warm = [one for one in samples if _WARM * sent <= one.sent <= (_WARM + 0.1) * sent]
    last = [one for one in samples if one.sent >= 0.9 * sent]
    names = samples[-1].rss_mb if warm and last else {}
    found = {}
    for name in names:
        before, after = (max(one.rss_mb[name] for one in part) for part in (warm, last))
        percent = round(100 * (after / before - 1), 1) if before else 0.0
        found[name] = {"warm_mb": before, "end_mb": after, "growth_percent": percent}
    return found


def too_fat(growth: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Say what is wrong with the memory of the parts; nothing to judge is wrong as well."""
    if not growth:
        return ["no sample of the warm-up's end, or of the last tenth: give more events"]
    return [
        f"{name} grew by {one['growth_percent']} %"
        for name, one in growth.items()
        if one["growth_percent"] >= _GROWTH_PERCENT
    ]
