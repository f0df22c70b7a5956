"""
People as the log knows them: officers with roles, leave and substitutes, in a tree of departments.

Leave is [from, to) in event time. Who is away is stood in for by their substitute, and that one's
substitute in turn; a ring of absent people, or nobody named, means nobody. No address stands
here: ``channel_ref`` points into the vault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from events.instant import Instant
from hub.alerting.duty import Shift


@dataclass(frozen=True, slots=True)
class Person:
    """An officer, as last registered."""

    officer_id: str
    department: str
    role: str
    area: str = ""
    channel_ref: str = ""
    substitute: str = ""
    away: tuple[tuple[Instant, Instant], ...] = ()
    duty: tuple[Shift, ...] = ()

    def is_away(self, at: Instant) -> bool:
        return any(since <= at < until for since, until in self.away)


@dataclass(frozen=True, slots=True)
class Directory:
    """Who there is. ``parents``: department → the one above it; ``contacts``: party → officer."""

    people: Mapping[str, Person]
    parents: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    """Department → the area it governs, its own or the nearest above it."""
    reachable: frozenset[str] = frozenset()
    """``channel_ref`` with an address in the vault."""

    def upwards(self, department: str) -> Iterator[str]:
        return upwards(department, self.parents)

    def present(self, officer_id: str, at: Instant) -> Person | None:
        """Return the officer, or who stands in for them at *at*; None when nobody does."""
        seen: set[str] = set()
        while officer_id not in seen and (person := self.people.get(officer_id)):
            if not person.is_away(at):
                return person if person.channel_ref in self.reachable else None
            seen.add(officer_id)
            officer_id = person.substitute
        return None

    def of(self, department: str, roles: Iterable[str], area: str = "") -> tuple[Person, ...]:
        """
        Return the officers of *department* with one of *roles*, by id.

        Of those, who have the *area* or none, where there are any; else all.
        """
        wanted = frozenset(roles)
        found = tuple(
            person
            for _, person in sorted(self.people.items())
            if person.department == department and person.role in wanted
        )
        near = tuple(person for person in found if person.area in {"", area})
        return near or found


def upwards(department: str, parents: Mapping[str, str]) -> Iterator[str]:
    """Yield *department* and those above it by *parents*, each once."""
    seen: set[str] = set()
    while department and department not in seen:
        seen.add(department)
        yield department
        department = parents.get(department, "")
