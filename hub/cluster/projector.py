"""
The projector on Kafka: a plain consumer group that writes what it reads to the warehouse.

A batch is cut from whole ranges of offsets, by size or by time. Before it is inserted its
ranges are noted in the commit metadata of their first offsets; once it is stored, the
offsets behind it are committed (``projections.sink``). Killed in between, it reads the notes
and cuts the same ranges again under the same token.

While one batch is on its way to the server (``hub.cluster.inserting``) the next is read and
made into rows; it is noted, in the commit that says the one before is done, and sent off only
then: never are two noted at once. A warehouse that is away is waited for, inside the group; who
gets the partitions meanwhile does the batch instead. Nothing is committed on the way out.
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
from hub.cluster.inserting import Batch, Inserter
from hub.garbage import seldom
from projections import sink
from projections.rows import KINDS
from projections.sink import Range
from projections.warehouse import Warehouse, WarehouseAwayError

log = logging.getLogger(__name__)

GROUP: Final = "hub-projector"
_LATER: Final = [rf"{re.escape(name)}\.g[1-9][0-9]*" for name in topics.JOURNALS]
"""The journals of later generations of the log, beside those of the first."""
PATTERN: Final = "^(" + "|".join([*map(re.escape, KINDS), *_LATER, r"receipts\..+"]) + ")$"
"""What ``projections.rows`` has rows of, as the brokers are asked for it."""
_POLL_S: Final = 0.2
_GLANCE_S: Final = 0.02
"""How long new records are waited for while a batch is on its way."""
_LONG_S: Final = 1.0
"""How long an insert is waited for before the group must hear of us."""
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
        self._inserter = Inserter(warehouse)
        self._committed: dict[Place, Committed] = {}
        self._held: dict[Place, list[Record]] = {}
        self._flying: Batch | None = None
        self._ready: Batch | None = None
        self._since = time.monotonic()
        self._unplaced = self._waiting = False
        self._consumer = subscribed(
            connection, group, PATTERN, self._changed, self._changed, **client
        )

    def run(self, stopping: Stopping) -> None:
        """Project until *stopping*; it is asked several times a second."""
        with seldom():
            while not stopping():
                self._turn()

    def _turn(self) -> None:
        try:
            self._read()
            self._make_ready()
            self._go_on()
        except (BrokersAwayError, NotCommittedError) as error:
            log.warning("%s: reading again", error)  # from where the group has committed
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
        self._inserter.close()
        self._warehouse.close()

    def _changed(self, _: list[Place]) -> None:
        """Hear of a rebalance; what is raised in here the client would swallow."""
        self._unplaced = True

    def _read(self) -> None:
        if self._flying is not None and self._count() >= self._batch:
            self._stay()
        else:
            polled = self._consumer.poll(_POLL_S if self._flying is None else _GLANCE_S, _MOST)
            if not self._unplaced:
                self._hold(polled)
        if self._unplaced:  # what was just read is read again, from where it is committed
            self._begin()

    def _hold(self, records: Iterable[Record]) -> None:
        if not self._count():
            self._since = time.monotonic()
        for record in records:
            self._held[record.topic, record.partition].append(record)

    def _stay(self) -> None:
        """Wait for the insert, holding enough already; in the group, if that takes long."""
        if self._inserter.ends_within(_LONG_S):
            return
        self._consumer.pause(self._consumer.assignment())
        self._consumer.poll(0.0)
        self._consumer.resume(self._consumer.assignment())

    def _count(self) -> int:
        return sum(map(len, self._held.values()))

    def _begin(self) -> None:
        """Take each partition up where the group has committed it, notes included."""
        self._flying = self._ready = None  # whoever has the partitions repeats what was noted
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

    def _make_ready(self) -> None:
        """Make the next batch once there is enough for it, or for whatever waited long enough."""
        if self._ready is None and self._due():
            ranges = self._plan()
            if ranges:
                self._ready = self._cut(ranges)

    def _due(self) -> bool:
        held = self._count()
        waited = self._flying is None and time.monotonic() - self._since >= self._wait_s
        return held >= self._batch or (held > 0 and waited)

    def _plan(self) -> dict[Place, Range]:
        """Return what to insert next; noted ranges first, alone, once they are read whole."""
        begins = self._committed | _done(self._flying)
        noted = {place for place, at in begins.items() if sink.pending(*at)}
        ranges: dict[Place, Range] = {}
        for place in sorted(noted or begins):
            read_to = self._consumer.position(*place)
            found = sink.plan(*begins[place], read_to, self._batch)
            if found is not None:
                ranges[place] = found
        return ranges if len(ranges) == len(noted) or not noted else {}

    def _cut(self, ranges: dict[Place, Range]) -> Batch:
        """Take the records of *ranges* out of what is held, and make their rows."""
        records: list[Record] = []
        for place, range in ranges.items():
            held = self._held[place]
            within = (record for record in held if range.first <= record.offset <= range.last)
            records += sink.lasting(within)
            self._held[place] = [record for record in held if record.offset > range.last]
        self._since = time.monotonic()
        return Batch(ranges, sink.batches(records), sink.token(ranges))

    def _go_on(self) -> None:
        """Commit what is stored, and send off what is ready once it is noted."""
        if self._flying is not None and not self._landed():
            return
        if self._flying is None and self._ready is None:
            return
        notes = self._ready.ranges if self._ready is not None else {}
        noted = {place: sink.note(range) for place, range in notes.items()}
        self._commit(_done(self._flying) | noted)
        self._flying, self._ready = self._ready, None
        if self._flying is not None:
            self._send_off(self._flying)

    def _send_off(self, batch: Batch) -> None:
        self._inserter.start(batch)

    def _landed(self) -> bool:
        """Tell whether what was sent off is stored; send it again while the warehouse is away."""
        assert self._flying is not None  # noqa: S101 - asked of a batch on its way
        try:
            landed = self._inserter.stored()
        except WarehouseAwayError as error:
            self._waiting = True
            log.warning("%s: trying again", error)
            self._inserter.start(self._flying)
            return False
        self._waiting = self._waiting and not landed
        return landed

    def _commit(self, commits: dict[Place, Committed]) -> None:
        self._consumer.commit(commits)
        self._committed |= commits


def _done(batch: Batch | None) -> dict[Place, Committed]:
    """Return what to commit once *batch* is stored."""
    ranges = {} if batch is None else batch.ranges
    return {place: sink.done(range) for place, range in ranges.items()}
