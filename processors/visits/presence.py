"""
Which parties are in a cluster, and the mail of those that are not.

A party is in one cluster at a time: at first in that of its own name, then wherever the
cluster it left sent it. The visits fold writes to the cluster a party belongs to, maybe
before the party is there: such mail waits, in its order, until the party arrives. So what
becomes of a party does not depend on which partition was read faster.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from events import codec
from events.event import Event
from processors.structures.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Presence:
    """``guests``: parties of other names. ``gone``: where each that left was sent last."""

    guests: frozenset[str] = frozenset()
    gone: Shelves[str] = field(default_factory=Shelves)
    waiting: Shelves[tuple[Event, ...]] = field(default_factory=Shelves)

    def holds(self, party_id: str, cluster: str) -> bool:
        """Tell whether the party is in *cluster*, whose presence this is."""
        if party_id == cluster:
            return self.gone.get(party_id) is None
        return party_id in self.guests

    def posted(self, party_id: str, event: Event) -> Presence:
        """Return the presence in which *event* waits for the party; once, if it does already."""
        mail = self.waiting.get(party_id) or ()
        if event in mail:
            return self
        return replace(self, waiting=self.waiting.put(party_id, (*mail, event)))

    def arrived(self, party_id: str) -> tuple[Presence, tuple[Event, ...]]:
        """Return the presence with the party in it, and the mail that waited for it."""
        after = Presence(
            self.guests | {party_id}, self.gone.without(party_id), self.waiting.without(party_id)
        )
        return after, self.waiting.get(party_id) or ()

    def left(self, party_id: str, to: str) -> Presence:
        """Return the presence after the party was sent on to the cluster *to*."""
        return replace(self, guests=self.guests - {party_id}, gone=self.gone.put(party_id, to))

    def dump(self) -> Any:
        """Return the presence as JSON values."""
        mail = [
            [party_id, [codec.encode(event).decode() for event in events]]
            for party_id, events in sorted(self.waiting.items())
        ]
        return [sorted(self.guests), sorted(self.gone.items()), mail]


def load(values: Any) -> Presence:
    """Return the presence that ``dump`` gave *values* for."""
    guests, gone, mail = values
    return Presence(
        frozenset(guests),
        Shelves((party_id, to) for party_id, to in gone),
        Shelves((party_id, tuple(codec.decode(e.encode()) for e in es)) for party_id, es in mail),
    )
