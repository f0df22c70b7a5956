"""
How unevenly keys fall on partitions, and how many partitions keep the busiest worker calm.

Keys get their weights from real sets: inspections per business (visits), updates per incident
(cases), incidents per category and place (matters). A key drawn from a set is given a name of its
own and put where Kafka's partitioner puts it; partition *n* is folded by worker *n mod workers*,
as the group's assignor deals them. The busiest worker's share, times the workers, is how much
hotter than the mean it runs.

``python -m bench.skew`` prints the table of ``docs/scale.md``.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from pathlib import Path
from random import Random
from typing import Final

from events.partitioner import murmur2

DATA: Final = Path(__file__).parents[2] / "shared" / "data"
CALM: Final = 0.70
"""The busiest worker may be this busy at the peak; the rest is for rebalances and catching up."""
MEAN: Final = 0.60
"""How busy the workers are on average when their number is chosen."""
WORKERS: Final = (3, 6, 12, 25)
PARTITIONS: Final = (4, 8, 16, 32, 64, 128, 256, 512)
_POSITIVE: Final = 0x7FFFFFFF


def weights(name: str, columns: Sequence[int]) -> list[int]:
    """Return how many rows each key of a set has; a key is the values of *columns*."""
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        next(rows)
        counts = Counter(tuple(row[at] for at in columns) for row in rows)
    return sorted(counts.values(), reverse=True)


SETS: Final[Mapping[str, tuple[str, tuple[int, ...], int]]] = {
    "visits by business (Chicago)": ("chicago_inspections.csv.gz", (3,), 1),
    "the same, ten times the businesses": ("chicago_inspections.csv.gz", (3,), 10),
    "steps by incident (UCI)": ("uci_incidents.csv.gz", (0,), 1),
    "steps by incident (Volvo)": ("bpic13_incidents.csv.gz", (0,), 1),
    "updates by category and place (UCI)": ("uci_incidents.csv.gz", (16, 15), 1),
    "the same, a hundred times the places": ("uci_incidents.csv.gz", (16, 15), 100),
}
"""File, columns of the key, and how many times the keys of the set are drawn."""


def drawn(weights: Sequence[int], keys: int, seed: int) -> list[int]:
    """Return weights of *keys* keys: the set's own, or drawn from it when more are wanted."""
    if keys <= len(weights):
        return list(weights)
    return Random(seed).choices(weights, k=keys)


def spread(weights: Iterable[int], seed: int) -> list[tuple[int, int]]:
    """Return (positive hash of the key's name, weight) per key."""
    named = ((f"{seed}-{number}".encode(), weight) for number, weight in enumerate(weights))
    return [(murmur2(name) & _POSITIVE, weight) for name, weight in named]


def heat(keys: Sequence[tuple[int, int]], partitions: int, workers: int) -> float:
    """Return the busiest worker's load over the mean (>= 1); idle workers count in the mean."""
    loads = [0] * workers
    for hash, weight in keys:
        loads[hash % partitions % workers] += weight
    return max(loads) * workers / sum(loads)


def workers_for(rate: float, capacity: float) -> int:
    """Return how many workers of *capacity* events/s are MEAN busy at *rate* events/s."""
    return ceil(rate / (capacity * MEAN))


def partitions_for(keys: Sequence[tuple[int, int]], workers: int) -> int | None:
    """Return the least of PARTITIONS that keeps the busiest of *workers* calm, if any does."""
    enough = (n for n in PARTITIONS if n >= workers and heat(keys, n, workers) * MEAN <= CALM)
    return next(enough, None)


def main() -> None:
    print(
        "| keys | their number | heaviest key | workers | "
        + " | ".join(map(str, PARTITIONS))
        + " |"
    )
    print("|---|---|---|---|" + "---|" * len(PARTITIONS))
    for name, (file, columns, times) in SETS.items():
        found = weights(file, columns)
        keys = spread(drawn(found, times * len(found), seed=1), seed=1)
        top = max(weight for _, weight in keys) / sum(weight for _, weight in keys)
        for workers in WORKERS:
            cells = " | ".join(_cell(keys, n, workers) for n in PARTITIONS)
            print(f"| {name} | {len(keys):,} | {top:.2%} | {workers} | {cells} |")


def _cell(keys: Sequence[tuple[int, int]], partitions: int, workers: int) -> str:
    if partitions < workers:
        return "–"
    busy = heat(keys, partitions, workers) * MEAN
    return f"**{busy:.0%}**" if busy <= CALM else f"{busy:.0%}"


if __name__ == "__main__":
    main()
