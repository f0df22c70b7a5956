"""
Visits of a simulated city: ordinary ones, and the planted duplicates.

An ordinary party is visited once, or twice by two departments more than a window apart, so
that no rule says anything. A planted story has a party of its own, so stories do not mix.
Windows count local dates, N included: day 30 is inside, day 31 is not.

Source of the rules: exact meanings, "Duplicates: six different things".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from events.instant import MINUTE, Instant
from hub.simulation.city import DEPARTMENTS, City, Party
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


class Visiting:
    """Writes visits to one party; days count from the book's start."""

    def __init__(self, book: Book, party: Party, random: Random) -> None:
        self.book, self.party, self.random = book, party, random
        self.number = 0

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
        officers = self.random.sample(range(1, 61), k=self.random.randint(1, 4))
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
        return Told(f"{departments[0]}/{visit_id}", event_id, start, said_at)

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


Story = Callable[[Visiting, date], None]


def two(random: Random, number: int = 2) -> list[str]:
    """Return *number* different departments."""
    return random.sample(list(DEPARTMENTS), k=number)


def _apart(gap: int) -> Story:
    def story(to: Visiting, day: date) -> None:
        first, second = two(to.random)
        earlier = to.visit([first], day)
        later = to.visit([second], day + timedelta(days=gap), hour=14)
        if gap <= WINDOW:
            to.plant("cross-department", later, [earlier], later.start)
        else:
            to.near_miss("cross-department", later, [earlier])

    return story


def _joint(to: Visiting, day: date) -> None:
    told = to.visit(two(to.random, 3), day)
    to.near_miss("cross-department", told, [])


def _exempt(to: Visiting, day: date) -> None:
    first, second = two(to.random)
    earlier = to.visit([first], day)
    later = to.visit([second], day + timedelta(days=3), ground="complaint")
    to.near_miss("cross-department", later, [earlier])


def _crowded(to: Visiting, day: date) -> None:
    told = [
        to.visit([department], day + timedelta(days=5 * number))
        for number, department in enumerate(two(to.random, 4))
    ]
    for number in range(1, 4):
        to.plant("cross-department", told[number], told[:number], told[number].start)
    to.plant("crowding", told[3], told[:3], told[3].start)


def _capped(to: Visiting, day: date) -> None:
    (department,) = two(to.random, 1)
    day = min(day, date(day.year, 12, 31) - timedelta(days=14))  # the cap counts calendar years
    told = [to.visit([department], day + timedelta(days=7 * number)) for number in range(3)]
    to.plant("cap", told[2], told[:2], told[2].start)


def _within_cap(to: Visiting, day: date) -> None:
    (department,) = two(to.random, 1)
    told = [to.visit([department], day + timedelta(days=7 * number)) for number in range(2)]
    to.near_miss("cap", told[1], told[:1])


def _entered_twice(to: Visiting, day: date) -> None:
    (department,) = two(to.random, 1)
    first = to.visit([department], day, system="oa")
    second = to.visit([department], day, hour=10, system="mobile")
    to.plant("double-entry", second, [first], second.start)


def _touching(to: Visiting, day: date) -> None:
    (department,) = two(to.random, 1)
    first = to.visit([department], day, system="oa")
    second = to.visit([department], day, hour=11, system="mobile")
    to.near_miss("double-entry", second, [first])


def _planned_twice(to: Visiting, day: date) -> None:
    first, second = two(to.random)
    soon = day + timedelta(days=20)
    one = to.visit([first], soon, planned_at=at(day, 9))
    other = to.visit([second], soon + timedelta(days=2), planned_at=at(day, 15))
    to.plant("ahead", other, [one], other.said_at)


STORIES: tuple[Story, ...] = (
    _apart(1),
    _apart(15),
    _apart(WINDOW),
    _apart(WINDOW + 1),
    _joint,
    _exempt,
    _crowded,
    _capped,
    _within_cap,
    _entered_twice,
    _touching,
    _planned_twice,
)


def write(book: Book, city: City, days: int, faults: int, random: Random) -> None:
    """Write the visits of *days* days: every story for some parties, the rest ordinary."""
    told = max(len(STORIES), len(city.parties) * faults // 20)
    for number, party in enumerate(city.parties):
        to = Visiting(book, party, random)
        day = book.start + timedelta(days=random.randrange(max(1, days - WINDOW - 1)))
        if number < told:
            STORIES[number % len(STORIES)](to, day)
        elif number % 3:
            _ordinary(to, day)


def _ordinary(to: Visiting, day: date) -> None:
    first, second = two(to.random)
    to.visit([first] if to.random.random() < 0.9 else two(to.random, 3), day)
    if to.random.random() < 0.2:
        to.visit([second], day + timedelta(days=WINDOW + 1 + to.random.randrange(20)))
