"""
One noisy city taken in by an embedded hub, and what the hub concluded of it.

The lines go in as they arrive, in batches; ticks follow the events. Read back are the last
word on each finding, the cluster of each party, and the receipts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from events import topics
from events.instant import Instant, parse
from hub import simulate
from hub.embedded.engine import Engine
from hub.embedded.log import Log
from hub.loading.files import peek
from hub.proving.replay import recorded
from hub.sqlite import Database

BATCH = 2_000
Meter = Callable[[int], None]
"""Is told how many lines were taken in since it was last told."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """
    ``clusters``: party → the party it is; ``groups``: case → cluster of like cases.

    ``receipts``: (event id, outcome or code of refusal) → how many.
    """

    findings: list[dict[str, Any]]
    clusters: dict[str, str]
    groups: dict[str, str]
    receipts: Counter[tuple[str, str]]


def parameters(seed: int, size: float = 1) -> simulate.Parameters:
    """Return the city that *seed* is scored on; *size* below 1 makes a smaller one."""
    return simulate.Parameters(
        parties=int(800 * size),
        days=180,
        seed=seed,
        villages=int(160 * size),
        issues=int(800 * size),
        solved=int(700 * size),
        strangers=int(2_400 * size),
        texts=int(5_000 * size),
        noise=True,
        faults=6,
    )


def take_in(lines: Sequence[bytes], last: str, folder: Path, meter: Meter) -> Concluded:
    """Return what a hub in *folder* concludes of *lines*; *last* is the time of its last tick."""
    database = Database(folder / "log.sqlite")
    try:
        end = parse(last)
        engine = Engine(database, lambda: end)
        engine.begin()
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH]
            engine.accept((peek(raw).department or "", raw) for raw in batch)
            meter(len(batch))
        engine.finish("event", Instant(end))
        return _read(Log(database))
    finally:
        database.close()


def _read(log: Log) -> Concluded:
    findings = list(recorded(log).values())
    shown = _shown(log)
    return Concluded(findings, shown["party"], shown["cluster"], Counter(_receipts(log)))


def _shown(log: Log) -> dict[str, dict[str, str]]:
    """Return, of the rows that parties and like cases show, id → cluster as last said."""
    shown: dict[str, dict[str, str]] = {"party": {}, "cluster": {}}
    for number in range(log.partitions(topics.CONCLUSIONS)):
        for record in log.read(topics.CONCLUSIONS, number):
            said = orjson.loads(record.value or b"{}")
            if said["kind"] in shown:
                shown[said["kind"]][said["id"]] = said["row"].get("cluster_id", "")
    return {kind: {id: to for id, to in rows.items() if to} for kind, rows in shown.items()}


def _receipts(log: Log) -> Iterator[tuple[str, str]]:
    for topic in log.topics():
        if topics.receipts_department(topic):
            for record in log.read(topic, 0):
                said = orjson.loads(record.value or b"{}")
                yield said["event_id"], said["code"] or said["outcome"]
