"""
``hub status``: how far our own pipeline is, so that it is never taken for a stalled case.

A case that stands still is a finding, in the words of its clock. What is told here is technical:
records no part has read yet, since when the oldest of them waits, partitions that have not moved
although there is work, refusals by department, and the clock of each partition against the wall.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from events.instant import Instant, render
from events.kafka import Connection, assigned
from hub.alerting.health import alerts_of
from hub.cluster.generations import read_state, state_by
from hub.cluster.hub import Cluster
from hub.cluster.standing import PARTS, Lag, Part, lags
from hub.generations.state import State
from hub.intake.refused import open_refusals

STUCK_S: Final = 120.0
"""A record that has waited this long for a part means that the part is stuck, not busy."""


def status(hub: Cluster) -> dict[str, Any]:
    """Return what ``hub status --cluster`` tells; of alerts where their alerter runs here."""
    alerts = alerts_of(hub.settings.data, hub.now())
    return cluster_status(hub.connection) | {"rejected": refusals(hub), "alerts": alerts}


def cluster_status(connection: Connection, parts: tuple[Part, ...] = PARTS) -> dict[str, Any]:
    """Return where each part of the cluster stands in each partition, and each journal's clock."""
    now = time.time()
    state, standing = read_state(connection), lags(connection, parts)
    waiting = oldest(connection, [lag for lag in standing if lag.records])
    return {
        "log": [_stands(state)],
        "parts": [_summary(part.name, standing, waiting, now) for part in parts],
        "behind": list(_behind(standing, waiting, now)),
        "clocks": list(cluster_clocks(connection, now)),
    }


def _stands(state: State) -> dict[str, Any]:
    """Return which generation is live, and how far a change to the next is."""
    following = state.next.generation if state.next != state.live else None
    return {"generation": state.live.generation, "step": state.step, "next": following}


def oldest(connection: Connection, behind: Iterable[Lag]) -> dict[tuple[str, int, int], float]:
    """Return when the record at each offset that is read next was appended (seconds, wall)."""
    found: dict[tuple[str, int, int], float] = {}
    with assigned(connection) as client:
        for topic, number, offset in {(lag.topic, lag.partition, lag.committed) for lag in behind}:
            client.assign([(topic, number)])
            client.seek(topic, number, offset)
            if records := client.poll(2.0, 1):
                found[topic, number, offset] = records[0].timestamp / 1000
    return found


def _summary(
    part: str, standing: list[Lag], waiting: dict[tuple[str, int, int], float], now: float
) -> dict[str, Any]:
    mine = [lag for lag in standing if lag.part == part]
    since = [waiting[at] for lag in mine if (at := lag[1:4]) in waiting and lag.records]
    return {
        "part": part,
        "partitions": len(mine),
        "behind": sum(lag.records for lag in mine),
        "oldest_s": round(now - min(since), 1) if since else 0.0,
        "stuck": sum(now - one > STUCK_S for one in since),
    }


def _behind(
    standing: list[Lag], waiting: dict[tuple[str, int, int], float], now: float
) -> Iterator[dict[str, Any]]:
    for lag in standing:
        if lag.records:
            since = waiting.get(lag[1:4], now)
            yield {
                "part": lag.part,
                "topic": lag.topic,
                "partition": lag.partition,
                "records": lag.records,
                "oldest": render(Instant(int(since * 1_000_000))),
                "stuck": now - since > STUCK_S,
            }


def cluster_clocks(connection: Connection, now: float) -> Iterator[dict[str, Any]]:
    """Yield when each journal partition was last written to: its owner writes every minute."""
    with assigned(connection) as client:
        for topic, number in state_by(client).live.journal_places:
            client.assign([(topic, number)])
            end = client.end_offsets([(topic, number)])[topic, number]
            if end:
                client.seek(topic, number, end - 1)
            last = client.poll(2.0, 1) if end else []
            at = last[0].timestamp / 1000 if last else 0.0
            clock = render(Instant(int(at * 1_000_000))) if at else ""
            behind = round(now - at, 1) if at else None
            yield {"topic": topic, "partition": number, "written": clock, "behind_s": behind}


def refusals(hub: Cluster) -> list[dict[str, Any]]:
    """Return how many records of each department were refused and are not settled."""
    with hub.reading() as journal:
        counts = Counter(one.said["department"] for one in open_refusals(journal))
    return [{"department": name, "refused": count} for name, count in sorted(counts.items())]
