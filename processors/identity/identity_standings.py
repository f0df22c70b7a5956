"""
Where each party stands, kept up as parties are told of: under a code or a name, in its crowd.

A change of one party moves it, and those that people said it is not (which of a pair is odd
depends on who was registered first); a name that is borne for the first time comes into the
graph of names, one that nobody bears any more leaves it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from immutables import Map

from processors.identity.identity_state import (
    NOBODY,
    NOWHERE,
    RESIDENT,
    Crowd,
    Crowds,
    Identity,
    Named,
    Place,
    Registration,
    Standing,
    of_code,
    of_name,
    pack,
)
from processors.identity.party_name import name_id, read_name
from processors.policies.identity_policy import IdentityPolicy
from processors.structures.frozen_maps import without
from processors.structures.tallies import Tallies, counted


def told(before: Identity, party_id: str, named: Named) -> tuple[Identity, set[str]]:
    """Return what is known with the party as *named*, and the crowds this touches."""
    was = before.party(party_id)
    state = replace(
        before,
        parties=before.parties.set(party_id, pack(named)),
        pointing=moved(before.pointing, party_id, was.hand, named.hand),
        barred=_barred(before, party_id, was.bars, named.bars),
    )
    touched: set[str] = set()
    for id in sorted({party_id, *was.bars, *state.bars(party_id)}):
        state, more = _placed(before, state, id)
        touched |= more
    return state, touched


def _placed(before: Identity, state: Identity, id: str) -> tuple[Identity, set[str]]:
    """Return *state* with the party where it belongs, and the crowds that this touches."""
    old, new = before.standing(id), stands(state, id)
    was, place = before.place(id), state.place(id)
    if (old, was) == (new, place):
        return state, set()
    gone, come = (old, was), (new, place)
    state = replace(
        state,
        standings=_stood(state, id, new),
        by_code=_shifted(state, state.by_code, gone, come, (old.code, new.code)),
        free=_shifted(state, state.free, gone, come, (_free(old), _free(new))),
        codes=_counted(state.codes, (old.name, (old.code,)), (new.name, (new.code,))),
        sources=_counted(state.sources, (old.name, old.sources), (new.name, new.sources)),
    )
    names = {old.name, new.name} - {""}
    state, touched = _named(state, names)
    codes = {old.code, new.code} - {""}
    return state, {of_name(name) for name in touched | names} | {of_code(code) for code in codes}


def _stood(state: Identity, id: str, new: Standing) -> Map[str, Standing]:
    kept = new != NOWHERE and id in state.parties
    return state.standings.set(id, new) if kept else without(state.standings, id)


def stands(state: Identity, party_id: str) -> Standing:
    """Return where the party belongs, as far as it and its bars tell."""
    named, bars = state.party(party_id), state.bars(party_id)
    last, place = named.last, state.place(party_id) if bars else None
    odd = place is not None and any(state.place(other) < place for other in bars)
    return Standing(last.uscc, _name_id(last, state.policy), odd, interned(named.sources))


@lru_cache(maxsize=1 << 12)
def interned(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return *sources* as one object for all parties of the same registers."""
    return tuple(map(sys.intern, sources))


def moved(index: Map[str, frozenset[str]], id: str, old: str, new: str) -> Map[str, frozenset[str]]:
    """Return *index* with *id* taken from *old* and put under *new* ('': nowhere)."""
    if old == new:
        return index
    if old:
        rest = index.get(old, frozenset()) - {id}
        index = index.set(old, rest) if rest else without(index, old)
    return index.set(new, index.get(new, frozenset()) | {id}) if new else index


def _name_id(last: Registration, policy: IdentityPolicy | None) -> str:
    if policy is None or last.kind == RESIDENT or not last.name:
        return ""
    return name_id(read_name(last.name, last.area, policy))


def _free(standing: Standing) -> str:
    return "" if standing.code else standing.name


def _barred(
    state: Identity, id: str, old: frozenset[str], new: frozenset[str]
) -> Map[str, frozenset[str]]:
    index = state.barred
    for other in sorted(old - new):
        if id in state.party(other).bars:  # said from the other side too
            continue
        index = moved(moved(index, id, other, ""), other, id, "")
    for other in sorted(new - old - state.bars(id)):
        index = moved(moved(index, id, "", other), other, "", id)
    return index


def _shifted(
    state: Identity,
    index: Crowds,
    gone: tuple[Standing, Place],
    come: tuple[Standing, Place],
    keys: tuple[str, str],
) -> Crowds:
    """Return *index* with a party taken out of its old crowd and put into its new one."""
    old, new = keys
    if old:
        index = crowded(index, old, _without(state, state.crowd(index, old), *gone))
    return crowded(index, new, _with(state.crowd(index, new), *come)) if new else index


def crowded(index: Crowds, key: str, crowd: Crowd) -> Crowds:
    """Return *index* with *crowd* under *key*; one of nobody is taken out."""
    if crowd == NOBODY:
        return without(index, key)
    alone = len(crowd.members) == 1 and not crowd.odd
    return index.set(key, next(iter(crowd.members)) if alone else crowd)


def _with(crowd: Crowd, standing: Standing, place: Place) -> Crowd:
    if standing.odd:
        return crowd._replace(odd=crowd.odd | {place[1]})
    first = place if crowd.first is None else min(crowd.first, place)
    return crowd._replace(members=crowd.members.set(place[1], None), first=first)


def _without(state: Identity, crowd: Crowd, standing: Standing, place: Place) -> Crowd:
    id = place[1]
    if standing.odd:
        return crowd._replace(odd=crowd.odd - {id})
    members = without(crowd.members, id)
    if crowd.first is not None and crowd.first[1] != id:
        return crowd._replace(members=members)
    return crowd._replace(members=members, first=min(map(state.place, members), default=None))


def _counted(
    index: Tallies, gone: tuple[str, Iterable[str]], come: tuple[str, Iterable[str]]
) -> Tallies:
    """Return *index* in which a name is borne once less by each it was, another once more."""
    for (name, things), by in ((gone, -1), (come, 1)):
        for thing in things if name else ():
            index = counted(index, name, thing, by)
    return index


def _named(state: Identity, names: Iterable[str]) -> tuple[Identity, set[str]]:
    """Bring the graph up to who bears *names*: a name that nobody bears is taken out."""
    touched: set[str] = set()
    if state.policy is None:
        return state, touched
    for id in sorted(names):
        graph, borne = state.graph, id in state.codes
        if borne != graph.knows(id):
            change = graph.added if borne else graph.removed
            graph, more = change(id, state.policy)
            state, touched = replace(state, graph=graph), touched | more
    return state, touched
