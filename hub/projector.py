"""
The projector on Kafka: a plain consumer group that writes what it reads to the warehouse.

A batch is cut from whole ranges of offsets, by size or by time. Before it is inserted its
ranges are noted in the commit metadata of their first offsets; once it is stored, the
offsets behind it are committed (``projections.sink``). Killed in between, it reads the notes
and cuts the same ranges again under the same token. A warehouse that is away is waited for,
inside the group; whoever gets the partitions meanwhile does the batch instead. Nothing is
committed on the way out.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from events import topics
from events.kafka import (
    BrokersAwayError,
    Committed,
    Connection,
    NotCommittedError,
    Place,
    subscribed,
)
from events.record import Record
from projections import sink
from projections.sink import Range
from projections.warehouse import Warehouse, WarehouseAwayError

log = logging.getLogger(__name__)

GROUP: Final = "hub-projector"
_FIXED: Final = (*topics.JOURNALS, topics.FINDINGS, topics.CONCLUSIONS, topics.REJECTED)
PATTERN: Final = "^(" + "|".join([*map(re.escape, _FIXED), r"receipts\..+"]) + ")$"
_POLL_S: Final = 0.2
_MOST: Final = 10_000

Stopping = Callable[[], bool]


class Projector:
    """One member of the group. ``run`` works until *stopping* says so."""

    def __init__(
        self,
        connection: Connection,
        warehouse: Warehouse,
        group: str = GROUP,
        batch: int = sink.BATCH,
        wait_s: float = 1.0,
        **client: Any,
    ) -> None:
        """*batch*: records at which it is written; *wait_s*: how long it waits for more."""
        self._warehouse, self._batch, self._wait_s = warehouse, batch, wait_s
        self._committed: dict[Place, Committed] = {}
        self._held: dict[Place, list[Record]] = {}
        self._since = time.monotonic()
        self._unplaced = self._waiting = False
        self._consumer = subscribed(
            connection, group, PATTERN, self._changed, self._changed, **client
        )

    def run(self, stopping: Stopping) -> None:
        """Project until *stopping*; it is asked several times a second."""
        while not stopping():
            try:
                self._read()
                if self._due():
                    self._project(stopping)
            except BrokersAwayError as error:  # where we are is read again from the group
                log.warning("%s: beginning again", error)
                self._unplaced = True

    @property
    def waits(self) -> bool:
        """Whether the warehouse is away: then nothing is committed, and that is right."""
        return self._waiting

    def holds(self) -> list[Place]:
        """Return the partitions this member has now."""
        return self._consumer.assignment()

    def close(self) -> None:
        self._consumer.close()
        self._warehouse.close()

    def _changed(self, _: list[Place]) -> None:
        """Hear of a rebalance; what is raised in here the client would swallow."""
        self._unplaced = True

    def _read(self) -> None:
        records = self._consumer.poll(_POLL_S, _MOST)
        if self._unplaced:  # what was just read is read again, from where it is committed
            self._begin()
            return
        if not any(self._held.values()):
            self._since = time.monotonic()
        for record in records:
            self._held[record.topic, record.partition].append(record)

    def _begin(self) -> None:
        """Take each partition up where the group has committed it, notes included."""
        places = self._consumer.assignment()
        firsts = self._consumer.beginning_offsets(places)
        self._committed = {
            place: self._consumer.committed(*place) or Committed(firsts[place], "")
            for place in places
        }
        for place, (offset, _) in self._committed.items():
            self._consumer.seek(*place, offset)
        self._held = {place: [] for place in places}
        self._unplaced = False

    def _due(self) -> bool:
        held = sum(map(len, self._held.values()))
        waited = time.monotonic() - self._since
        return held >= self._batch or (held > 0 and waited >= self._wait_s)

    def _project(self, stopping: Stopping) -> None:
        ranges = self._plan()
        if not ranges:
            return
        try:
            self._commit({place: Committed(*sink.note(range)) for place, range in ranges.items()})
            if self._insert(ranges, stopping):
                done = {place: Committed(*sink.done(range)) for place, range in ranges.items()}
                self._commit(done)
                self._let_go(ranges)
        except NotCommittedError as error:
            log.warning("%s: reading again", error)
            self._unplaced = True

    def _plan(self) -> dict[Place, Range]:
        """Return what to insert next; noted ranges first, alone, once they are read whole."""
        noted = {place for place, at in self._committed.items() if sink.pending(*at)}
        ranges: dict[Place, Range] = {}
        for place in sorted(noted or self._committed):
            read_to = self._consumer.position(*place)
            found = sink.plan(*self._committed[place], read_to, self._batch)
            if found is not None:
                ranges[place] = found
        return ranges if len(ranges) == len(noted) or not noted else {}

    def _commit(self, commits: dict[Place, Committed]) -> None:
        self._consumer.commit(commits)
        self._committed |= commits

    def _insert(self, ranges: dict[Place, Range], stopping: Stopping) -> bool:
        """Write *ranges* until the warehouse has them; False when they are no longer ours."""
        token = ",".join(sink.token(*place, range) for place, range in ranges.items())
        records = [
            record for place, range in ranges.items() for record in _cut(self._held[place], range)
        ]
        while not stopping():
            try:
                sink.project(records, self._warehouse, token)
            except WarehouseAwayError as error:
                self._waiting = True
                log.warning("%s: trying again", error)
            else:
                self._waiting = False
                return True
            if self._lost():
                return False
        return False

    def _lost(self) -> bool:
        """Stay in the group without reading; tell whether it moved partitions meanwhile."""
        self._consumer.pause(self._consumer.assignment())
        self._consumer.poll(_POLL_S)
        if not self._unplaced:
            self._consumer.resume(self._consumer.assignment())
        return self._unplaced

    def _let_go(self, ranges: dict[Place, Range]) -> None:
        for place, range in ranges.items():
            self._held[place] = [r for r in self._held[place] if r.offset > range.last]
        self._since = time.monotonic()


def _cut(held: Iterable[Record], range: Range) -> Iterable[Record]:
    """Return the records of *range*; of a compacted topic, only the last of each key."""
    records = [record for record in held if range.first <= record.offset <= range.last]
    if records and records[0].topic == topics.CONCLUSIONS:
        return {record.key: record for record in records}.values()
    return records
