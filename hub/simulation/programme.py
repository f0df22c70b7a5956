"""
A programme of the city's own size: what is planted to the very figure, beside faults and noise.

Officers in their tree (``hierarchy``), a round of visits to everybody nobody else visits
(``rounds``), unfinished or unsatisfied issues assigned a second time (``second_assignments``),
calls to the hotline (``calls``) and orders from the menus (``orders``) with the parties' word.
Each has a seed of its own, so a programme leaves the rest of the city as it is. What it plants
stands in the book's figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from hub.simulation import calls, hierarchy, orders, rounds, second_assignments
from hub.simulation.city import City, Party
from hub.simulation.writing import Book


@dataclass(frozen=True, slots=True)
class Programme:
    """
    How much of each; 0 is nothing of it.

    ``second`` of the city's issues are assigned a second time and ``rectified`` of these are
    put right; ``villages`` of the city's villages, and no more, lie in its first county, each a
    unit of the lowest of the five levels; of ``calls``, ``callers_pleased`` are satisfied, of
    ``orders`` of some of the menus' ``items``, ``orders_pleased``.
    """

    officers: int = 0
    villages: int = 0
    person_visits: int = 0
    second: int = 0
    rectified: int = 0
    calls: int = 0
    callers_pleased: int = 0
    items: int = 0
    orders: int = 0
    orders_pleased: int = 0


def write(
    book: Book,
    city: City,
    unvisited: Sequence[tuple[Party, date | None]],
    programme: Programme,
    *,
    first: int,
    days: int,
    seed: int,
) -> None:
    """
    Write *programme*; its issues are numbered from *first* on.

    Raises:
        ValueError: more person-visits were made before than the programme has in all.
    """
    hierarchy.write(book, programme.officers, programme.villages)
    random = Random(f"rounds {seed}")
    rounds.write(book, unvisited, programme.person_visits, days, random)
    random = Random(f"second assignments {seed}")
    given = (programme.second, programme.rectified)
    second_assignments.write(book, city, *given, first=first, days=days, random=random)
    random = Random(f"calls {seed}")
    calls.write(book, city, programme.calls, programme.callers_pleased, days=days, random=random)
    random = Random(f"orders {seed}")
    ordered = (programme.items, programme.orders, programme.orders_pleased)
    orders.write(book, city, *ordered, days=days, random=random)
