"""
The memory of one intake worker: a file of its own, brought up to date from the journals.

Every journal record tells in its headers what intake must remember of it, so the memory is
never the truth: lost, it is read again. When partitions are given to this worker, what other
workers accepted since must be known first: the journals are read from where they were last
read to their ends. That covers what the partitions' last owner accepted, because it had the
journal's acknowledgement before it committed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from events.generations import FIRST, Layout
from events.kafka import Connection, end_offsets, read_range
from events.record import Record
from events.remembered import Remembered, from_journal
from hub.batching import batched
from hub.intake.memory import Memory
from hub.intake.signers import SignerMemory, about_signing
from hub.sqlite import Database

log = logging.getLogger(__name__)

_BATCH: Final = 10_000
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS known_to (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
)
"""
_PUT: Final = """
INSERT INTO known_to VALUES (?, ?, ?)
ON CONFLICT (topic, partition) DO UPDATE SET offset = excluded.offset
"""


class IntakeMemory:
    """Answers ``recall`` for every event any worker accepted, up to the last ``catch_up``."""

    def __init__(self, path: Path, connection: Connection, layout: Layout = FIRST) -> None:
        """
        *layout*: the generation whose journals it follows. Each has a file of its own: what was
        accepted into an older one too late to be copied must come again.
        """
        self._database = Database(path)
        self._database.run(_SCHEMA)
        self._memory = Memory(self._database)
        self.signers = SignerMemory(self._database)
        self._connection, self._places = connection, layout.journal_places

    def recall(self, source: str, id: str) -> Remembered | None:
        return self._memory.recall(source, id)

    def hold(self, remembered: Remembered) -> None:
        """Know *remembered* from now on; it is durable after ``write``."""
        self._memory.remember(remembered)

    def write(self) -> None:
        with self._database.transaction():
            self._memory.write()
            self.signers.write()

    def drop(self) -> None:
        """Forget what was held and not written: its batch is not ours to finish."""
        self._memory = Memory(self._database)

    def catch_up(self) -> None:
        """Read what stands in the journals since the last call, by whomever it was written."""
        for place, end in end_offsets(self._connection, self._places).items():
            start = self._known_to(*place)
            if start < end:
                log.info("remembering %s/%d from %d to %d", *place, start, end)
                records = read_range(self._connection, *place, start, end)
                for batch in batched(records, _BATCH):
                    self._learn(batch)

    def _known_to(self, topic: str, partition: int) -> int:
        row = self._database.row(
            "SELECT offset FROM known_to WHERE topic = ? AND partition = ?", (topic, partition)
        )
        return 0 if row is None else int(row[0])

    def _learn(self, batch: list[Record]) -> None:
        for remembered in _remembered(batch):
            if self.recall(remembered.source, remembered.id) is None:
                self.hold(remembered)
        for record in batch:
            if event := about_signing(record):
                self.signers.hear(event, record.value)
        last = batch[-1]
        with self._database.transaction():
            self._memory.write()
            self.signers.write()
            self._database.run(_PUT, (last.topic, last.partition, last.offset + 1))

    def close(self) -> None:
        self._database.close()


def _remembered(batch: Iterable[Record]) -> Iterable[Remembered]:
    return (found for record in batch if (found := from_journal(record)) is not None)
