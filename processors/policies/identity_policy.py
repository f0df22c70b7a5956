"""
The identity policy: what names may differ in and still be one party's, and its word lists.

Content: link, ask, margin, block, asked; letters, whole, changes; area, form, unit, short,
shortest, place (costs and bounds); forms, remarks, units, nobody, look-alike (words). The file
``policies/identity.yaml`` tells each; nothing of it is in code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

from processors.policies.policy import ENVELOPE, Fields, read_policy_fields

LETTERS: Final = frozenset(
    {"homophone", "look-alike", "near-sound", "doubled", "swapped", "missing", "other", "trade"}
)
_COSTS: Final = ("link", "ask", "margin", "unit", "short", "place", "told_apart")
_COUNTS: Final = ("block", "asked", "whole", "changes", "shortest")
_WORDS: Final = ("remarks", "units", "nobody")
_WEAK: Final = 2
"""Characters: a shorter form (厂, 公司) stands inside many names."""
_SECTIONS: Final = frozenset(
    {*_COSTS, *_COUNTS, *_WORDS, "letters", "area", "form", "forms", "look-alike", "title"}
)


@dataclass(frozen=True, slots=True, eq=False)
class IdentityPolicy:
    """
    One version. ``forms``: legal form to its class, longest first. Compared by identity.

    ``inner``: the legal forms after which a name may go on with a branch.
    ``alike``: the pairs of characters that look alike, both ways round.
    """

    name: str
    link: float
    ask: float
    margin: float
    unit: float
    short: float
    place: float
    told_apart: float
    block: int
    asked: int
    whole: int
    changes: int
    shortest: int
    letters: Mapping[str, float]
    area: Mapping[str, float]
    form: Mapping[str, float]
    forms: Mapping[str, str] = field(repr=False)
    inner: re.Pattern[str] = field(repr=False)
    remarks: frozenset[str] = field(repr=False)
    units: tuple[str, ...] = field(repr=False)
    nobody: frozenset[str] = field(repr=False)
    alike: frozenset[tuple[str, str]] = field(repr=False)


def parse_identity(content: Mapping[str, Any], file: str = "") -> IdentityPolicy:
    """
    Return the policy in a whole *content*.

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | _SECTIONS)
    fields.need(_SECTIONS - {"title"})
    forms = _forms(fields.under("forms"))
    return IdentityPolicy(
        name=f"{fields.text('policy_id')}/{fields.count('version')}",
        **{name: fields.number(name) for name in _COSTS},  # type: ignore[arg-type]
        **{name: fields.count(name) for name in _COUNTS},
        letters=_shares(fields.under("letters"), LETTERS),
        area=_shares(fields.under("area"), frozenset({"unsaid", "wider", "other"})),
        form=_shares(fields.under("form"), frozenset({"unsaid", "other"})),
        forms=forms,
        inner=re.compile("|".join(form for form in forms if len(form) > _WEAK) or "$^"),
        remarks=frozenset(fields.texts("remarks")),
        units=tuple(sorted(fields.texts("units"), key=len, reverse=True)),
        nobody=frozenset(fields.texts("nobody")),
        alike=_alike(fields.text("look-alike")),
    )


def readable(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *content*, which who reads names keeps as it is; raise as ``parse_identity``."""
    parse_identity(content)
    return content


def _forms(fields: Fields) -> dict[str, str]:
    found = {word: name for name in fields.values for word in fields.texts(name)}
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item)))


def _alike(groups: str) -> frozenset[tuple[str, str]]:
    pairs = {pair for group in groups.split() for pair in combinations(group, 2)}
    return frozenset(pairs | {(b, a) for a, b in pairs})


def _shares(fields: Fields, names: frozenset[str]) -> dict[str, float]:
    fields.only(names)
    fields.need(names)
    return {name: fields.number(name) for name in fields.values}
