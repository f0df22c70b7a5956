"""
Metrics of a part, in Prometheus' text form: the only file that imports prometheus_client.

They are read when they are asked for. Of a part: where its group stands, since when the oldest
record waits, what stands still, what was refused by department, and the process's own clock
(two parts whose clocks differ write different receipts).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from prometheus_client import CollectorRegistry, Gauge, generate_latest

Status = Callable[[], Mapping[str, Any]]
"""Gives the document of ``hub status``."""

_PLACE: Final = ("part", "topic", "partition")


def metrics(status: Status, refused: Callable[[], Mapping[str, int]] = dict) -> Callable[[], str]:
    """Return what gives the metrics' text now, from *status* and the count *refused* by whom."""

    def text() -> str:
        document, registry = status(), CollectorRegistry()
        _clock(registry)
        _parts(registry, document)
        _places(registry, document)
        rejected = _gauge(registry, "hub_rejected_records", "Refused.", ("department",))
        counts = refused() or {one["department"]: one["refused"] for one in document["rejected"]}
        for department, count in counts.items():
            rejected.labels(department).set(count)
        return generate_latest(registry).decode()

    return text


def clock_alone() -> str:
    """Return the text of a part that has nothing to tell but that it is there, and its clock."""
    registry = CollectorRegistry()
    _clock(registry)
    return generate_latest(registry).decode()


def values(prefix: str, found: Mapping[str, float], says: Mapping[str, str]) -> str:
    """Return the text of a gauge for each of *found*, its name behind *prefix*; *says*: of what."""
    registry = CollectorRegistry()
    for name, value in found.items():
        _gauge(registry, prefix + name, says[name]).set(float(value))
    return generate_latest(registry).decode()


def _clock(registry: CollectorRegistry) -> None:
    _gauge(registry, "hub_clock_seconds", "The wall clock of this process.").set(time.time())


def _parts(registry: CollectorRegistry, document: Mapping[str, Any]) -> None:
    behind = _gauge(registry, "hub_behind_records", "Records the part has not read.", ("part",))
    oldest = _gauge(registry, "hub_oldest_seconds", "How long the oldest of them waits.", ("part",))
    for part in document["parts"]:
        behind.labels(part["part"]).set(part["behind"])
        oldest.labels(part["part"]).set(part.get("oldest_s", 0))


def _places(registry: CollectorRegistry, document: Mapping[str, Any]) -> None:
    lag = _gauge(registry, "hub_lag_records", "Records not read of the partition.", _PLACE)
    stuck = _gauge(registry, "hub_partition_stuck", "1: it stands still with work to do.", _PLACE)
    written = _gauge(
        registry, "hub_journal_age_seconds", "Since the journal's last record.", _PLACE[1:]
    )
    for one in document["behind"]:
        place = (one["part"], one["topic"], str(one["partition"]))
        lag.labels(*place).set(one["records"])
        stuck.labels(*place).set(int(one.get("stuck", False)))
    for one in document["clocks"]:
        if one.get("behind_s") is not None:
            written.labels(one["topic"], str(one["partition"])).set(one["behind_s"])


def _gauge(
    registry: CollectorRegistry, name: str, says: str, labels: tuple[str, ...] = ()
) -> Gauge:
    return Gauge(name, says, labels, registry=registry)
