"""
A party: what was registered of it, and which other party it was linked to.

Registrations say the whole again, so the last in order holds. Links are kept per pair: the
last event on (party, same_as) says whether that link stands; of several that stand, the last
in order names the cluster. A party without one is its own cluster. Links are reversible and
merge nothing: a party's events stay under the id they were stated with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from events.event import Event
from events.instant import Instant

REGISTERED: Final = "party.registered"
UPDATED: Final = "party.updated"
LINKED: Final = "party.linked"
UNLINKED: Final = "party.unlinked"
FACTS: Final = frozenset({REGISTERED, UPDATED})
LINKS: Final = frozenset({LINKED, UNLINKED})

PARTIES: Final = "parties"
"""The one key of the topic ``identity``: all parties stand under it."""

FIELDS: Final = ("kind", "name", "uscc", "area", "industry", "stage", "size", "officer_id")


class Fact(NamedTuple):
    """A registration; sorts by (time, sequence, event_id). ``values``: as ``FIELDS``, '' absent."""

    time: Instant
    sequence: int
    event_id: str
    values: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        return dict(zip(FIELDS, self.values, strict=True))


class Link(NamedTuple):
    """*party_id* was said to be, or no longer to be, the same party as *same_as*."""

    time: Instant
    sequence: int
    event_id: str
    name: str
    source: str
    party_id: str
    same_as: str


def read_fact(event: Event) -> Fact:
    values = tuple(str(event.data.get(field) or "") for field in FIELDS)
    return Fact(event.time, event.sequence, event.event_id, values)


def read_link(event: Event) -> Link:
    pair = (event.data["party_id"], event.data["same_as"])
    return Link(event.time, event.sequence, event.event_id, event.name, event.source, *pair)


def load_fact(values: Sequence[Any]) -> Fact:
    """Return the fact that was dumped as the list *values*."""
    time, sequence, event_id, fields = values
    return Fact(time, sequence, event_id, tuple(fields))


def last_per_pair(links: Iterable[Link]) -> Mapping[str, Link]:
    """Return, for each ``same_as`` in the *links* of one party, the last word on that pair."""
    return {link.same_as: link for link in sorted(links)}


def standing(links: Iterable[Link]) -> Link | None:
    """Return the link that holds among the *links* of one party; None when none does."""
    linked = [link for link in last_per_pair(links).values() if link.name == LINKED]
    return max(linked, default=None)
