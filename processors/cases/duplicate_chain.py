"""
Duplicate chain: what stands behind a case that is said to be a duplicate, and which case leads.

A case is a duplicate of one, which may be another's, and so on: a chain. It ends at a case that is
nobody's duplicate, or comes back on itself: a ring. Of a chain one case leads, whoever looks:

* of a ring the handled case that the last link of the ring names, whose own link then says
  nothing; links of people count as later than the hub's;
* else the last handled case of the chain: a link to a case that nobody opened says nothing.

*Handled* is a case that was opened or given to a department. A chain that is longer than ``MOST``
is not followed: its cases keep their clocks, for two handled are better than none.

Source: the mission, row M; ADR 33.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from events.instant import Instant
from processors.cases.case_fact import Order

MOST: Final = 32
"""Cases of a chain that are looked at: each tells the one before it of all behind."""

Link = tuple[bool, Order]
"""By people, and its place in the order: of the links of a ring the greatest is the last word."""
UNSAID: Final[Link] = (False, (Instant(0), 0, ""))


class Hop(NamedTuple):
    """One case of a chain: whether it is handled, and whose duplicate it is ('': nobody's)."""

    case_id: str
    handled: bool
    other: str = ""
    link: Link = UNSAID


Chain = tuple[Hop, ...]


def chained(own: Hop, behind: Iterable[Hop]) -> Chain:
    """Return the chain from *own* on; it ends before the first case that is in it already."""
    chain: dict[str, Hop] = {own.case_id: own}
    for hop in behind:
        if hop.case_id in chain or len(chain) == MOST:
            break
        chain[hop.case_id] = hop
    return tuple(chain.values())


def leader(chain: Chain) -> str:
    """Return the id of the case that leads *chain*; '' where none is handled."""
    places = {hop.case_id: place for place, hop in enumerate(chain)}
    last = chain[-1].other
    if last and last not in places:
        return chain[0].case_id
    ring = chain[places[last] :] if last else ()
    return _of_ring(ring) or next((hop.case_id for hop in reversed(chain) if hop.handled), "")


def _of_ring(ring: Sequence[Hop]) -> str:
    """Return the handled case of *ring* that is named last, '' when there is none."""
    named = [(ring[place - 1].link, hop.case_id) for place, hop in enumerate(ring) if hop.handled]
    return max(named)[1] if named else ""
