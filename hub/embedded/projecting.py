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

from events import topics
from events.record import Record
from hub.embedded.log import Log, Place
from hub.journal import places
from hub.sqlite import Database
from projections import sink
from projections.sink import Commit, Range
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
_PROJECTED: Final = frozenset(
    {*topics.JOURNALS, topics.FINDINGS, topics.CONCLUSIONS, topics.REJECTED}
)
_START: Final = Commit(0, "")


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
        token = ",".join(sink.token(*place, range) for place, range in ranges.items())
        records = [record for place, range in ranges.items() for record in _cut(log, place, range)]
        sink.project(records, self._warehouse, token)
        self._commit({place: sink.done(range) for place, range in ranges.items()})
        return len(records)

    def _commits(self) -> dict[Place, Commit]:
        rows = self._database.rows("SELECT topic, partition, committed, metadata FROM projected")
        return {(topic, number): Commit(offset, note) for topic, number, offset, note in rows}

    def _commit(self, commits: dict[Place, Commit]) -> None:
        with self._database.transaction():
            self._database.run_many(_PUT, [(*place, *at) for place, at in commits.items()])


def is_projected(topic: str) -> bool:
    """Tell whether records of *topic* go to the warehouse."""
    return topics.kind(topic) in _PROJECTED or topics.receipts_department(topic) is not None


def projected(log: Log) -> Iterator[Place]:
    """Yield the partitions of *log* that go to the warehouse."""
    return places(log, filter(is_projected, log.topics()))


def _cut(log: Log, place: Place, range: Range) -> Iterator[Record]:
    """Yield the range's records; of a compacted topic, only the last of each key."""
    records = log.read(*place, start=range.first, stop=range.last + 1)
    if place[0] != topics.CONCLUSIONS:
        yield from records
        return
    yield from {record.key: record for record in records}.values()
