"""
The parts of a long replay, each concluded by a process of its own.

First every journal partition is folded alone: nothing that stands in a journal follows from
another partition of it. What it forwards goes to files. Then every derived topic is folded
alone, from all the files that speak to it: its own partitions talk to each other (a party that
moves), the topics do not. What a conclusion is does not depend on how the forwards of two
partitions mix, so the answer is that of one process.
"""

from __future__ import annotations

import marshal
import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from heapq import merge
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from events import topics
from events.comparison import last_findings
from events.partitioner import partition_of
from events.record import Outgoing, Record
from hub.batching import batched
from hub.garbage import held_back
from hub.hosting import Host
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


class _Handed(Scratch):
    """Writes what goes to derived topics into a file for each, in *folder*."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self._files: dict[str, IO[bytes]] = {
            topic: (folder / f"{topic}-{name}").open("wb") for topic in topics.DERIVED
        }

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        record = super().append(outgoing, timestamp)
        if record is not None:
            marshal.dump((*outgoing, timestamp), self._files[record.topic])
        return None

    def close(self) -> None:
        for file in self._files.values():
            file.close()


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
    """Conclude one journal partition; leave what it forwards in files."""
    path, folder, topic, number = part
    database, handed = Database(path), _Handed(folder, f"{topic}-{number}")
    try:
        host = Host(handed)
        for records in batched(Log(database).read(topic, number), BATCH):
            with held_back():
                host.fold(records, records[-1].timestamp)
        return last_findings(handed.findings)
    finally:
        handed.close()
        database.close()


def _derived(part: tuple[Path, str]) -> Findings:
    """Conclude one derived topic, of what all journal partitions forwarded to it."""
    folder, topic = part
    scratch = Scratch()
    host = Host(scratch)
    for forwards in batched(_forwarded(folder, topic), BATCH):
        placed = [scratch.append(outgoing, timestamp) for outgoing, timestamp in forwards]
        with held_back():
            host.fold(filter(None, placed), forwards[-1][1])
    return last_findings(scratch.findings)


def _forwarded(folder: Path, topic: str) -> Iterator[tuple[Outgoing, int]]:
    files = (folder / f"{topic}-{name}-{number}" for name, number in _PARTS)
    return merge(*map(_read, files), key=lambda forward: forward[1])


def _read(file: Path) -> Iterator[tuple[Outgoing, int]]:
    with file.open("rb") as stream:
        while stream.peek(1):
            *outgoing, timestamp = marshal.load(stream)  # noqa: S302 - this process's own file
            yield Outgoing(*outgoing), timestamp
