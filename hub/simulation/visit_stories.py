"""
What is planted among the visits of a simulated city, and the near misses beside it.

Limits come in threes (inside, exactly at, beyond); joint visits, exempt grounds, visits taken
back and records that only touch must stay silent. Each story has a party of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from events.instant import MINUTE, Instant
from hub.simulation.city import City, Party
from hub.simulation.visiting import WINDOW, Visiting, two
from hub.simulation.writing import Book, at

Story = Callable[[Visiting, date], None]


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


def _partly_joint(to: Visiting, day: date) -> None:
    """Who was there alone comes again with another: a joint visit repeats nobody's."""
    first, second = two(to.random)
    earlier = to.visit([first], day)
    later = to.visit([first, second], day + timedelta(days=4))
    to.near_miss("cross-department", later, [earlier])


def _exempt(ground: str) -> Story:
    def story(to: Visiting, day: date) -> None:
        first, second = two(to.random)
        earlier = to.visit([first], day)
        later = to.visit([second], day + timedelta(days=3), ground=ground)
        to.near_miss("cross-department", later, [earlier])

    return story


def _exempt_before(to: Visiting, day: date) -> None:
    """An exempt visit does not make the next one a duplicate either."""
    first, second = two(to.random)
    earlier = to.visit([first], day, ground="emergency")
    later = to.visit([second], day + timedelta(days=3))
    to.near_miss("cross-department", later, [earlier])


def _invited(to: Visiting, day: date) -> None:
    """An invited visit is no exempt one."""
    first, second = two(to.random)
    earlier = to.visit([first], day)
    later = to.visit([second], day + timedelta(days=3), ground="invited")
    to.plant("cross-department", later, [earlier], later.start)


def _withdrawn(to: Visiting, day: date) -> None:
    """A visit that was entered by mistake and taken back disturbs nobody."""
    first, second = two(to.random)
    mistaken = to.visit([first], day)
    to.take_back(mistaken)
    later = to.visit([second], day + timedelta(days=3))
    to.near_miss("cross-department", later, [mistaken])


def _crowded(to: Visiting, day: date) -> None:
    told = [
        to.visit([department], day + timedelta(days=5 * number))
        for number, department in enumerate(two(to.random, 4))
    ]
    for number in range(1, 4):
        to.plant("cross-department", told[number], told[:number], told[number].start)
    to.near_miss("crowding", told[2], told[:2])
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


def _capped_but_for(ground: str) -> Story:
    """The third visit of the year has a ground that no cap counts."""

    def story(to: Visiting, day: date) -> None:
        (department,) = two(to.random, 1)
        day = min(day, date(day.year, 12, 31) - timedelta(days=14))
        told = [to.visit([department], day + timedelta(days=7 * number)) for number in range(2)]
        third = to.visit([department], day + timedelta(days=14), ground=ground)
        to.near_miss("cap", third, told)

    return story


def _capped_next_year(to: Visiting, _: date) -> None:
    """Two visits in one year and one in the next: the cap counts calendar years."""
    (department,) = two(to.random, 1)
    new_year = date(to.book.start.year, 1, 1)
    days = (new_year - timedelta(days=60), new_year - timedelta(days=1), new_year)
    told = [to.visit([department], one) for one in days]
    to.near_miss("cap", told[2], told[:2])


def _overlapping(minutes: int) -> Story:
    """A second system's record begins *minutes* before the first one ends."""

    def story(to: Visiting, day: date) -> None:
        (department,) = two(to.random, 1)
        first = to.record([department], at(day, 9), 120, system="oa", purpose="safety")
        start = Instant(at(day, 11) - minutes * MINUTE)
        second = to.record([department], start, 60, system="mobile", purpose="quality")
        if minutes > 0:
            to.plant("double-entry", second, [first], second.start)
        else:
            to.near_miss("double-entry", second, [first])

    return story


def _planned(gap: int) -> Story:
    """Two departments plan to come *gap* days apart."""

    def story(to: Visiting, day: date) -> None:
        first, second = two(to.random)
        soon = day + timedelta(days=20)
        one = to.visit([first], soon, planned_at=at(day, 9))
        other = to.visit([second], soon + timedelta(days=gap), planned_at=at(day, 15))
        if gap <= WINDOW:
            to.plant("ahead", other, [one], other.said_at)
        else:
            to.near_miss("ahead", other, [one])

    return story


def _planned_exempt(to: Visiting, day: date) -> None:
    first, second = two(to.random)
    soon = day + timedelta(days=20)
    one = to.visit([first], soon, planned_at=at(day, 9))
    other = to.visit([second], soon, ground="statutory", planned_at=at(day, 15))
    to.near_miss("ahead", other, [one])


STORIES: tuple[Story, ...] = (
    *(_apart(days) for days in (1, 15, WINDOW - 1, WINDOW, WINDOW + 1)),
    _joint,
    _partly_joint,
    *(_exempt(ground) for ground in ("complaint", "emergency", "statutory")),
    _exempt_before,
    _invited,
    _withdrawn,
    _crowded,
    _capped,
    _within_cap,
    _capped_but_for("complaint"),
    _capped_next_year,
    *(_overlapping(minutes) for minutes in (1, 0, -1)),
    *(_planned(days) for days in (2, WINDOW - 1, WINDOW, WINDOW + 1)),
    _planned_exempt,
)


_ONLY_PLANNED = frozenset(STORIES[-5:])
"""After these the party was not visited yet."""


def write(
    book: Book, city: City, days: int, faults: int, random: Random
) -> tuple[tuple[Party, date | None], ...]:
    """
    Write the visits of *days* days: every story for some parties, the rest ordinary.

    Returns:
        The parties that nobody visits, and the day on which a visit disturbs no story (None: any).
    """
    unvisited: list[tuple[Party, date | None]] = []
    told = max(len(STORIES), len(city.parties) * faults // 20)
    for number, party in enumerate(city.parties):
        to = Visiting(book, party, random)
        day = book.start + timedelta(days=random.randrange(max(1, days - WINDOW - 1)))
        if number < told:
            story = STORIES[number % len(STORIES)]
            story(to, day)
            if story in _ONLY_PLANNED:
                unvisited.append((party, _aside(day, book.start)))
        elif number % 3:
            _ordinary(to, day)
        else:
            unvisited.append((party, None))
    return tuple(unvisited)


def _aside(day: date, start: date) -> date:
    """Return a day over a window away from all that a story of *day* plans."""
    early = (day - start).days < 5 * WINDOW
    return day + timedelta(days=20 + 3 * WINDOW) if early else day - timedelta(days=2 * WINDOW)


def _ordinary(to: Visiting, day: date) -> None:
    first, second = two(to.random)
    to.visit([first] if to.random.random() < 0.9 else two(to.random, 3), day)
    if to.random.random() < 0.2:
        to.visit([second], day + timedelta(days=WINDOW + 1 + to.random.randrange(20)))
