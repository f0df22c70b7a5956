"""
When two records are one visit: a score from what they say, and three bands.

Only records of different sources that have a department in common (the same one, or a joint
team) can be one. Their times are the first evidence, the strongest that holds:

* ``same-start``; ``overlap`` of the half-open times [start, end);
* ``near``: they start no more than ``near_minutes`` apart, one noted late or without its end;
* ``date-only``: one of them has a date and no time of day (midnight, without length or until
  a midnight), and it is the date of the other;
* ``same-date``: nothing better than one local date.

Their purposes are the second: ``same``, ``alike`` (in other words), ``unsaid`` by one of
them, or ``other``. The score is the sum of both weights. From ``link`` on they are one visit,
which counts once everywhere; from ``ask`` on people are asked, and both count until then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from events.instant import DAY, MINUTE, SECOND, Instant
from processors.policies.double_entry_rule import DoubleEntryRule
from processors.text.likeness import shared
from processors.time.local_date import local_date, midnight
from processors.visits.visit import Statement

Band = Literal["link", "ask", ""]
_Said = dict[str, dict[str, list[Statement]]]
"""From department and source to visits."""

_PERCENT: Final = 100
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_WHOLE: Final = (0, DAY - MINUTE, DAY - SECOND)
"""Lengths, modulo a day, of what runs from midnight to the end of a date, or has no length."""


def doubles(earlier: Statement, later: Statement, rule: DoubleEntryRule) -> bool:
    """Tell whether *later* (in place) is another entry of the visit that *earlier* is."""
    return band(earlier, later, rule) == "link"


def band(earlier: Statement, later: Statement, rule: DoubleEntryRule) -> Band:
    """Return how sure it is that *later* (in place) is the visit that *earlier* is."""
    found = score(earlier, later, rule)
    if found >= rule.link:
        return "link"
    return "ask" if found >= rule.ask else ""


def score(earlier: Statement, later: Statement, rule: DoubleEntryRule) -> float:
    """Return the score in [0, 1], two decimals; 0 where the two cannot be one visit."""
    if earlier.source == later.source or not in_common(earlier.departments, later.departments):
        return 0.0
    time = max((rule.time.get(kind, 0.0) for kind in _times(earlier, later, rule)), default=0.0)
    if not time:
        return 0.0
    purpose = rule.purpose.get(_purposes(earlier.purpose, later.purpose, rule.alike), 0.0)
    return round(min(1.0, max(0.0, time + purpose)), 2)


def reach(visit: Statement, rule: DoubleEntryRule) -> Instant:
    """Return the last start of a record that may surely double *visit*."""
    until = max(visit.end, visit.start + rule.near)
    if until >= visit.start + DAY or not _is_date_only(visit, rule.timezone):
        return Instant(until)
    return Instant(visit.start + DAY)


def _times(earlier: Statement, later: Statement, rule: DoubleEntryRule) -> Iterator[str]:
    if earlier.start == later.start:
        yield "same-start"
    if earlier.end > later.start:
        yield "overlap"
    if later.start - earlier.start <= rule.near:
        yield "near"
    if later.start - earlier.start < DAY and _on_one_date(earlier, later, rule.timezone):
        yield "same-date"
        if _is_date_only(earlier, rule.timezone) or _is_date_only(later, rule.timezone):
            yield "date-only"


def _on_one_date(earlier: Statement, later: Statement, zone: str) -> bool:
    return local_date(earlier.start, zone) == local_date(later.start, zone)


def _is_date_only(visit: Statement, zone: str) -> bool:
    whole = (visit.end - visit.start) % DAY in _WHOLE
    return whole and visit.start == midnight(local_date(visit.start, zone), zone)


@lru_cache(maxsize=4096)
def _purposes(one: str, other: str, alike: int) -> str:
    first, second = _words(one), _words(other)
    if not first or not second:
        return "unsaid"
    if first == second:
        return "same"
    return "alike" if _PERCENT * shared(first, second) >= alike else "other"


def _words(text: str) -> list[str]:
    """Return the words of *text*: of Chinese each character, else what stands between signs."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def in_common(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two teams share a department; most teams are of one, and this is asked often."""
    return one[0] in other if len(one) == 1 else not set(one).isdisjoint(other)


def distinct(visits: Sequence[Statement], rule: DoubleEntryRule) -> tuple[Statement, ...]:
    """Return *visits* (sorted by place) without those that double an earlier one of them."""
    kept: list[Statement] = []
    said: _Said = {}
    for visit in visits:
        rivals = _rivals(said, visit)
        if any(reach(s, rule) >= visit.start and doubles(s, visit, rule) for s in rivals):
            continue
        kept.append(visit)
        for name in visit.departments:
            said.setdefault(name, {}).setdefault(visit.source, []).append(visit)
    return tuple(kept)


def _rivals(said: _Said, visit: Statement) -> Iterator[Statement]:
    """Yield what other sources *said* of a department of *visit*: nothing else can double it."""
    for name in visit.departments:
        for source, theirs in said.get(name, {}).items():
            if source != visit.source:
                yield from theirs
