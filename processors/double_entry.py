"""
Double entry (D1): one visit, written down by two systems.

What makes two records one visit is said in ``same_visit``. The finding belongs to the later
record and lists those it doubles. It is the only finding on that record: a double is no
visit of its own, and the other rules neither raise on it nor count it.
"""

from __future__ import annotations

from typing import Final

from events.finding import Finding
from events.instant import DAY, Instant
from processors.lanes import Lanes
from processors.same_visit import doubles
from processors.visit import Statement
from processors.visit_window import nearest, tell

LOOK_BACK: Final = 31 * DAY
"""A record with a mistyped end years away must not make every later visit look it up."""


def double_entry(later: Statement, recorded: Lanes, longest: int) -> Finding | None:
    """
    Return the finding that *later* was written down before, with the records it doubles.

    ``longest``: µs, at least as long as any visit in *recorded*; 31 days are looked back at most.
    """
    since = Instant(later.start - min(longest, LOOK_BACK))
    walk = recorded.before(later.place, since, later.departments)
    entries = nearest(s for s in walk if doubles(s, later))
    if not entries.visits:
        return None
    sources = sorted({later.source, *(s.source for s in entries.visits)})
    details = {"sources": sources, "more": entries.more}
    return tell("double-entry", later, entries.visits, "info", details)
