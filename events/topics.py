"""
Topics: their names and what each is for. Source: the contract, "Topics and keys".

Departments write ``ingest.<department>``; everything else is the hub's.
"""

from __future__ import annotations

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
