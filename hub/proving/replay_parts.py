"""
The parts of a long replay, each concluded by a process of its own.

First every journal partition is folded alone: nothing that stands in a journal follows from
another partition of it. What it forwards goes to a log of its own, thrown away afterwards.
Then every derived topic is folded alone, from all the logs that speak to it: its partitions
talk to each other (a party that moves), the topics do not. What is concluded does not depend
on how the forwards of two partitions mix, so the answer is that of one process.
"""

from __future__ import annotations

import os
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from heapq import merge
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from events import topics
from events.comparison import last_findings
from events.generations import Layout
from events.partitioner import partition_of
from events.record import Outgoing, Record
from hub.batching import batched
from hub.embedded.hosting import Host
from hub.embedded.log import Log
from hub.garbage import held_back
from hub.journal import as_taken
from hub.proving.fold_check import unfoldable
from hub.proving.log_check import Coordinates
from hub.sqlite import Database
from projections.shown import Shown, hear

Findings = dict[str, dict[str, Any]]
"""finding_id → the last document said."""


class Concluded(NamedTuple):
    """
    All that a log comes to: its findings, the digests of what is shown of its things, and the
    journal entries that folds cannot use.
    """

    findings: Findings
    shown: Shown
    unfoldable: frozenset[Coordinates] = frozenset()


BATCH: Final = 5_000


class _Heard:
    """Keeps the findings' values, and of each thing the digest of what was said of it last."""

    def __init__(self, *, things: bool) -> None:
        """*things*: False keeps the findings alone, which is quicker."""
        self._things = things
        self._findings: list[bytes] = []
        self._shown: Shown = {}
        self._unfoldable: set[Coordinates] = set()

    def hear(self, outgoing: Outgoing) -> None:
        if outgoing.topic == topics.FINDINGS:
            self._findings.append(outgoing.value)
        elif self._things and outgoing.topic == topics.CONCLUSIONS:
            hear(self._shown, outgoing.key, outgoing.value)
        elif outgoing.topic == topics.REJECTED and (entry := unfoldable(outgoing.value)):
            self._unfoldable.add(entry)

    def concluded(self) -> Concluded:
        findings = last_findings(self._findings)
        return Concluded(findings, self._shown, frozenset(self._unfoldable))


class Scratch(_Heard):
    """Keeps derived records' places and what was concluded; drops everything else."""

    def __init__(self, layout: Layout, *, things: bool) -> None:
        super().__init__(things=things)
        self._layout = layout
        self._ends: dict[tuple[str, int], int] = defaultdict(int)

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        self.hear(outgoing)
        if outgoing.topic not in topics.DERIVED:
            return None
        topic, key, value, headers, partition = outgoing
        if partition is None:
            partition = partition_of(key, self._layout.counts[topic])
        topic = self._layout.live(topic)
        offset = self._ends[topic, partition]
        self._ends[topic, partition] = offset + 1
        return Record(topic, partition, offset, key, value, headers, timestamp)


class _Handed(_Heard):
    """Keeps what was concluded, and writes what goes to derived topics into the log *path*."""

    def __init__(self, path: Path, layout: Layout, *, things: bool) -> None:
        super().__init__(things=things)
        self._database = Database(path)
        self._log = Log(self._database)
        for topic in topics.DERIVED:
            self._log.create(topic, layout.counts[topic])

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        self.hear(outgoing)
        if outgoing.topic in topics.DERIVED:
            self._log.append(outgoing, timestamp)
        return None

    def write(self) -> None:
        with self._database.transaction():
            self._log.write()

    def close(self) -> None:
        self._database.close()


def conclude_in_parts(path: Path, *, things: bool) -> Concluded:
    """Return what the log in the file *path* comes to (*things* too), concluded by all cores."""
    layout = _layout(path)
    parts = layout.journal_places
    with (
        TemporaryDirectory(prefix="hub-replay-") as folder,
        ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool,
    ):
        inside = Path(folder)
        found = list(pool.map(_journal, [(path, inside, things, layout, *part) for part in parts]))
        found += pool.map(_derived, [(inside, things, layout, t) for t in topics.DERIVED])
    return Concluded(
        {id: said for part in found for id, said in part.findings.items()},
        {key: digest for part in found for key, digest in part.shown.items()},
        frozenset(entry for part in found for entry in part.unfoldable),
    )


def _layout(path: Path) -> Layout:
    database = Database(path)
    try:
        return Log(database).layout
    finally:
        database.close()


def _journal(part: tuple[Path, Path, bool, Layout, str, int]) -> Concluded:
    """Conclude one journal partition; leave what it forwards in a log."""
    path, folder, things, layout, topic, number = part
    database = Database(path)
    handed = _Handed(_file(folder, topic, number), layout, things=things)
    try:
        host = Host(handed, layout)
        for records in batched(Log(database).read(topic, number), BATCH):
            with held_back():
                host.step(records, records[-1].timestamp)
            handed.write()
        with held_back():
            host.conclude()
        handed.write()
        return handed.concluded()
    finally:
        handed.close()
        database.close()


def _derived(part: tuple[Path, bool, Layout, str]) -> Concluded:
    """Conclude one derived topic, of what all journal partitions forwarded to it."""
    folder, things, layout, topic = part
    databases = [Database(_file(folder, *journal)) for journal in layout.journal_places]
    scratch = Scratch(layout, things=things)
    host = Host(scratch, layout)
    spoken = (as_taken(Log(database), (topic,)) for database in databases)
    for records in batched(merge(*spoken, key=_when), BATCH):
        placed = (scratch.append(_again(record), record.timestamp) for record in records)
        with held_back():
            host.step(list(filter(None, placed)), records[-1].timestamp)
    with held_back():
        host.conclude()
    for database in databases:
        database.close()
    return scratch.concluded()


def _file(folder: Path, topic: str, number: int) -> Path:
    return folder / f"{topic}-{number}.sqlite"


def _when(record: Record) -> int:
    return record.timestamp


def _again(record: Record) -> Outgoing:
    return Outgoing(record.topic, record.key, record.value, record.headers, record.partition)
