"""
The detectors alone: the same partitions over the same journal in memory, nothing around them.

What is left of a contender's time after this is its own: fetching, state, publishing. The
pump goes round as the embedded hub's does: a batch of a partition is taken and concluded, and
what it forwards joins the batches of the derived topics.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final, NamedTuple

from bench.journal import Offsets, journal
from bench.race import WARM
from events import topics
from events.record import Outgoing, Record
from processors.folding.partition import Partition
from processors.topology import FOLDED, build_partition

BATCH: Final = 4_000
"""Records taken before conclusions are drawn: about one fetch of every partition."""


class Cost(NamedTuple):
    """CPU seconds of the detectors over ``events`` of the journal, and what they said in all."""

    events: int
    seconds: float
    folded: int
    said: int


class Pump:
    """All partitions of a log, driven in memory; effects to other topics are counted only."""

    def __init__(self, build: Callable[[str, int], Any] = build_partition) -> None:
        self.partitions: dict[tuple[str, int], Partition[Any]] = {}
        self._build = build
        self.folded = self.said = self.refused = 0
        self._offsets = Offsets()

    def fold(self, outgoing: Iterable[Outgoing]) -> None:
        """Fold *outgoing* and all that follows from it."""
        fresh = [self._offsets.place(one) for one in outgoing]
        while fresh:
            fresh = [self._offsets.place(one) for one in self._round(fresh)]

    def _round(self, fresh: Iterable[Record]) -> list[Outgoing]:
        batches: dict[tuple[str, int], list[Record]] = defaultdict(list)
        for record in fresh:
            batches[record[:2]].append(record)
        onward: list[Outgoing] = []
        for place, batch in batches.items():
            onward += self._take(place, batch)
        return onward

    def _take(self, place: tuple[str, int], batch: list[Record]) -> list[Outgoing]:
        partition = self.partitions.get(place)
        if partition is None:
            partition = self.partitions[place] = self._build(*place)
        effects = [effect for record in batch for effect in partition.take(record)]
        effects += partition.flush()
        self.folded += len(batch)
        self.said += len(effects)
        self.refused += sum(effect.topic == topics.REJECTED for effect in effects)
        return [effect for effect in effects if effect.topic in FOLDED]


def measure(seed: int, count: int) -> Cost:
    """Return the CPU cost of the detectors over the journal of *count* events."""
    return measured(list(journal(seed, count)), count)


def measured(
    log: list[Outgoing], count: int, build: Callable[[str, int], Any] = build_partition
) -> Cost:
    """
    Return the CPU cost of the partitions that *build* makes over *log*, of *count* events.

    The first tenth is in nobody's figure, as in a race: caches fill, policies are read. The
    garbage collector rests; ``hub`` lets it look seldom.
    """
    gc.disable()
    pump, records = Pump(build), iter(log)
    pump.fold(islice(records, int(len(log) * WARM)))
    began = time.process_time()
    while batch := list(islice(records, BATCH)):
        pump.fold(batch)
    gc.enable()
    return Cost(round(count * (1 - WARM)), time.process_time() - began, pump.folded, pump.said)


if __name__ == "__main__":
    seed, count = (int(word) for word in (*sys.argv[1:], "1", "40000")[:2])
    cost = measure(seed, count)
    rate = cost.events / cost.seconds
    print(f"{cost} = {rate:,.0f} events per CPU-second, {1e6 / rate:.0f} µs per event")
