"""
To which crowd the parties of a name belong, and who is the first of all that belong together.

A name whose parties have no code is given to the code of the likest name that bears one, from
the score ``link`` on; not when another code is as like within ``margin``: then people are
asked. A code that bears the very name comes before all that bear a like one. A name near no
code follows the likest name that is given to a code, or that was there before it. So no crowd
ever holds two codes, and the followings make no ring.

Who keeps a register does not enter one party twice: two names that one source has both
registered are less alike by ``told_apart`` (unless they differ in form or area only). And who
is another party, its own spellings are too: a name is not given to a code (nor follows a name)
while one that a register tells apart from it is liker; is that as like, people are asked.

All that follow one another are one party. Its cluster has the id of the one registered first,
so it keeps its id when it grows. Everything is a function of the names and codes known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from processors.identity.identity_standings import moved
from processors.identity.identity_state import Identity, Place, Verdict, of_code, of_name
from processors.structures.frozen_maps import without

_NONE: Final = Verdict()
_UNCLEAR: Final = Verdict("?")
_Found = tuple[float, Place, str, str]
"""(minus the score, place, name, what it is given to): sorts the likest first."""
_AMBIGUOUS: Final = 3
"""Of the codes that bear a name, '' among them: with two, whichever, it is unclear already."""


class Settled(NamedTuple):
    """
    What was judged anew.

    ``crowds``: whose first of all changed. ``names``: judged otherwise, or following such.
    """

    state: Identity
    crowds: frozenset[str]
    names: frozenset[str]


def settle(before: Identity, state: Identity, touched: Iterable[str]) -> Settled:
    """Return *state* with its verdicts after the crowds *touched*."""
    names = {crowd[2:] for crowd in touched if crowd.startswith("n:")}
    judged = names | _free_near(before, names) | _free_near(state, names)
    # Who follows a name looks at what claims that name: one step further.
    judged |= _free_near(state, {name for name in judged if state.is_free(name)})
    otherwise: set[str] = set()
    for name in sorted(judged):
        verdict = decide(state, name)
        if verdict != (state.verdicts.get(name) or _NONE):
            state = _with(state, name, verdict)
            otherwise.add(name)
    crowds = {*touched, *map(of_name, otherwise)}
    for known in (before, state):
        crowds |= {one for crowd in [*crowds] for one in together(known, crowd)}
    followed = {one for name in otherwise for one in _below(before, state, of_name(name))}
    rooted = {crowd for crowd in crowds if root(before, crowd) != root(state, crowd)}
    return Settled(state, frozenset(rooted), frozenset(one[2:] for one in followed))


def _free_near(state: Identity, names: Iterable[str]) -> set[str]:
    """Return the names so like *names* that these may decide on them."""
    if state.policy is None:
        return set()
    least = state.policy.link
    return {near for name in names for near in state.graph.near(name, least) if state.is_free(near)}


def _below(before: Identity, state: Identity, crowd: str) -> Iterator[str]:
    """Yield *crowd* and all that follow it, now or before."""
    for known in (before, state):
        yield from _tree(known, crowd)


def decide(state: Identity, name: str) -> Verdict:
    """Return to which crowd the parties without a code of *name* belong."""
    if state.policy is None or not state.is_free(name):
        return _NONE
    claimed = _claim(state, name)
    if claimed == _UNCLEAR:
        return _NONE
    return claimed if claimed != _NONE else _follow(state, name)


def top(state: Identity, crowd: str) -> str:
    """Return the crowd at the end of the followings from *crowd*."""
    while crowd.startswith("n:"):
        verdict = state.verdicts.get(crowd[2:])
        if verdict is None or not verdict.to:
            return crowd
        crowd = verdict.to
    return crowd


def root(state: Identity, crowd: str) -> Place | None:
    """Return the place of the first of all parties that belong together with *crowd*."""
    firsts = (state.members(one).first for one in together(state, crowd))
    return min((first for first in firsts if first is not None), default=None)


def together(state: Identity, crowd: str) -> Iterator[str]:
    """Yield the crowds that belong together with *crowd*, itself among them."""
    return _tree(state, top(state, crowd))


def _tree(state: Identity, crowd: str) -> Iterator[str]:
    waiting = [crowd]
    while waiting:
        yield (one := waiting.pop())
        waiting.extend(of_name(name) for name in state.below.get(one, ()))


def _near(state: Identity, name: str) -> dict[str, float]:
    """Return the names like *name* with their scores, less of those told apart from it."""
    assert state.policy is not None  # noqa: S101 - callers have looked
    near = state.graph.near(name, state.policy.link)
    apart = [other for other in near if state.told_apart(name, other)]
    if not apart:
        return dict(near)
    told = {
        other: round(score - state.policy.told_apart, 3)
        for other, score in near.items()
        if _with_one_of(state, other, apart) and _core(other) != _core(name)
    }
    return {**near, **told}


def _with_one_of(state: Identity, name: str, others: Iterable[str]) -> bool:
    """Tell whether *name* has core or code in common with one of *others*: it is the same party."""
    codes = {code for code in islice(state.codes_of(name), _AMBIGUOUS) if code}
    return any(
        _core(name) == _core(other) or not codes.isdisjoint(state.codes_of(other))
        for other in others
    )


def _core(name: str) -> str:
    return name.partition("|")[0]


def _claim(state: Identity, name: str) -> Verdict:
    """Return the code that *name* is given to; unclear when two are as like."""
    assert state.policy is not None  # noqa: S101 - callers have looked
    likest: dict[str, float] = {}
    near = {name: 1 + state.policy.margin, **_near(state, name)}
    for other, score in near.items():
        if score >= state.policy.link:
            for code in islice(state.codes_of(other), _AMBIGUOUS):
                likest[code] = max(score, likest.get(code, 0.0))
    likest.pop("", None)
    ranked = sorted(((-score, code) for code, score in likest.items()))[:2]
    if not ranked:
        return _NONE
    sure, code = -ranked[0][0], ranked[0][1]
    if len(ranked) > 1 and round(ranked[1][0] + sure, 3) < state.policy.margin:
        return _UNCLEAR
    if code in state.codes_of(name):
        return Verdict(of_code(code), 1.0)
    lead = round(sure - _rival(state, _near(state, name), code), 3)
    if abs(lead) < state.policy.margin:
        return _UNCLEAR
    return Verdict(of_code(code), sure) if lead > 0 else _NONE


def _rival(state: Identity, near: Mapping[str, float], code: str) -> float:
    """Return how like the likest name is that registers tell apart from all that bear *code*."""
    assert state.policy is not None  # noqa: S101 - callers have looked
    bearers = [
        one
        for one, sure in near.items()
        if sure >= state.policy.link and code in state.codes_of(one)
    ]
    apart = (
        score
        for one, score in near.items()
        if state.is_free(one) and all(state.told_apart(one, other) for other in bearers)
    )
    return max(apart, default=0.0)


def _follow(state: Identity, name: str) -> Verdict:
    """Return the likest name that *name* follows: one given to a code, or there before it."""
    assert state.policy is not None  # noqa: S101 - callers have looked
    found: list[_Found] = []
    own = _order(state, name)
    for other, score in _near(state, name).items():
        order = _order(state, other)
        if score < state.policy.link or order is None:
            continue
        claim = _claim(state, other)
        if claim.to.startswith("c:") or own is None or order < own:
            found.append((-score, order, other, claim.to))
    if not found:
        return _NONE
    found.sort()
    best = found[0]
    close = [one for one in found if round(one[0] - best[0], 3) < state.policy.margin]
    codes = {code for _, _, _, code in close} - {"", "?"}
    if len(codes) > 1 or any(_apart(state, best, other) for other in close):
        return _NONE
    return Verdict(of_name(best[2]), -best[0])


def _apart(state: Identity, one: _Found, other: _Found) -> bool:
    """Tell whether a register tells apart two names that no code holds together."""
    held = one[3] == other[3] and one[3].startswith("c:")
    return not held and state.told_apart(one[2], other[2])


def _order(state: Identity, name: str) -> Place | None:
    return state.members(of_name(name)).first


def _with(state: Identity, name: str, verdict: Verdict) -> Identity:
    before = state.verdicts.get(name) or _NONE
    if before == verdict:
        return state
    kept = state.verdicts
    kept = kept.set(name, verdict) if verdict.to else without(kept, name)
    return replace(state, verdicts=kept, below=moved(state.below, name, before.to, verdict.to))
