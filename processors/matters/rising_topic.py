"""
Rising topic: more cases of one matter in a window than in the windows before it.

Windows are of so many local dates, laid end to end from a fixed day, so that a case belongs to
one of them for ever. A window rises with its n-th case, where n is at least ``least`` and at
least ``factor`` times the mean of the earlier windows (as many as the policy compares with,
and no more than since the matter's first case). A matter never heard of before rises with
``least_new``. The finding is raised at the opening of that case and resolved when the window
ends; its subject names the matter and the window's first date. Cases that were taken back
count no longer.

Source: the mission, row T; thresholds are the policy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from math import ceil

from immutables import Map

from events.finding import Finding
from events.instant import Instant
from processors.matters.matter_card import Card, Place
from processors.matters.matter_groups import SHOWN
from processors.policies.matter_policy import MatterPolicy, Rising
from processors.policies.policy import DEFAULT_ZONE
from processors.published.reference import Reference
from processors.structures import sorted_chunks
from processors.structures.frozen_maps import without
from processors.structures.sorted_chunks import Chunks
from processors.time.local_date import local_date, midnight

RULE = "rising-topic"
_A_DAY = 1
"""Another time zone may have another date."""
_NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Demand:
    """``by_date``: the openings of each local date (ordinal), in order; ``dates``: all of them."""

    by_date: Map[int, Chunks[Place]] = field(default_factory=Map)
    dates: Chunks[tuple[int]] = ()

    def opened(self, told: Card, timezone: str) -> Demand:
        day = local_date(told.time, timezone)
        chunks = sorted_chunks.with_one(self.by_date.get(day, ()), told.order)
        return Demand(self.by_date.set(day, chunks), sorted_chunks.with_one(self.dates, (day,)))

    def withdrawn(self, told: Card, timezone: str) -> Demand:
        day = local_date(told.time, timezone)
        chunks = sorted_chunks.without(self.by_date.get(day, ()), told.order)
        if chunks:
            return Demand(self.by_date.set(day, chunks), self.dates)
        return Demand(without(self.by_date, day), sorted_chunks.without(self.dates, (day,)))

    @property
    def oldest(self) -> int:
        """The first date with a case; 0: there is none."""
        return self.dates[0][0][0] if self.dates else 0

    def from_newest(self, now: Instant, days: int) -> Iterator[int]:
        """Yield the dates with cases whose window of *days* or fewer may end after *now*."""
        since = local_date(now, DEFAULT_ZONE) - days - _A_DAY
        for (day,) in sorted_chunks.before(self.dates, (_NEVER,)):
            if day < since:
                return
            yield day

    def count(self, first: int, days: int) -> int:
        """Return the cases of *days* dates from *first* on."""
        return sum(sorted_chunks.size(self.by_date.get(first + n, ())) for n in range(days))

    def cases(self, first: int, days: int) -> Iterator[Place]:
        for n in range(days):
            yield from sorted_chunks.every(self.by_date.get(first + n, ()))


def window_of(told: Card, policy: MatterPolicy) -> int:
    """Return the first date (ordinal) of the window in which *told* was opened."""
    day = local_date(told.time, policy.timezone)
    return day - day % policy.rising.days


def subjects(key: str, told: Card, policy: MatterPolicy) -> Iterator[str]:
    """Name the windows whose conclusion *told* may change: its own, and those it is before."""
    first = window_of(told, policy)
    for number in range(policy.rising.windows + 1):
        yield subject(key, first + number * policy.rising.days)


def own_subject(key: str, told: Card, policy: MatterPolicy) -> str:
    """Name the window in which *told* was opened."""
    return subject(key, window_of(told, policy))


def subject(key: str, first: int) -> str:
    return f"{key}|{date.fromordinal(first)}"


def window(key: str, name: str) -> int | None:
    """Return the first date of the window that the subject *name* names; None: it is another."""
    if not name.startswith(f"{key}|"):
        return None
    try:
        return date.fromisoformat(name[len(key) + 1 :]).toordinal()
    except ValueError:
        return None


def policy_of(day: int, reference: Reference) -> MatterPolicy | None:
    """Return the policy that counts when the date *day* begins."""
    return reference.matters(midnight(day, DEFAULT_ZONE))


@lru_cache(maxsize=16)
def longest(reference: Reference) -> int:
    """Return the days of the longest windows of any policy."""
    policies = [reference.matters(change) for change in reference.rules.changes]
    return max((policy.rising.days for policy in policies if policy is not None), default=0)


def ends(day: int, policy: MatterPolicy) -> Instant:
    """Return when the window of the date *day* ends: its first instant no more."""
    first = day - day % policy.rising.days
    return midnight(first + policy.rising.days, policy.timezone)


def rising(
    key: str, first: int, demand: Demand, since: int, policy: MatterPolicy, now: Instant
) -> tuple[Finding | None, Instant | None]:
    """
    Return the finding on the window that begins on the date *first*, and when it changes next.

    *since* is the date of the matter's first case, *now* event time (inclusive).
    """
    rule, count = policy.rising, demand.count(first, policy.rising.days)
    if count < min(rule.least, rule.least_new):
        return None, None
    enough, mean = _enough(first, demand, since, rule)
    if count < enough:
        return None, None
    cases = tuple(islice(demand.cases(first, rule.days), max(enough, SHOWN)))
    end = midnight(first + rule.days, policy.timezone)
    finding = Finding(
        rule=RULE,
        kind="demand",
        subject=subject(key, first),
        raised_at=cases[enough - 1][0],
        severity="info",
        resolved_at=end if end <= now else None,
        evidence=tuple(case[2] for case in cases[:SHOWN]),
        details={
            "matter": key,
            "from": str(date.fromordinal(first)),
            "days": rule.days,
            "count": count,
            "mean_before": round(mean, 2),
            "enough": enough,
            "policy": policy.name,
        },
    )
    return finding, end if end > now else None


def _enough(first: int, demand: Demand, since: int, rule: Rising) -> tuple[int, float]:
    """Return how many cases make the window rise, and the mean of the windows before it."""
    known = -(-(first - since) // rule.days)
    windows = min(rule.windows, max(known, 0))
    if windows == 0:
        return rule.least_new, 0.0
    earlier = demand.count(first - windows * rule.days, windows * rule.days)
    if earlier == 0:
        return rule.least_new, 0.0
    mean = earlier / windows
    return max(rule.least, ceil(rule.factor * mean)), mean
