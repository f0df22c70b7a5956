"""
Concluding again: fresh partitions fold the journals of a log, and nothing is written or sent.

The journals hold everything a conclusion depends on, ticks and policies included, so the
findings must come out as they were recorded. Records are folded in the order in which the
log took them (by append time), journal partitions side by side; derived topics exist in
memory only. What the processors once wrote into a journal (links of parties) stands there
already and is read from there, not written again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from events import topics
from events.comparison import comparable, last_findings
from events.generations import FIRST, Layout
from events.record import Record
from hub.batching import batched
from hub.embedded.hosting import Host
from hub.embedded.log import Log
from hub.garbage import held_back
from hub.journal import Journal, as_taken, whole
from hub.proving.replay_parts import BATCH, Concluded, Findings, Scratch, conclude_in_parts

__all__ = [
    "Concluded",
    "Findings",
    "compare",
    "conclude",
    "conclude_again",
    "concluded",
    "recorded",
]

_LONG: Final = 200_000
"""Records that are worth the second that more processes take to start."""


def conclude_again(journal: Journal) -> Findings:
    """Return the findings of *journal*'s journals, concluded from nothing."""
    return concluded(journal, things=False).findings


def concluded(journal: Journal, *, things: bool = True) -> Concluded:
    """
    Return what *journal*'s journals come to (*things* too), concluded from nothing.

    A long log in files is concluded by all cores (``hub.proving.replay_parts``).
    """
    if isinstance(journal, Log) and _length(journal) >= _LONG:
        return conclude_in_parts(journal.path, things=things)
    layout = journal.layout
    return conclude(as_taken(journal, layout.journals), layout, things=things)


def conclude(
    records: Iterable[Record], layout: Layout = FIRST, *, things: bool = True
) -> Concluded:
    """
    Return what the *records* of the journals of a *layout* come to, in one process.

    Each partition's stand in their order; how partitions mix changes nothing.
    """
    scratch = Scratch(layout, things=things)
    host = Host(scratch, layout)
    for batch in batched(records, BATCH):
        with held_back():
            host.step(batch, batch[-1].timestamp)
    with held_back():
        host.conclude()
    return scratch.concluded()


def _length(journal: Journal) -> int:
    return sum(journal.end(*place) for place in journal.layout.journal_places)


def recorded(journal: Journal) -> Findings:
    """Return the findings as they stand in *journal*'s topic ``findings``."""
    return last_findings(record.value for record in whole(journal, topics.FINDINGS))


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
