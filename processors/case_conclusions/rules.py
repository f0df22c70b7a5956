"""
The rules a case is concluded by, as they stood for each of its parts.

What runs is read by the rules of now: an open case is re-projected when they change. What has
stopped keeps the rules of its stop, and a closed case those of its closing.

*now* of a case is the later of the clock (ticks) and its own last event: an event proves that
its time has come, and a fact that counts must not lie in a future that no finding may reach.

Source: the semantics, "Change of policy, category, calendar".
"""

from __future__ import annotations

from typing import NamedTuple

from events.instant import DAY, Instant
from processors.case_conclusions.case_clocks import Span
from processors.case_conclusions.clock import Terms
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.ordering import case_facts
from processors.policies.policy import DAY_UNITS, Target, duration
from processors.policies.sla_policy import CaseFacts
from processors.published.reference import Reference

FOREVER = Instant(2**63 - 1)


class Rules(NamedTuple):
    """
    The reference data seen by one case at ``now``; ``closed`` is its closing, if any.

    ``found`` keeps what was looked up: a case's clocks stop at few instants.
    """

    reference: Reference
    facts: CaseFacts
    now: Instant
    closed: Mark | None
    found: dict[Instant, Terms | None]

    def at(self, stop: Mark | None) -> Terms | None:
        """Return the terms of what stopped at *stop* (None: it runs), None without a policy."""
        as_of = self.as_of(stop)
        if as_of not in self.found:
            armed = self.reference.armed(self.facts, as_of)
            self.found[as_of] = Terms(*armed) if armed else None
        return self.found[as_of]

    def as_of(self, stop: Mark | None) -> Instant:
        latest = self.closed.time if self.closed else self.now
        return min(stop.time, latest) if stop else latest

    def unchanged_until(self, stop: Mark) -> Instant:
        """Return the instant before which a later stop is read by the rules of *stop*."""
        as_of = self.as_of(stop)
        if as_of < stop.time:
            return FOREVER
        change = self.reference.next_change(as_of)
        return FOREVER if change is None else change

    def of(self, span: Span) -> Terms | None:
        return self.at(span.stop)


def rules(story: Story, now: Instant, reference: Reference) -> Rules:
    """Return the rules of the case that *story* tells, at the clock's *now*."""
    last = story.last.time if story.last else now
    facts = case_facts(story.opened) if story.opened else CaseFacts()
    return Rules(reference, facts, max(now, last), story.episode.closed, {})


def least(target: Target) -> int:
    """Return a time, µs, that *target* surely takes: shorter gaps need no calendar."""
    if target.unit not in DAY_UNITS:
        return duration(target)
    return round((target.amount - 1) * DAY)
