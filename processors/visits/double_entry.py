"""
Double entry (D1): one visit, written down by two systems.

What makes two records one visit is said in ``same_visit``. The finding belongs to the later
record and lists those it doubles. From the score ``link`` on it is the only finding on that
record: a double is no visit of its own, and the other rules neither raise on it nor count it.
Between ``ask`` and ``link`` (``details.band``) it is a question: dismissed or left open, both
records go on counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from events.finding import Finding
from events.instant import DAY, Instant
from processors.policies.double_entry_rule import DoubleEntryRule
from processors.policies.visit_policy import VisitPolicy
from processors.time.local_date import window_start
from processors.visits.lanes import Lanes
from processors.visits.same_visit import Band, band, score
from processors.visits.visit import Statement
from processors.visits.visit_window import cut, tell

LOOK_BACK: Final = 31 * DAY
"""A record with a mistyped end years away must not make every later visit look it up."""


def double_entry(
    later: Statement, recorded: Lanes, longest: int, policy: VisitPolicy
) -> Finding | None:
    """
    Return the finding that *later* was, or may have been, written down before.

    ``longest``: µs, at least as long as any visit in *recorded*; 31 days are looked back at most.
    """
    rule = policy.double_entry
    since = min(
        Instant(later.start - min(longest, LOOK_BACK)),
        Instant(later.start - rule.near),
        window_start(later.start, 0, rule.timezone),
    )
    walk = list(recorded.before(later.place, since, later.departments))
    for sure in ("link", "ask"):
        found = [s for s in walk if band(s, later, rule) == sure]
        if found:
            return _tell(found, later, sure, policy)
    return None


def is_link(finding: Finding) -> bool:
    """Tell whether the record of *finding* is no visit of its own."""
    return bool(finding.details["band"] == "link")


def _tell(found: Sequence[Statement], later: Statement, sure: Band, policy: VisitPolicy) -> Finding:
    rule: DoubleEntryRule = policy.double_entry
    entries = cut(found)
    details = {
        "sources": sorted({later.source, *(s.source for s in entries.visits)}),
        "band": sure,
        "score": max(score(s, later, rule) for s in found),
        "policy": policy.name,
        "more": entries.more,
    }
    return tell("double-entry", later, entries.visits, "info", details)
