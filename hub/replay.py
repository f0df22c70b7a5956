"""
Concluding again: fresh partitions fold the journals of a log, and nothing is written or sent.

The journals hold everything a conclusion depends on, ticks and policies included, so the
findings must come out as they were recorded. Records are folded in the order in which the
log took them (by append time), journal partitions side by side; derived topics exist in
memory only. What the processors once wrote into a journal (links of parties) stands there
already and is read from there, not written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from events import topics
from events.comparison import comparable, last_findings
from events.partitioner import partition_of
from events.record import Outgoing, Record
from hub.batching import batched
from hub.garbage import held_back
from hub.hosting import Host
from hub.journal import Journal, as_taken
from hub.log import Log
from hub.sqlite import Database

Findings = dict[str, dict[str, Any]]
"""finding_id → the last document said."""


_BATCH: Final = 5_000
_LONG: Final = 200_000
"""Records that are worth the second that more processes take to start."""


class _Scratch:
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


def conclude_again(journal: Journal) -> Findings:
    """
    Return the findings of *journal*'s journals, concluded from nothing.

    A long log in files is concluded by two processes: neither journal hears of the other.
    """
    if isinstance(journal, Log) and _length(journal) >= _LONG:
        with ProcessPoolExecutor(len(topics.JOURNALS), get_context("spawn")) as pool:
            parts = pool.map(_concluded, [journal.path] * len(topics.JOURNALS), topics.JOURNALS)
            return {id: said for part in parts for id, said in part.items()}
    return _conclude(journal, topics.JOURNALS)


def _length(journal: Journal) -> int:
    return sum(
        journal.end(topic, number)
        for topic in topics.JOURNALS
        for number in range(journal.partitions(topic))
    )


def _concluded(path: Path, topic: str) -> Findings:
    """Return the findings of one journal of the log in the file *path*."""
    database = Database(path)
    try:
        return _conclude(Log(database), (topic,))
    finally:
        database.close()


def _conclude(journal: Journal, names: Iterable[str]) -> Findings:
    scratch = _Scratch()
    host = Host(scratch)
    for records in batched(as_taken(journal, names), _BATCH):
        with held_back():
            host.fold(records, records[-1].timestamp)
    return last_findings(scratch.findings)


def recorded(journal: Journal) -> Findings:
    """Return the findings as they stand in *journal*'s topic ``findings``."""
    values = (
        record.value
        for number in range(journal.partitions(topics.FINDINGS))
        for record in journal.read(topics.FINDINGS, number)
    )
    return last_findings(values)


def compare(again: Findings, record: Findings, rule: str | None = None) -> dict[str, Any]:
    """
    Return how *again* differs from *record*, compared as the contract says.

    ``missing``: concluded, but not on record. ``extra``: on record, but not concluded.
    ``changed``: both, with other content. *rule* looks at that rule's findings alone.
    """
    fresh, old = comparable(_of(again, rule)), comparable(_of(record, rule))
    parts = {
        "missing": [_name(again[id]) for id in fresh if id not in old],
        "extra": [_name(record[id]) for id in old if id not in fresh],
        "changed": [_name(again[id]) for id in fresh if id in old and fresh[id] != old[id]],
    }
    return {"same": not any(parts.values()), "count": len(fresh), **parts}


def _of(findings: Findings, rule: str | None) -> Findings:
    return {id: said for id, said in findings.items() if rule in (None, said["rule"])}


def _name(finding: dict[str, Any]) -> dict[str, str]:
    return {name: finding[name] for name in ("finding_id", "rule", "kind", "subject")}
