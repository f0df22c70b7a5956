"""
Topics: their names and what each is for. Source: the contract, "Topics and keys".

Departments write ``ingest.<department>``; everything else is the hub's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

JOURNAL_VISITS: Final = "journal.visits"
"""Visits and party facts, keyed by the party id as stated. Kept forever."""
JOURNAL_CASES: Final = "journal.cases"
"""Case facts, keyed by case. Kept forever."""
BY_PARTY: Final = "by-party"
"""Derived: visits attached to the cluster of their party, keyed by cluster."""
BY_MATTER: Final = "by-matter"
"""Derived: openings and closings keyed by category and county."""
IDENTITY: Final = "identity"
"""Derived, one partition: party facts, from which parties are linked."""
CONCLUSIONS: Final = "conclusions"
"""Compacted snapshots: how SQL learns business time."""
FINDINGS: Final = "findings"
ALERTS: Final = "alerts"
REJECTED: Final = "rejected"
GENERATIONS: Final = "generations"
"""Compacted, one partition: which generation of the log is live (``hub.generations``)."""

JOURNALS: Final = (JOURNAL_VISITS, JOURNAL_CASES)
DERIVED: Final = (BY_PARTY, BY_MATTER, IDENTITY)

_INGEST = "ingest."
_RECEIPTS = "receipts."


def ingest(department: str) -> str:
    return _INGEST + department


def receipts(department: str) -> str:
    return _RECEIPTS + department


def ingest_department(topic: str) -> str | None:
    """Return the department that may write *topic*, or None when it is no ingest topic."""
    return topic[len(_INGEST) :] if topic.startswith(_INGEST) else None


def receipts_department(topic: str) -> str | None:
    """Return the department whose receipts stand in *topic*, or None when it holds none."""
    return topic[len(_RECEIPTS) :] if topic.startswith(_RECEIPTS) else None


PARTITIONS: Final = {
    JOURNAL_VISITS: 4,
    JOURNAL_CASES: 4,
    BY_PARTY: 4,
    BY_MATTER: 4,
    IDENTITY: 1,
    CONCLUSIONS: 4,
    FINDINGS: 4,
    ALERTS: 4,
    REJECTED: 4,
}
"""How many partitions a new log gives each topic; ingest and receipts topics have one."""

GENERATIONAL: Final = frozenset({*JOURNALS, *DERIVED})
"""The topics that another number of partitions gives a new generation (``events.generations``)."""

_LATER: Final = re.compile(r"(.+)\.g([1-9][0-9]*)")


def of_generation(topic: str, generation: int) -> str:
    """Return the name of *topic* in *generation*: the first, 0, has the contract's names."""
    return f"{topic}.g{generation}" if generation and topic in GENERATIONAL else topic


@lru_cache(maxsize=4096)
def kind(name: str) -> str:
    """Return the contract's name of the topic *name*, whichever its generation."""
    return _parted(name)[0]


@lru_cache(maxsize=4096)
def generation_of(name: str) -> int:
    """Return the generation of the topic *name*; 0 for topics that have none."""
    return _parted(name)[1]


def _parted(name: str) -> tuple[str, int]:
    later = _LATER.fullmatch(name)
    if later is None or later[1] not in GENERATIONAL:
        return name, 0
    return later[1], int(later[2])
