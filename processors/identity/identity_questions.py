"""
Questions of identity: two parties that may be one, and that only people can tell.

A party without a code is asked about when its name is like another's from the score ``ask`` on
and the two are not held together: the names differ in more than a slip, the areas differ, or
two parties are as like it. The question belongs to the first of those that belong together (and
to a party judged alone), and is asked by those that no code holds; of two such, by the later.
Parties whose codes
contradict each other are never asked about. People answer by ``party.linked`` or
``party.unlinked`` on the pair; then the question is gone. At most ``asked`` stand at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events import ids
from events.instant import render
from processors.folding.conclusion import Snapshot
from processors.identity.identity_pointers import cluster
from processors.identity.identity_state import Identity, Place, of_code, of_name
from processors.identity.identity_verdicts import root, top

KIND = "identity_question"


def asked_of(
    before: Identity, after: Identity, names: Iterable[str], parties: Iterable[str]
) -> frozenset[str]:
    """Return the parties whose questions may differ after *names* and *parties* were touched."""
    touched = {known.standing(id).name for known in (before, after) for id in parties}
    touched.update(names)
    asking = set[str]()
    for known in (before, after):
        near = {one for name in touched for one in known.graph.near(name)} | touched
        asking.update(*(_askers(known, name) for name in near if known.is_free(name)))
    return frozenset({*parties} | asking)


def question_rows(state: Identity, parties: Iterable[str]) -> Iterator[Snapshot]:
    """Yield the questions about *parties*, the likest first."""
    if state.policy is None:
        return
    for party_id in parties:
        if _asks(state, party_id):
            for score, other in _doubts(state, party_id)[: state.policy.asked]:
                yield _question(state, party_id, other, score)


def _asks(state: Identity, party_id: str) -> bool:
    where = state.standing(party_id)
    if where.code or not where.name or party_id not in _askers(state, where.name):
        return False
    held = not where.odd and top(state, of_name(where.name)).startswith("c:")
    return not held and cluster(state, party_id) == party_id


def _askers(state: Identity, name: str) -> frozenset[str]:
    kept = state.free.get(name)
    if isinstance(kept, str):
        return frozenset({kept})
    crowd = state.members(of_name(name))
    return crowd.odd if crowd.first is None else crowd.odd | {crowd.first[1]}


def _doubts(state: Identity, party_id: str) -> list[tuple[float, str]]:
    """Return (score, other party) of whom *party_id* may be, one of each cluster."""
    name, barred = state.standing(party_id).name, state.bars(party_id)
    found: dict[str, tuple[float, Place]] = {}
    for near, score in {name: 1.0, **state.graph.near(name)}.items():
        for other in _first_of(state, near, state.place(party_id)):
            home = cluster(state, other)
            if home != party_id and not {home, other} & barred:
                likest = (-score, state.place(other))
                found[home] = min(found.get(home, likest), likest)
    return [(-score, place[1]) for score, place in sorted(found.values())]


def _first_of(state: Identity, name: str, place: Place) -> Iterator[str]:
    """Yield the first party of each crowd of *name*, if it has a code or was there before."""
    assert state.policy is not None  # noqa: S101 - callers have looked
    codes = state.codes_of(name)
    crowds = [state.members(of_code(code)) for code in codes if code]
    if len(codes) > state.policy.block:  # a name that so many bear tells nobody apart
        crowds = []
    first = root(state, of_name(name))
    if top(state, of_name(name)).startswith("c:") or (first is not None and first < place):
        crowds.append(state.members(of_name(name)))
    yield from (crowd.first[1] for crowd in crowds if crowd.first is not None)


def _question(state: Identity, party_id: str, other: str, score: float) -> Snapshot:
    one, two = state.party(party_id).last, state.party(other).last
    id = ids.make("identity-question", *sorted((party_id, other)))
    row = {
        "question_id": id,
        "party_id": party_id,
        "other_party_id": other,
        "name": one.name,
        "other_name": two.name,
        "area": one.area,
        "other_area": two.area,
        "score": score,
        "policy": state.policy.name if state.policy is not None else "",
        "asked_at": render(max(one.time, two.time)),
    }
    return Snapshot(KIND, id, party_id, row)
