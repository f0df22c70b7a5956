"""
Which party a party points to, and the cluster at the end of the pointers.

What people said comes first; else a party points to the first registered of all that it
belongs together with. A party that people said is not an earlier one (it is odd) points there
only while none of those is among them.
"""

from __future__ import annotations

from processors.identity.identity_state import Identity, of_code, of_name
from processors.identity.identity_verdicts import root, together


def cluster(state: Identity, party_id: str) -> str:
    """Follow the pointers to their end; in a ring, to the least of its ids."""
    way = [party_id]
    while (following := pointer(state, way[-1])) and following not in way:
        way.append(following)
    return min(way[way.index(following) :]) if following else way[-1]


def pointer(state: Identity, party_id: str) -> str:
    """Return the party that *party_id* points to; '' when to none."""
    hand = state.party(party_id).hand
    if hand:
        return hand
    first = first_of(state, party_id)
    if first in ("", party_id) or not state.standing(party_id).odd:
        return "" if first == party_id else first
    barred = (first_of(state, other) for other in state.bars(party_id))
    return "" if first in {*state.bars(party_id), *barred} else first


def first_of(state: Identity, party_id: str) -> str:
    """Return the first registered of all that the party belongs together with; '' nobody."""
    crowd = _crowd(state, party_id)
    place = root(state, crowd) if crowd else None
    return "" if place is None else place[1]


def _crowd(state: Identity, party_id: str) -> str:
    where = state.standing(party_id)
    if where.code:
        return of_code(where.code)
    return of_name(where.name) if where.name else ""


def hanging(state: Identity, party_id: str) -> frozenset[str]:
    """Return who points to *party_id*: by hand, or as the first of those it belongs with."""
    by_hand = state.pointing.get(party_id, frozenset())
    if first_of(state, party_id) != party_id:
        return by_hand
    crowds = (state.members(crowd) for crowd in together(state, _crowd(state, party_id)))
    return by_hand.union(*((*crowd.members, *crowd.odd) for crowd in crowds))
