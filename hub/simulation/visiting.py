"""
How a visit of a simulated city is written, and what it must give noted.

Windows count local dates, N included: day 30 is inside, day 31 is not. Ordinary visits are
written so that no rule says anything; the planted ones stand in ``visit_stories``.

Source of the rules: exact meanings, "Duplicates: six different things".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from events.instant import MINUTE, Instant
from hub.simulation.city import DEPARTMENTS, Party
from hub.simulation.writing import Book, Planted, at, rfc3339

WINDOW = 30
RULE = "duplicate-visit"
PURPOSES = ("safety", "tax", "policy", "quality", "labour", "environment")


class Told(NamedTuple):
    """A visit that was written: how findings name it, its event and its instants."""

    subject: str
    event_id: str
    start: Instant
    said_at: Instant
    officers: int = 0


class Visiting:
    """Writes visits to one party; days count from the book's start."""

    def __init__(self, book: Book, party: Party, random: Random) -> None:
        self.book, self.party, self.random = book, party, random
        self.number = 0
        self.people = 0
        """How many officers go on a visit; 0: one to four, as it comes."""

    def visit(
        self,
        departments: Sequence[str],
        day: date,
        *,
        ground: str = "routine",
        hour: int = 9,
        system: str = "",
        planned_at: Instant | None = None,
    ) -> Told:
        """Write one visit of two hours, recorded at its end or planned at *planned_at*."""
        start = at(day, hour)
        return self.record(
            departments, start, 120, ground=ground, system=system, planned_at=planned_at
        )

    def record(
        self,
        departments: Sequence[str],
        start: Instant,
        minutes: int,
        *,
        ground: str = "routine",
        system: str = "",
        planned_at: Instant | None = None,
        party_id: str = "",
        purpose: str = "",
    ) -> Told:
        """Write one visit of *minutes*, under the party's own id unless told otherwise."""
        self.number += 1
        visit_id = f"{self.party.party_id}-v{self.number}"
        end = Instant(start + minutes * MINUTE)
        said_at = end if planned_at is None else planned_at
        officers = self.random.sample(range(1, 61), k=self.people or self.random.randint(1, 4))
        data = {
            "visit_id": visit_id,
            "party_id": party_id or self.party.party_id,
            "departments": list(departments),
            "officers": [f"officer-{number:03}" for number in officers],
            "purpose": purpose or PURPOSES[self.number % len(PURPOSES)],
            "ground": ground,
            "start": rfc3339(start),
            "end": rfc3339(end),
        }
        name = "visit.recorded" if planned_at is None else "visit.planned"
        source = f"{departments[0]}/{system}" if system else departments[0]
        event_id = self.book.say(source, name, said_at, visit_id, data)
        if planned_at is None:
            self.book.count("visits")
            self.book.count("person_visits", len(officers))
        return Told(f"{departments[0]}/{visit_id}", event_id, start, said_at, len(officers))

    def take_back(self, told: Told) -> str:
        """Withdraw a visit two hours after it was recorded: it never took place."""
        self.book.count("visits", -1)
        self.book.count("person_visits", -told.officers)
        when = Instant(told.said_at + 120 * MINUTE)
        data = {"event_id": told.event_id, "reason": "entered by mistake"}
        source = told.event_id.removeprefix("/departments/").partition("#")[0]
        return self.book.say(source, "event.withdrawn", when, f"{told.subject}-taken-back", data)

    def plant(
        self,
        kind: str,
        later: Told,
        earlier: Sequence[Told],
        raised_at: Instant,
        *,
        how: str = "",
    ) -> None:
        """Note that *later* must be found, with *earlier* as its evidence."""
        self.book.planted.append(self._expected(kind, later, earlier, raised_at)._replace(how=how))

    def near_miss(self, kind: str, later: Told, earlier: Sequence[Told]) -> None:
        self.book.near_misses.append(self._expected(kind, later, earlier, later.start))

    def _expected(
        self, kind: str, later: Told, earlier: Sequence[Told], raised_at: Instant
    ) -> Planted:
        evidence = (*(told.event_id for told in earlier), later.event_id)
        party_id = self.party.party_id
        return Planted(RULE, kind, later.subject, raised_at, evidence, party_id=party_id)


def two(random: Random, number: int = 2) -> list[str]:
    """Return *number* different departments."""
    return random.sample(list(DEPARTMENTS), k=number)
