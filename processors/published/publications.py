"""
Publications: reference events as they were published, and which of them count when.

A policy counts as of an instant when its event time and its ``valid_from`` are both at or
before it; a calendar as soon as it is published, for the dates from its ``valid_from`` on
(``processors.time.calendar``). The instants at which that changes cut time into ages
(``processors.published.ages``); an age is worked out once, when first asked for, and then answers
by look-up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from events.event import Event
from events.instant import Instant
from processors.policies.policy import DEFAULT_ZONE, PolicyError, contents, parse_valid_from
from processors.published.ages import CALENDAR, Age, build_age


class Publication(NamedTuple):
    """One reference event. ``order`` ranks the publications of one thing."""

    event_id: str
    name: str
    time: Instant
    valid_from: Instant
    data: Mapping[str, Any]

    @property
    def since(self) -> Instant:
        """The first instant as of which it counts."""
        return self.time if self.name == CALENDAR else max(self.time, self.valid_from)

    @property
    def shadow(self) -> bool:
        """Whether it is only tried beside the live ones (``processors.folding.shadow``)."""
        return contents(self.data).get("shadow") is True

    @property
    def order(self) -> tuple[Instant, int, Instant, str]:
        version = self.data.get("version")
        return (self.valid_from, version if type(version) is int else 0, self.time, self.event_id)


def publication(event: Event) -> Publication:
    """Return what *event* publishes; without a usable ``valid_from``, valid from its time on."""
    zone = event.data.get("timezone", DEFAULT_ZONE)
    try:
        valid_from = parse_valid_from(event.data.get("valid_from"), zone, event.event_id)
    except PolicyError:
        valid_from = event.time
    return Publication(event.event_id, event.name, event.time, valid_from, event.data)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """
    Every policy and calendar published, by event id.

    ``changes`` are the instants at which another set of them counts, ascending.
    ``shadow`` are the same rules where those in shadow count too; None while there are none.
    """

    published: Mapping[str, Publication] = field(default_factory=dict)
    changes: tuple[Instant, ...] = ()
    shadow: Rules | None = None
    passed_over: frozenset[str] = frozenset()
    _ages: dict[int, Age] = field(default_factory=dict, repr=False)

    def at(self, as_of: Instant) -> Age:
        """Return the rules that count as of *as_of* (event time, inclusive)."""
        index = bisect_right(self.changes, as_of)
        age = self._ages.get(index)
        if age is None:
            counting = (
                one
                for one in self.published.values()
                if one.since <= as_of and one.event_id not in self.passed_over
            )
            age = self._ages[index] = build_age(sorted(counting, key=lambda one: one.order))
        return age

    def next_change(self, after: Instant) -> Instant | None:
        """Return the first instant later than *after* at which other rules count."""
        index = bisect_right(self.changes, after)
        return self.changes[index] if index < len(self.changes) else None

    def counting_from(self, instant: Instant) -> Publication | None:
        """Return what counts from *instant* on, a calendar before a policy."""
        found = (one for one in self.published.values() if one.since == instant)
        return min(found, key=lambda one: (one.name, one.event_id), default=None)


def build_rules(published: Mapping[str, Publication]) -> Rules:
    """Return the rules made of *published*."""
    changes = tuple(sorted({one.since for one in published.values()}))
    tried = frozenset(one.event_id for one in published.values() if one.shadow)
    beside = Rules(published, changes) if tried else None
    return Rules(published, changes, beside, tried)
