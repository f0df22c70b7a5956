"""
The embedded projector: the warehouse follows the log in batches of whole ranges.

How far each partition is projected stands in SQLite beside the log, in the same form as
Kafka's commit metadata (``projections.sink``): before ranges are inserted they are noted,
all in one transaction, and once they are stored they are done, all in one transaction. So a
crash in between repeats exactly the same rows under the same token.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Final

from events.brokers import Committed
from hub.embedded.log import Log, Place
from hub.journal import places
from hub.sqlite import Database
from projections import sink
from projections.rows import is_projected
from projections.sink import Range
from projections.warehouse import Warehouse

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS projected (
    topic TEXT NOT NULL, partition INTEGER NOT NULL,
    committed INTEGER NOT NULL, metadata TEXT NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID
"""
_PUT: Final = """
INSERT INTO projected VALUES (?, ?, ?, ?)
ON CONFLICT (topic, partition)
DO UPDATE SET committed = excluded.committed, metadata = excluded.metadata
"""
_START: Final = Committed(0, "")


class Projector:
    """Brings *warehouse* to the end of the log; one call at a time, from any thread."""

    def __init__(self, database: Database, warehouse: Warehouse) -> None:
        """*database*: a connection of its own, so that intake never waits for it."""
        self._database = database
        self._warehouse = warehouse
        self._lock = Lock()
        database.run(_SCHEMA)

    def catch_up(self) -> int:
        """
        Project what the log holds now; return how many records that were.

        Raises:
            WarehouseError: nothing is lost; the next call repeats the same ranges.
        """
        with self._lock:
            log = Log(self._database)
            total = 0
            while ranges := self._plan(log):
                total += self._project(log, ranges)
            return total

    def positions(self) -> dict[Place, int]:
        """Return up to which offset each partition is projected."""
        return {place: at.offset for place, at in self._commits().items()}

    def forget(self) -> None:
        """Begin again at the first record; the warehouse must be an empty one."""
        with self._lock, self._database.transaction():
            self._database.run("DELETE FROM projected")

    def _plan(self, log: Log) -> dict[Place, Range]:
        commits = self._commits()
        noted = {place: at for place, at in commits.items() if sink.pending(*at) is not None}
        ranges: dict[Place, Range] = {}
        room = sink.BATCH
        for place in projected(log) if not noted else sorted(noted):
            at = commits.get(place, _START)
            found = sink.plan(*at, log.end(*place), max(room, 1))
            if found is not None and (noted or room > 0):
                ranges[place] = found
                room -= found.last - found.first + 1
        return ranges

    def _project(self, log: Log, ranges: dict[Place, Range]) -> int:
        self._commit({place: sink.note(range) for place, range in ranges.items()})
        records = [
            record
            for place, range in ranges.items()
            for record in sink.lasting(log.read(*place, range.first, range.last + 1))
        ]
        sink.project(records, self._warehouse, sink.token(ranges))
        self._commit({place: sink.done(range) for place, range in ranges.items()})
        return len(records)

    def _commits(self) -> dict[Place, Committed]:
        rows = self._database.rows("SELECT topic, partition, committed, metadata FROM projected")
        return {(topic, number): Committed(offset, note) for topic, number, offset, note in rows}

    def _commit(self, commits: dict[Place, Committed]) -> None:
        with self._database.transaction():
            self._database.run_many(_PUT, [(*place, *at) for place, at in commits.items()])


def projected(log: Log) -> Iterator[Place]:
    """Yield the partitions of *log* that go to the warehouse."""
    return places(log, filter(is_projected, log.topics()))
