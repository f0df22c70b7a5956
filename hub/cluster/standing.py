"""
How far each part of a cluster is: what its group has committed, against where the log ends.

A log is *settled* at an instant at which every part has committed all there is: a part commits
only after its effects are acknowledged, so nothing is on its way then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from events import topics
from events.kafka import BrokersAwayError, Connection, Consumer, Place, assigned, group_offsets
from hub.cluster import projector
from hub.cluster.generations import state_by
from hub.failure import FOUND_WRONG, Failure
from hub.intake import worker as intake_worker
from hub.journal import places
from processors.topology import FOLDED
from projections.rows import is_projected

_PAUSE_S: Final = 1.0


class Part(NamedTuple):
    """
    A part of the cluster: its consumer ``group``, and which topics it ``reads``.

    ``live``: of those with generations, the live one's alone; what is left of older ones stays.
    """

    name: str
    group: str
    reads: Callable[[str], bool]
    live: bool = False


PARTS: Final = (
    Part("intake", intake_worker.GROUP, lambda topic: topics.ingest_department(topic) is not None),
    Part("worker", "hub-worker", lambda topic: topics.kind(topic) in FOLDED, live=True),
    Part("project", projector.GROUP, is_projected),
)


def part_named(name: str) -> Part:
    """Return the part *name*; raise ``KeyError`` for none."""
    return {part.name: part for part in PARTS}[name]


class Lag(NamedTuple):
    """Where a part stands in one partition: the next offset it reads, and where the log ends."""

    part: str
    topic: str
    partition: int
    committed: int
    end: int

    @property
    def records(self) -> int:
        return max(0, self.end - self.committed)


def lags(connection: Connection, parts: tuple[Part, ...] = PARTS) -> list[Lag]:
    """Return how far each part is in each partition it reads, those at the end included."""
    committed = {part.name: group_offsets(connection, part.group) for part in parts}
    with assigned(connection) as client:
        ends, layout = _ends(client), state_by(client).live
    return [
        Lag(part.name, *place, committed[part.name].get(place, 0), end)
        for part in parts
        for place, end in sorted(ends.items())
        if part.reads(place[0]) and (not part.live or layout.stands(place[0]))
    ]


def all_ends(connection: Connection) -> dict[Place, int]:
    """Return the end of every partition that some part may read."""
    with assigned(connection) as client:
        return _ends(client)


def _ends(client: Consumer) -> dict[Place, int]:
    names = [name for name in client.topics() if not name.startswith("__")]
    found = list(places(client, names))
    return client.end_offsets(found) if found else {}


def settled(
    connection: Connection, patience_s: float, parts: tuple[Part, ...] = PARTS
) -> dict[Place, int]:
    """
    Wait until every part has done all there is; return the ends of that instant.

    Raises:
        Failure: a part was still behind after *patience_s* seconds (monotonic clock).
        BrokersAwayError: nobody answered then.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            ends, behind = _standing(connection, parts)
        except BrokersAwayError:  # a broker that was just restarted does not know its groups yet
            if time.monotonic() > until:
                raise
        else:
            if ends is not None and not behind:
                return ends
            if time.monotonic() > until:
                raise Failure("cluster-moving", FOUND_WRONG, **_farthest(behind), s=int(patience_s))
        time.sleep(_PAUSE_S)


def _standing(
    connection: Connection, parts: tuple[Part, ...]
) -> tuple[dict[Place, int] | None, list[Lag]]:
    """Return the ends of the log, None while they move, and who is behind them."""
    before = all_ends(connection)
    behind = sorted(_behind(lags(connection, parts)), key=lambda lag: lag.records)
    return before if all_ends(connection) == before else None, behind


def _behind(standing: list[Lag]) -> Iterator[Lag]:
    return (lag for lag in standing if lag.records)


def _farthest(behind: list[Lag]) -> Mapping[str, object]:
    if not behind:
        return {"part": "intake", "place": "the log", "lag": 0}
    last = behind[-1]
    return {"part": last.part, "place": f"{last.topic}:{last.partition}", "lag": last.records}
