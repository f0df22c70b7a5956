"""
The append-only log of the embedded hub, in SQLite, shaped as Kafka shapes one.

Topics have numbered partitions, a record's partition comes from its key by the same
murmur2 partitioner, and offsets are dense from 0. Each partition is a table of its own
whose row id is the offset: an append goes to the right edge of one tree, and a range is
read in one sweep. Appends are held in memory and written by ``write`` inside the caller's
transaction, so the log grows together with everything else of the batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from events import topics
from events.generations import Layout
from events.jsonbytes import dumps
from events.partitioner import partition_of
from events.record import Headers, Outgoing, Record
from hub.failure import Failure
from hub.sqlite import Database

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS topic (
    name TEXT PRIMARY KEY, first_table INTEGER NOT NULL, partitions INTEGER NOT NULL
) WITHOUT ROWID
"""
_BEGINS: Final = """
CREATE TABLE IF NOT EXISTS log_begins (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID
"""
_PARTITION: Final = """
CREATE TABLE log_{table} (
    offset INTEGER PRIMARY KEY, key BLOB NOT NULL, value BLOB NOT NULL,
    headers BLOB NOT NULL, timestamp INTEGER NOT NULL
)
"""

_END: Final = "SELECT max(offset) FROM log_{table}"
_YOUNG: Final = "SELECT offset FROM log_{table} WHERE timestamp >= ? ORDER BY offset LIMIT 1"
_GENERATIONS: Final = """
CREATE TABLE IF NOT EXISTS log_generation (number INTEGER PRIMARY KEY)
"""
_INSERT: Final = "INSERT INTO log_{table} VALUES (?, ?, ?, ?, ?)"
_READ: Final = "SELECT * FROM log_{table} WHERE offset >= ? AND offset < ? ORDER BY offset"

Place = tuple[str, int]
"""A topic and a partition number."""


class Log:
    """Append and read. One instance per database; it knows the end of every partition."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)
        database.run(_BEGINS)
        database.run(_GENERATIONS)
        rows = database.rows("SELECT * FROM log_begins")
        self._begins: dict[Place, int] = {(topic, number): begin for topic, number, begin in rows}
        self._topics: dict[str, int] = {}
        self._tables: dict[Place, int] = {}
        self._ends: dict[Place, int] = {}
        self._written: dict[Place, int] = {}
        self._pending: dict[Place, list[Record]] = {}
        self._new: list[tuple[str, int]] = []
        for name, first, partitions in database.rows("SELECT * FROM topic"):
            self._know(name, first, partitions)
        self.layout = self._laid_out()

    def _laid_out(self) -> Layout:
        found = self._database.row("SELECT max(number) FROM log_generation")
        generation = int(found[0] or 0) if found else 0
        kinds = {name: topics.of_generation(name, generation) for name in topics.PARTITIONS}
        self._live = {kind: name for kind, name in kinds.items() if kind != name}
        counts = {k: self._topics.get(name, topics.PARTITIONS[k]) for k, name in kinds.items()}
        return Layout(generation, counts)

    def go_live(self, generation: int) -> None:
        """Append to the topics of *generation* from now on, which stand; needs a transaction."""
        self._database.run("INSERT OR IGNORE INTO log_generation VALUES (?)", (generation,))
        self.layout = self._laid_out()

    def _know(self, name: str, first: int, partitions: int, new: bool = False) -> None:
        self._topics[name] = partitions
        for number in range(partitions):
            self._tables[name, number] = first + number
            begin = self._begins.get((name, number), 0)
            end = 0 if new else max(begin, self._stored_end(first + number))
            self._ends[name, number] = self._written[name, number] = end

    def _stored_end(self, table: int) -> int:
        found = self._database.row(_END.format(table=table))
        return 0 if found is None or found[0] is None else int(found[0]) + 1

    @property
    def path(self) -> Path:
        """The file it stands in: another process may read it there."""
        return self._database.path

    def topics(self) -> tuple[str, ...]:
        return tuple(sorted(self._topics))

    def partitions(self, topic: str) -> int:
        return self._topics.get(topic, 0)

    def end(self, topic: str, partition: int) -> int:
        return self._ends.get((topic, partition), 0)

    def begin(self, topic: str, partition: int) -> int:
        """Return the offset of the first record that is still kept."""
        return self._begins.get((topic, partition), 0)

    def older(self, topic: str, partition: int, timestamp: int) -> int:
        """Return the offset of the first record kept that is as young as *timestamp* (ms)."""
        found = self._database.row(
            _YOUNG.format(table=self._tables[topic, partition]), (timestamp,)
        )
        return self._written[topic, partition] if found is None else int(found[0])

    def cut(self, topic: str, partition: int, begin: int) -> None:
        """Delete what stands before *begin*, inside the caller's transaction."""
        table = self._tables[topic, partition]
        self._database.run("PRAGMA secure_delete=ON")
        self._database.run(f"DELETE FROM log_{table} WHERE offset < ?", (begin,))  # noqa: S608
        self._database.run(
            "INSERT OR REPLACE INTO log_begins VALUES (?, ?, ?)", (topic, partition, begin)
        )
        self._begins[topic, partition] = begin

    def create(self, topic: str, partitions: int) -> None:
        """Make *topic* exist; an existing one must have as many partitions."""
        if (known := self._topics.get(topic)) is None:
            self._know(topic, len(self._tables), partitions, new=True)
            self._new.append((topic, partitions))
        elif known != partitions:
            raise Failure("partitions-differ", topic=topic, has=known, wanted=partitions)

    def append(self, outgoing: Outgoing, timestamp: int) -> Record:
        """Add a record (*timestamp* in ms) and return it; it is durable after ``write``."""
        topic, key, value, headers, partition = outgoing
        topic = self._live.get(topic, topic)
        if partition is None:
            count = self._topics[topic]
            partition = partition_of(key, count) if count > 1 else 0
        place = (topic, partition)
        offset = self._ends[place]
        record = Record(topic, partition, offset, key, value, headers, timestamp)
        self._ends[place] = offset + 1
        pending = self._pending.get(place)
        if pending is None:
            self._pending[place] = [record]
        else:
            pending.append(record)
        return record

    def write(self) -> None:
        """Write what was appended since the last call, inside the caller's transaction."""
        for topic, partitions in self._new:
            self._create_tables(topic, partitions)
        for place, records in self._pending.items():
            self._database.run_many(
                _INSERT.format(table=self._tables[place]),
                ((r[2], r[3], r[4], pack_headers(r[5]), r[6]) for r in records),
            )
            self._written[place] = records[-1].offset + 1
        self._new.clear()
        self._pending.clear()

    def _create_tables(self, topic: str, partitions: int) -> None:
        first = self._tables[topic, 0]
        self._database.run("INSERT INTO topic VALUES (?, ?, ?)", (topic, first, partitions))
        for number in range(partitions):
            self._database.run(_PARTITION.format(table=first + number))

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        """Yield the records that stand in the file with start <= offset < stop."""
        place = (topic, partition)
        end = self._written.get(place, 0) if stop is None else stop
        if self._written.get(place, 0) == 0:
            return
        sql = _READ.format(table=self._tables[place])
        for row in self._database.rows(sql, (start, end)):
            yield _record(topic, partition, row)

    def written(self, topic: str, partition: int) -> int:
        """Return the offset after the last one that stands in the file."""
        return self._written.get((topic, partition), 0)


def _record(topic: str, partition: int, row: tuple[Any, ...]) -> Record:
    offset, key, value, headers, timestamp = row
    return Record(topic, partition, offset, key, value, unpack_headers(headers), timestamp)


@lru_cache(maxsize=256)  # all that one record led to names it, one after the other
def pack_headers(headers: Headers) -> bytes:
    """Return *headers* as bytes; every byte of a value is kept (Latin-1 maps them all)."""
    if not headers:
        return b""
    return dumps([(name, value.decode("latin-1")) for name, value in headers])


@lru_cache(maxsize=256)
def unpack_headers(packed: bytes) -> Headers:
    if not packed:
        return ()
    return tuple((name, value.encode("latin-1")) for name, value in orjson.loads(packed))
