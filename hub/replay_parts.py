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
from typing import Any, Final

from events import topics
from events.comparison import last_findings
from events.partitioner import partition_of
from events.record import Outgoing, Record
from hub.batching import batched
from hub.garbage import held_back
from hub.hosting import Host
from hub.journal import as_taken
from hub.log import Log
from hub.sqlite import Database

Findings = dict[str, dict[str, Any]]
"""finding_id → the last document said."""

BATCH: Final = 5_000

_PARTS: Final = [(topic, n) for topic in topics.JOURNALS for n in range(topics.PARTITIONS[topic])]


class Scratch:
    """Keeps derived records' places and the findings' values; drops everything else."""

    def __init__(self) -> None:
        self.findings: list[bytes] = []
        self._ends: dict[tuple[str, int], int] = defaultdict(int)

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        if outgoing.topic == topics.FINDINGS:
            self.findings.append(outgoing.value)
        if outgoing.topic not in topics.DERIVED:
            return None
        topic, key, value, headers, partition = outgoing
        if partition is None:
            partition = partition_of(key, topics.PARTITIONS[topic])
        offset = self._ends[topic, partition]
        self._ends[topic, partition] = offset + 1
        return Record(topic, partition, offset, key, value, headers, timestamp)


class _Handed:
    """Keeps the findings' values, and writes what goes to derived topics into the log *path*."""

    def __init__(self, path: Path) -> None:
        self.findings: list[bytes] = []
        self._database = Database(path)
        self._log = Log(self._database)
        for topic in topics.DERIVED:
            self._log.create(topic, topics.PARTITIONS[topic])

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        if outgoing.topic == topics.FINDINGS:
            self.findings.append(outgoing.value)
        if outgoing.topic in topics.DERIVED:
            self._log.append(outgoing, timestamp)
        return None

    def write(self) -> None:
        with self._database.transaction():
            self._log.write()

    def close(self) -> None:
        self._database.close()


def conclude_in_parts(path: Path) -> Findings:
    """Return the findings of the log in the file *path*, concluded by all cores."""
    with (
        TemporaryDirectory(prefix="hub-replay-") as folder,
        ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool,
    ):
        found = list(pool.map(_journal, [(path, Path(folder), *part) for part in _PARTS]))
        found += pool.map(_derived, [(Path(folder), topic) for topic in topics.DERIVED])
        return {id: said for part in found for id, said in part.items()}


def _journal(part: tuple[Path, Path, str, int]) -> Findings:
    """Conclude one journal partition; leave what it forwards in a log."""
    path, folder, topic, number = part
    database, handed = Database(path), _Handed(_file(folder, topic, number))
    try:
        host = Host(handed)
        for records in batched(Log(database).read(topic, number), BATCH):
            with held_back():
                host.step(records, records[-1].timestamp)
            handed.write()
        with held_back():
            host.conclude()
        handed.write()
        return last_findings(handed.findings)
    finally:
        handed.close()
        database.close()


def _derived(part: tuple[Path, str]) -> Findings:
    """Conclude one derived topic, of what all journal partitions forwarded to it."""
    folder, topic = part
    databases = [Database(_file(folder, *journal)) for journal in _PARTS]
    scratch = Scratch()
    host = Host(scratch)
    spoken = (as_taken(Log(database), (topic,)) for database in databases)
    for records in batched(merge(*spoken, key=_when), BATCH):
        placed = (scratch.append(_again(record), record.timestamp) for record in records)
        with held_back():
            host.step(list(filter(None, placed)), records[-1].timestamp)
    with held_back():
        host.conclude()
    for database in databases:
        database.close()
    return last_findings(scratch.findings)


def _file(folder: Path, topic: str, number: int) -> Path:
    return folder / f"{topic}-{number}.sqlite"


def _when(record: Record) -> int:
    return record.timestamp


def _again(record: Record) -> Outgoing:
    return Outgoing(record.topic, record.key, record.value, record.headers, record.partition)
