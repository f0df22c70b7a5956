"""
What identity knows: the parties, and where each stands: under a code, or under a name.

A party with a valid USCC stands under its code; its name is evidence for others. A party
without one stands under its name (``party_name``, as an id). Parties of one code, and parties
of one name, form a crowd, of which the first registered is remembered. A party that people
said is not the same as an earlier one is **odd**: it stands beside its crowd and is judged
alone. Everything here follows from the parties and the policy; ``identity_standings`` keeps it
so. A million parties take under two kilobytes each: nothing is kept twice, nor unpacked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson
from immutables import Map

from events.event import Event
from events.instant import Instant
from processors.identity.name_graph import NameGraph
from processors.identity.party import UNLINKED, Link, last_per_pair, standing
from processors.policies.identity_policy import IdentityPolicy
from processors.structures.tallies import Tallies, tally

SOURCE: Final = "/departments/hub/identity"
RESIDENT: Final = "resident"
"""Residents are pseudonyms: their names are never compared."""


_NEVER: Final = Instant(0)


class Registration(NamedTuple):
    """Sorts registered before stated, then by (time, sequence, event_id). '': unsaid."""

    stated: bool
    time: Instant
    sequence: int
    event_id: str
    uscc: str
    name: str = ""
    area: str = ""
    kind: str = ""


NEVER: Final = Registration(True, _NEVER, 0, "", "")


class Named(NamedTuple):
    """One party: its registrations and its links (those from it), sorted."""

    registrations: tuple[Registration, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def last(self) -> Registration:
        """What was last registered; only without a registration, what it was stated with."""
        registered = [r for r in self.registrations if not r.stated]
        return (registered or self.registrations or (NEVER,))[-1]

    @property
    def first(self) -> Registration:
        return self.registrations[0] if self.registrations else NEVER

    @property
    def sources(self) -> tuple[str, ...]:
        """Who registered it; what is only stated with a visit or case is no register."""
        told = {r.event_id.partition("#")[0] for r in self.registrations if not r.stated}
        return tuple(sorted(told))

    @property
    def by_hand(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.source != SOURCE)

    @property
    def hand(self) -> str:
        """The party that people linked this one to; '' none."""
        link = standing(self.by_hand)
        return "" if link is None else link.same_as

    @property
    def bars(self) -> frozenset[str]:
        """The parties that people said this one is not."""
        last = last_per_pair(self.by_hand)
        return frozenset(other for other, link in last.items() if link.name == UNLINKED)


_UNNAMED: Final = Named()

Place = tuple[Registration, str]
"""How parties are ordered: by their first registration, then by id."""


class Crowd(NamedTuple):
    """``first``: the least of the places of ``members``; ``odd``: those beside the crowd."""

    members: Map[str, None] = Map()
    first: Place | None = None
    odd: frozenset[str] = frozenset()


class Verdict(NamedTuple):
    """``to``: the crowd that a name's parties belong to by its ``score``; '' to none."""

    to: str = ""
    score: float = 0.0


class Standing(NamedTuple):
    """Where a party stands. ``name``: the id of its name, '' none. ``sources``: its registers."""

    code: str
    name: str
    odd: bool
    sources: tuple[str, ...]


NOBODY: Final = Crowd()
NOWHERE: Final = Standing("", "", odd=False, sources=())
Crowds = Map[str, "str | Crowd"]
"""A crowd that is one party, and no other beside it, is kept as that party's id."""


@dataclass(frozen=True, slots=True)
class Identity:
    """
    ``parties``: packed (``pack``). ``pointing``: who was linked to a party by hand. ``barred``:
    both sides of an undone link. ``free``: the parties without a code by name; ``codes``: how
    many parties of each code bear a name, ``sources`` how many of each source.
    ``content``: the policy as published; ``policy`` is read from it. ``trial``: the same under
    a policy in shadow (``identity_trial``), None while there is none.
    """

    parties: Map[str, bytes] = field(default_factory=Map)
    standings: Map[str, Standing] = field(default_factory=Map)
    by_code: Crowds = field(default_factory=Map)
    free: Crowds = field(default_factory=Map)
    codes: Tallies = field(default_factory=Map)
    sources: Tallies = field(default_factory=Map)
    graph: NameGraph = field(default_factory=NameGraph)
    pointing: Map[str, frozenset[str]] = field(default_factory=Map)
    barred: Map[str, frozenset[str]] = field(default_factory=Map)
    verdicts: Map[str, Verdict] = field(default_factory=Map)
    below: Map[str, frozenset[str]] = field(default_factory=Map)
    latest: Instant = _NEVER
    content: Mapping[str, Any] | None = None
    policy: IdentityPolicy | None = field(default=None, compare=False)
    news: tuple[Event, ...] = field(default=(), compare=False)
    trial: Identity | None = field(default=None, compare=False)

    def party(self, party_id: str) -> Named:
        packed = self.parties.get(party_id)
        return _UNNAMED if packed is None else unpack(packed)

    def place(self, party_id: str) -> Place:
        return (self.party(party_id).first, party_id)

    def codes_of(self, name: str) -> Mapping[str, int]:
        """Return how many parties of each code bear *name*; '' counts those without."""
        return tally(self.codes, name)

    def is_free(self, name: str) -> bool:
        """Tell whether a party without a code bears *name*: only such are judged by it."""
        return name in self.free

    def told_apart(self, one: str, other: str) -> bool:
        """Tell whether one source has registered both names, which is how it tells two parties."""
        if one.partition("|")[0] == other.partition("|")[0]:  # they differ in form or area only
            return False
        first, second = tally(self.sources, one), tally(self.sources, other)
        return any(source in second for source in first)

    def members(self, crowd: str) -> Crowd:
        """Return the crowd called *crowd* (``of_name``, ``of_code``)."""
        return self.crowd(self.by_code if crowd.startswith("c:") else self.free, crowd[2:])

    def crowd(self, index: Crowds, key: str) -> Crowd:
        """Return the crowd that *index* keeps under *key*, whole."""
        kept = index.get(key)
        if kept is None:
            return NOBODY
        return Crowd(Map({kept: None}), self.place(kept)) if isinstance(kept, str) else kept

    def standing(self, party_id: str) -> Standing:
        return self.standings.get(party_id) or NOWHERE

    def bars(self, party_id: str) -> frozenset[str]:
        return self.barred.get(party_id) or frozenset()


def of_name(name: str) -> str:
    """Return the crowd of the parties without a code that bear *name*."""
    return "n:" + name


def of_code(code: str) -> str:
    """Return the crowd of the parties of *code*."""
    return "c:" + code


def pack(named: Named) -> bytes:
    """Return *named* as bytes: a fifth of the memory that it takes as it is."""
    values = [*map(list, (named.registrations, named.links))]
    # A copy: orjson leaves kilobytes of room behind what it gives.
    return bytes(memoryview(orjson.dumps(values, default=tuple)))


@lru_cache(maxsize=1 << 12)
def unpack(packed: bytes) -> Named:
    """Return the party that ``pack`` packed."""
    return load_named(orjson.loads(packed))


def load_named(values: Any) -> Named:
    """Return the party whose registrations and links are *values*."""
    registrations, links = values
    return Named(tuple(Registration(*r) for r in registrations), tuple(Link(*s) for s in links))
