"""
How sure it is that two names are one party's, and by which keys such names meet.

The score is 1 less what the names differ in: the characters of their cores (a homophone costs
little, another character more, all the less the longer the name; in its trade much), area,
legal form, branch. Villages that differ in a character are others until people say otherwise.
It is the same whichever name comes first. The keys are the core by its sound, whole and with
one character left out, with the county: names that differ in one character, one missing or two
swapped, and any number of homophones, share a key. The whole sound is a key without the
county too, for names said with a wider area or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from processors.identity.party_area import relation
from processors.identity.party_name import CUT_OFF, Name
from processors.policies.identity_policy import IdentityPolicy
from processors.text.likeness import Change, changes
from processors.text.sounds import likeness, sound

PLACE: Final = "place"
"""The class of forms that name a village or a neighbourhood."""
_TRADE: Final = 2
_LEFT_OUT: Final = 12
"""Of a longer core only the first characters are left out in turn: keys are bounded."""


def score(one: Name, other: Name, policy: IdentityPolicy) -> float:
    """Return the score in [0, 1], three decimals."""
    if not one.core or not other.core:
        return 0.0
    cost = policy.area.get(relation(one.area, other.area), 0.0)
    cost += _units(one.unit, other.unit, policy)
    cost += _forms(one.form, other.form, policy)
    cost += _little(one, other, policy)
    if cost > 1 - policy.ask:
        return 0.0
    return round(max(0.0, 1 - cost - _cores(one.core, other.core, policy)), 3)


def keys(name: Name) -> Iterator[str]:
    """Yield the keys of *name*, each once; none for a name that names nobody."""
    if not name.core:
        return
    heard, county = sound(name.core), name.area.county
    yield " ".join(heard)
    left_out = {
        " ".join(heard[:at] + heard[at + 1 :])
        for at in range(min(len(heard), _LEFT_OUT) if len(heard) > 2 else 0)
    }
    for key in sorted({" ".join(heard), *left_out}):
        yield f"{key}|{county}"


def _little(one: Name, other: Name, policy: IdentityPolicy) -> float:
    """Return what it costs that the names say little by which to tell parties apart."""
    if PLACE in {one.form, other.form}:
        return policy.place if one.core != other.core else 0.0
    return policy.short if min(len(one.core), len(other.core)) < policy.shortest else 0.0


def _units(one: str, other: str, policy: IdentityPolicy) -> float:
    if one == other:
        return 0.0
    cut_off = CUT_OFF in (one, other) and one.startswith(CUT_OFF) and other.startswith(CUT_OFF)
    return policy.form["unsaid"] if cut_off else policy.unit


def _forms(one: str, other: str, policy: IdentityPolicy) -> float:
    if one == other:
        return 0.0
    return policy.form["other" if one and other else "unsaid"]


def _cores(one: str, other: str, policy: IdentityPolicy) -> float:
    if one == other:
        return 0.0
    one, other = sorted((one, other))
    made = changes(one, other, policy.changes * 2)
    kinds = list(_kinds(one, other, made, policy)) if made else []
    if not kinds or len(kinds) > policy.changes:
        return 1.0
    longer = max(len(one), len(other))
    if "other" in kinds and (longer < policy.whole or _in_trade(made, longer)):
        return sum(policy.letters["trade" if kind == "other" else kind] for kind in kinds)
    return sum(policy.letters[kind] for kind in kinds) * min(1.0, policy.whole / longer) ** 2


def _in_trade(made: Sequence[Change], length: int) -> bool:
    """Tell whether a change stands in the last two characters: there a name says its trade."""
    return any(max(change.at, change.to) >= length - _TRADE for change in made)


def _kinds(one: str, other: str, made: tuple[Change, ...], policy: IdentityPolicy) -> Iterator[str]:
    """Yield what was done to *one* to make *other*; two changes may be one swap."""
    waiting = list(made)
    while waiting:
        change = waiting.pop(0)
        if waiting and _swaps(one, other, change, waiting[0]):
            waiting.pop(0)
            yield "swapped"
        elif change.kind == "replace":
            yield _replaced(one[change.at], other[change.to], policy)
        else:
            text, at = (one, change.at) if change.kind == "delete" else (other, change.to)
            beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
            yield "doubled" if text[at] in beside else "missing"


def _swaps(one: str, other: str, first: Change, second: Change) -> bool:
    """Tell whether two changes swap two neighbours: both replaced, or one taken and put back."""
    if first.kind == second.kind == "replace":
        pair = (one[first.at], one[second.at])
        return second.at == first.at + 1 and pair == (other[second.to], other[first.to])
    if {first.kind, second.kind} == {"delete", "insert"}:
        taken, put = (first, second) if first.kind == "delete" else (second, first)
        return one[taken.at] == other[put.to] and abs(taken.at - put.at) <= 2
    return False


def _replaced(one: str, other: str, policy: IdentityPolicy) -> str:
    heard = likeness(one, other)
    if heard == "homophone":
        return heard
    return "look-alike" if (one, other) in policy.alike else heard
