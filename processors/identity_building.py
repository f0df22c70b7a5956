"""
Identity built at once from all parties: after a restart, and when another policy counts.

The same as learning the parties one by one, in whatever order; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from events.instant import Instant
from processors.identity_policy import IdentityPolicy, parse_identity
from processors.identity_standings import stands
from processors.identity_state import NOBODY, Crowd, Identity, Named, Standing, Verdict
from processors.identity_verdicts import decide
from processors.library import Library
from processors.name_graph import build_graph
from processors.party_name import Name, id_name
from processors.policy import PolicyError


def build_identity(
    parties: Mapping[str, Named], content: Mapping[str, Any] | None, latest: Instant
) -> Identity:
    """Return what is known of *parties* under the policy published as *content*."""
    pointing, barred = _by_hand(parties)
    state = Identity(
        parties=Library(parties.items()),
        pointing=pointing,
        barred=barred,
        latest=latest,
        content=content,
        policy=_parsed(content),
    )
    standings = {id: stands(state, id) for id in parties}
    state = replace(state, standings=Library(standings.items()), **_crowds(standings))
    names: dict[str, Name] = {name: id_name(name) for name in state.codes}
    if state.policy is None:
        return state
    return _judged(replace(state, graph=build_graph(names, state.policy)), names)


def _parsed(content: Mapping[str, Any] | None) -> IdentityPolicy | None:
    try:
        return None if content is None else parse_identity(content)
    except PolicyError:  # the reference passes such over: what counts can be read
        return None


def _by_hand(
    parties: Mapping[str, Named],
) -> tuple[Library[frozenset[str]], Library[frozenset[str]]]:
    pointing: dict[str, set[str]] = {}
    barred: dict[str, set[str]] = {}
    for id, named in parties.items():
        if named.hand:
            pointing.setdefault(named.hand, set()).add(id)
        for other in named.bars:
            barred.setdefault(id, set()).add(other)
            barred.setdefault(other, set()).add(id)
    return _frozen(pointing), _frozen(barred)


def _frozen(index: Mapping[str, set[str]]) -> Library[frozenset[str]]:
    return Library((key, frozenset(found)) for key, found in index.items())


def _crowds(standings: Mapping[str, Standing]) -> dict[str, Any]:
    by_code: dict[str, list[str]] = {}
    free: dict[str, list[str]] = {}
    codes: dict[str, dict[str, int]] = {}
    sources: dict[str, dict[str, int]] = {}
    for id, where in standings.items():
        if where.code:
            by_code.setdefault(where.code, []).append(id)
        elif where.name:
            free.setdefault(where.name, []).append(id)
        if where.name:
            counts = codes.setdefault(where.name, {})
            counts[where.code] = counts.get(where.code, 0) + 1
            for source in where.sources:
                told = sources.setdefault(where.name, {})
                told[source] = told.get(source, 0) + 1
    return {
        "by_code": Library((code, _crowd(ids, standings)) for code, ids in by_code.items()),
        "free": Library((name, _crowd(ids, standings)) for name, ids in free.items()),
        "codes": Library(codes.items()),
        "sources": Library(sources.items()),
    }


def _crowd(ids: list[str], standings: Mapping[str, Standing]) -> Crowd:
    members = [id for id in ids if not standings[id].odd]
    first = min((standings[id].place for id in members), default=NOBODY.first)
    return Crowd(frozenset(members), first, frozenset(ids) - frozenset(members))


def _judged(state: Identity, names: Mapping[str, Name]) -> Identity:
    verdicts: dict[str, Verdict] = {}
    below: dict[str, set[str]] = {}
    for name in names:
        verdict = decide(state, name)
        if verdict.to:
            verdicts[name] = verdict
            below.setdefault(verdict.to, set()).add(name)
    return replace(state, verdicts=Library(verdicts.items()), below=_frozen(below))
