"""
Identity built at once from all parties: after a restart, and when another policy counts.

The same as learning the parties one by one, in whatever order; tests hold the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from immutables import Map

from events.instant import Instant
from processors.identity.identity_standings import crowded, stands
from processors.identity.identity_state import (
    NOWHERE,
    Crowd,
    Crowds,
    Identity,
    Named,
    Standing,
    Verdict,
    pack,
)
from processors.identity.identity_verdicts import decide
from processors.identity.name_graph import build_graph
from processors.policies.identity_policy import IdentityPolicy, parse_identity
from processors.policies.policy import PolicyError
from processors.structures.tallies import Tallies, counted


def build_identity(
    parties: Mapping[str, Named], content: Mapping[str, Any] | None, latest: Instant
) -> Identity:
    """Return what is known of *parties* under the policy published as *content*."""
    pointing, barred = _by_hand(parties)
    state = Identity(
        parties=Map((id, pack(named)) for id, named in parties.items()),
        pointing=pointing,
        barred=barred,
        latest=latest,
        content=content,
        policy=_parsed(content),
    )
    standings = {id: stands(state, id) for id in parties}
    state = replace(state, standings=Map(_somewhere(standings)), **_crowds(state, standings))
    if state.policy is None:
        return state
    return _judged(replace(state, graph=build_graph(sorted(state.codes), state.policy)))


def _somewhere(standings: Mapping[str, Standing]) -> Iterator[tuple[str, Standing]]:
    return ((id, where) for id, where in standings.items() if where != NOWHERE)


def _parsed(content: Mapping[str, Any] | None) -> IdentityPolicy | None:
    try:
        return None if content is None else parse_identity(content)
    except PolicyError:  # the reference passes such over: what counts can be read
        return None


def _by_hand(
    parties: Mapping[str, Named],
) -> tuple[Map[str, frozenset[str]], Map[str, frozenset[str]]]:
    pointing: dict[str, set[str]] = {}
    barred: dict[str, set[str]] = {}
    for id, named in parties.items():
        if not named.links:
            continue
        if named.hand:
            pointing.setdefault(named.hand, set()).add(id)
        for other in named.bars:
            barred.setdefault(id, set()).add(other)
            barred.setdefault(other, set()).add(id)
    return _frozen(pointing), _frozen(barred)


def _frozen(index: Mapping[str, set[str]]) -> Map[str, frozenset[str]]:
    return Map((key, frozenset(found)) for key, found in index.items())


def _crowds(state: Identity, standings: Mapping[str, Standing]) -> dict[str, Any]:
    by_code: dict[str, list[str]] = {}
    free: dict[str, list[str]] = {}
    codes, sources = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for id, where in standings.items():
        if where.code:
            by_code.setdefault(where.code, []).append(id)
        elif where.name:
            free.setdefault(where.name, []).append(id)
        if where.name:
            codes[where.name, where.code] += 1
            sources.update((where.name, source) for source in where.sources)
    return {
        "by_code": _index(state, by_code, standings),
        "free": _index(state, free, standings),
        "codes": _tallies(codes),
        "sources": _tallies(sources),
    }


def _index(
    state: Identity, crowds: Mapping[str, list[str]], standings: Mapping[str, Standing]
) -> Crowds:
    index: Crowds = Map()
    for key, ids in crowds.items():
        members = [id for id in ids if not standings[id].odd]
        first = min(map(state.place, members), default=None)
        crowd = Crowd(Map(dict.fromkeys(members)), first, frozenset(ids) - frozenset(members))
        index = crowded(index, key, crowd)
    return index


def _tallies(counts: Mapping[tuple[str, str], int]) -> Tallies:
    found: Tallies = Map()
    for (name, thing), count in counts.items():
        found = counted(found, name, thing, count)
    return found


def _judged(state: Identity) -> Identity:
    verdicts: dict[str, Verdict] = {}
    below: dict[str, set[str]] = {}
    for name in state.free:
        verdict = decide(state, name)
        if verdict.to:
            verdicts[name] = verdict
            below.setdefault(verdict.to, set()).add(name)
    return replace(state, verdicts=Map(verdicts), below=_frozen(below))
