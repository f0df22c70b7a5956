"""
Where each party stands, kept up as parties are told of: under a code or a name, in its crowd.

A change of one party moves it, and those that people said it is not (which of a pair is odd
depends on who was registered first); a name that is borne for the first time comes into the
graph of names, one that nobody bears any more leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from processors.identity_policy import IdentityPolicy
from processors.identity_state import (
    NOBODY,
    RESIDENT,
    Crowd,
    Identity,
    Named,
    Registration,
    Standing,
    of_code,
    of_name,
)
from processors.library import Library
from processors.party_name import id_name, name_id, read_name

_NO_CODES: Final[Mapping[str, int]] = {}


def told(state: Identity, party_id: str, named: Named) -> tuple[Identity, set[str]]:
    """Return *state* with the party as *named*, and the crowds this touches."""
    before = state.party(party_id)
    state = replace(
        state,
        parties=state.parties.put(party_id, named),
        pointing=moved(state.pointing, party_id, before.hand, named.hand),
        barred=_barred(state, party_id, before.bars, named.bars),
    )
    touched: set[str] = set()
    for id in sorted({party_id, *before.bars, *state.bars(party_id)}):
        state, more = placed(state, id)
        touched |= more
    return state, touched


def placed(state: Identity, party_id: str) -> tuple[Identity, set[str]]:
    """Return *state* with the party where it belongs, and the crowds that this touches."""
    before, after = state.standing(party_id), stands(state, party_id)
    if before == after:
        return state, set()
    known = state.parties.get(party_id) is not None
    standings = state.standings.put(party_id, after) if known else state.standings
    names = {before.name, after.name} - {""}
    state = replace(
        state,
        standings=standings,
        by_code=_shifted(state, state.by_code, party_id, before, after, before.code, after.code),
        free=_shifted(state, state.free, party_id, before, after, _free(before), _free(after)),
    )
    state = replace(
        state,
        codes=_counted(state.codes, before.name, after.name, (before.code,), (after.code,)),
        sources=_counted(state.sources, before.name, after.name, before.sources, after.sources),
    )
    state, touched = _named(state, names)
    codes = {before.code, after.code} - {""}
    return state, {of_name(name) for name in touched | names} | {of_code(code) for code in codes}


def stands(state: Identity, party_id: str) -> Standing:
    """Return where the party belongs, as far as it and its bars tell."""
    named, place = state.party(party_id), state.place(party_id)
    last = named.last
    odd = any(state.place(other) < place for other in state.bars(party_id))
    return Standing(place, last.uscc, _name_id(last, state.policy), odd, named.sources)


def moved(index: Library[frozenset[str]], id: str, old: str, new: str) -> Library[frozenset[str]]:
    """Return *index* with *id* taken from *old* and put under *new* ('': nowhere)."""
    if old == new:
        return index
    if old:
        rest = (index.get(old) or frozenset()) - {id}
        index = index.put(old, rest) if rest else index.without(old)
    return index.put(new, (index.get(new) or frozenset()) | {id}) if new else index


def _name_id(last: Registration, policy: IdentityPolicy | None) -> str:
    if policy is None or last.kind == RESIDENT or not last.name:
        return ""
    return name_id(read_name(last.name, last.area, policy))


def _free(standing: Standing) -> str:
    return "" if standing.code else standing.name


def _barred(
    state: Identity, id: str, old: frozenset[str], new: frozenset[str]
) -> Library[frozenset[str]]:
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
    index: Library[Crowd],
    id: str,
    before: Standing,
    after: Standing,
    old: str,
    new: str,
) -> Library[Crowd]:
    if old:
        crowd = _without(state, index.get(old) or NOBODY, id, before)
        index = index.put(old, crowd) if crowd != NOBODY else index.without(old)
    return index.put(new, _with(index.get(new) or NOBODY, id, after)) if new else index


def _with(crowd: Crowd, id: str, standing: Standing) -> Crowd:
    if standing.odd:
        return crowd._replace(odd=crowd.odd | {id})
    first = standing.place if crowd.first is None else min(crowd.first, standing.place)
    return crowd._replace(members=crowd.members | {id}, first=first)


def _without(state: Identity, crowd: Crowd, id: str, standing: Standing) -> Crowd:
    if standing.odd:
        return crowd._replace(odd=crowd.odd - {id})
    members = crowd.members - {id}
    if crowd.first != standing.place:
        return crowd._replace(members=members)
    places = (state.standing(member).place for member in members)
    return crowd._replace(members=members, first=min(places, default=None))


def _counted(
    index: Library[Mapping[str, int]],
    old: str,
    new: str,
    gone: Iterable[str],
    come: Iterable[str],
) -> Library[Mapping[str, int]]:
    """Return *index* in which *old* is borne once less by each of *gone*, *new* once more."""
    changes = [(old, one, -1) for one in gone] + [(new, one, 1) for one in come]
    for name, one, by in changes:
        if name:
            counts = index.get(name) or _NO_CODES
            kept = {**counts, one: counts.get(one, 0) + by}
            kept = {one: count for one, count in kept.items() if count}
            index = index.put(name, kept) if kept else index.without(name)
    return index


def _named(state: Identity, names: Iterable[str]) -> tuple[Identity, set[str]]:
    """Bring the graph up to who bears *names*: a name that nobody bears is taken out."""
    touched: set[str] = set()
    if state.policy is None:
        return state, touched
    for id in sorted(names):
        graph, borne = state.graph, state.codes.get(id) is not None
        if borne == (graph.names.get(id) is not None):
            continue
        graph, more = (
            graph.added(id, id_name(id), state.policy) if borne else graph.removed(id, state.policy)
        )
        state, touched = replace(state, graph=graph), touched | more
    return state, touched
