"""
Concluding again: fresh partitions fold the journals of a log, and nothing is written or sent.

The journals hold everything a conclusion depends on, ticks and policies included, so the
findings must come out as they were recorded. Records are folded in the order in which the
log took them (by append time), journal partitions side by side; derived topics exist in
memory only. What the processors once wrote into a journal (links of parties) stands there
already and is read from there, not written again.
"""

from __future__ import annotations

from typing import Any, Final

from events import topics
from events.comparison import comparable, last_findings
from hub.batching import batched
from hub.garbage import held_back
from hub.hosting import Host
from hub.journal import Journal, as_taken
from hub.log import Log
from hub.replay_parts import BATCH, Findings, Scratch, conclude_in_parts

__all__ = ["Findings", "compare", "conclude_again", "recorded"]

_LONG: Final = 200_000
"""Records that are worth the second that more processes take to start."""


def conclude_again(journal: Journal) -> Findings:
    """
    Return the findings of *journal*'s journals, concluded from nothing.

    A long log in files is concluded by all cores (``hub.replay_parts``).
    """
    if isinstance(journal, Log) and _length(journal) >= _LONG:
        return conclude_in_parts(journal.path)
    scratch = Scratch()
    host = Host(scratch)
    for records in batched(as_taken(journal, topics.JOURNALS), BATCH):
        with held_back():
            host.step(records, records[-1].timestamp)
    with held_back():
        host.conclude()
    return last_findings(scratch.findings)


def _length(journal: Journal) -> int:
    return sum(
        journal.end(topic, number)
        for topic in topics.JOURNALS
        for number in range(journal.partitions(topic))
    )


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
