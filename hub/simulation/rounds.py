"""
A round of visits 大走访: everybody nobody else visits is visited once, by teams of one department.

The teams are as large as it takes for the city to come to its number of person-visits exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hub.simulation.city import Party
from hub.simulation.visiting import Visiting, two
from hub.simulation.writing import Book

_LARGEST = 60
_BEFORE = 9
"""A story numbers its own visits to a party up to here."""


def write(
    book: Book,
    unvisited: Sequence[tuple[Party, date | None]],
    person_visits: int,
    days: int,
    random: Random,
) -> None:
    """
    Visit *unvisited* so that the book holds *person_visits* in all; nothing for 0.

    Each is visited on its day, or on any where that is None.

    Raises:
        ValueError: that takes less than one officer a visit, or more than sixty.
    """
    if not person_visits:
        return
    wanted = person_visits - round(book.figures["person_visits"])
    if not len(unvisited) <= wanted <= _LARGEST * len(unvisited):
        raise ValueError(f"{wanted} person-visits are left for {len(unvisited)} visits")
    least, more = divmod(wanted, len(unvisited))
    for number, (party, day) in enumerate(unvisited):
        to = Visiting(book, party, random)
        to.number = _BEFORE
        to.people = least + (number < more)
        to.visit(two(random, 1), day or book.start + timedelta(days=random.randrange(days)))
