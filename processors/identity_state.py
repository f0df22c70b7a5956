"""
What identity knows: the parties, and where each stands: under a code, or under a name.

A party with a valid USCC stands under its code; its name is evidence for others. A party
without one stands under its name (``party_name``, as an id). Parties of one code, and parties
of one name, form a crowd, of which the first registered is remembered. A party that people
said is not the same as an earlier one is **odd**: it stands beside its crowd and is judged
alone. Everything here follows from the parties and the policy; ``identity_standings`` keeps it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from events.event import Event
from events.instant import Instant
from processors.identity_policy import IdentityPolicy
from processors.library import Library
from processors.name_graph import NameGraph
from processors.party import UNLINKED, Link, last_per_pair, standing

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


Place = tuple[Registration, str]
"""How parties are ordered: by their first registration, then by id."""


class Crowd(NamedTuple):
    """``first``: the least of the places of ``members``; ``odd``: those beside the crowd."""

    members: frozenset[str] = frozenset()
    first: Place | None = None
    odd: frozenset[str] = frozenset()


class Verdict(NamedTuple):
    """``to``: the crowd that a name's parties belong to by its ``score``; '' to none."""

    to: str = ""
    score: float = 0.0


class Standing(NamedTuple):
    """Where a party stands. ``name``: the id of its name, '' none."""

    place: Place
    code: str
    name: str
    odd: bool
    sources: tuple[str, ...] = ()


NOBODY: Final = Crowd()
_UNNAMED: Final = Named()
_NO_CODES: Final[Mapping[str, int]] = {}
_NOWHERE: Final = Standing((NEVER, ""), "", "", odd=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """
    ``pointing``: who was linked to a party by hand. ``barred``: both sides of an undone link.

    ``free``: the parties without a code by name; ``codes``: how many parties of each code bear
    a name, ``sources`` how many of each source. ``content``: the policy as published; ``policy``
    is read from it.
    """

    parties: Library[Named] = field(default_factory=Library)
    standings: Library[Standing] = field(default_factory=Library)
    by_code: Library[Crowd] = field(default_factory=Library)
    free: Library[Crowd] = field(default_factory=Library)
    codes: Library[Mapping[str, int]] = field(default_factory=Library)
    sources: Library[Mapping[str, int]] = field(default_factory=Library)
    graph: NameGraph = field(default_factory=NameGraph)
    pointing: Library[frozenset[str]] = field(default_factory=Library)
    barred: Library[frozenset[str]] = field(default_factory=Library)
    verdicts: Library[Verdict] = field(default_factory=Library)
    below: Library[frozenset[str]] = field(default_factory=Library)
    latest: Instant = _NEVER
    content: Mapping[str, Any] | None = None
    policy: IdentityPolicy | None = field(default=None, compare=False)
    news: tuple[Event, ...] = field(default=(), compare=False)

    def party(self, party_id: str) -> Named:
        return self.parties.get(party_id) or _UNNAMED

    def place(self, party_id: str) -> Place:
        return (self.party(party_id).first, party_id)

    def codes_of(self, name: str) -> Mapping[str, int]:
        """Return how many parties of each code bear *name*; '' counts those without."""
        return self.codes.get(name) or _NO_CODES

    def told_apart(self, one: str, other: str) -> bool:
        """Tell whether one source has registered both names, which is how it tells two parties."""
        if one.partition("|")[0] == other.partition("|")[0]:  # they differ in form or area only
            return False
        first, second = self.sources.get(one), self.sources.get(other)
        return bool(first and second and not first.keys().isdisjoint(second))

    def members(self, crowd: str) -> Crowd:
        """Return the crowd called *crowd* (``of_name``, ``of_code``)."""
        index = self.by_code if crowd.startswith("c:") else self.free
        return index.get(crowd[2:]) or NOBODY

    def standing(self, party_id: str) -> Standing:
        return self.standings.get(party_id) or _NOWHERE

    def bars(self, party_id: str) -> frozenset[str]:
        return self.barred.get(party_id) or frozenset()


def of_name(name: str) -> str:
    """Return the crowd of the parties without a code that bear *name*."""
    return "n:" + name


def of_code(code: str) -> str:
    """Return the crowd of the parties of *code*."""
    return "c:" + code
