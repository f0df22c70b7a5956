"""
Selectors: which cases a policy is for.

``applies_to`` names facts of a case and the values they may have (a text, or a list of
texts; ``hard`` is true or false). All of them must match. The more facts a policy names, the
more specific it is, and the more specific one wins. An empty ``applies_to`` is for all.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from processors.policies.policy import Fields


class CaseFacts(NamedTuple):
    """What selects a policy for a case. Missing strings are ''."""

    kind: str = ""
    channel: str = ""
    platform: str = ""
    category: str = ""
    item: str = ""
    area: str = ""
    colour: str = ""
    hard: bool = False


SELECTORS = CaseFacts._fields

Selectors = tuple[tuple[int, frozenset[Any]], ...]
"""(place in ``CaseFacts``, values allowed there), as many as the policy names."""


def parse_selectors(fields: Fields) -> Selectors:
    """Return the selectors in an ``applies_to`` section; PolicyError names a wrong one."""
    fields.only(SELECTORS)
    return tuple(
        (place, _allowed(fields, name))
        for place, name in enumerate(SELECTORS)
        if name in fields.values
    )


def _allowed(fields: Fields, name: str) -> frozenset[Any]:
    if name == "hard":
        return frozenset({fields.flag(name, False)})
    return frozenset(fields.texts(name))


def matches(selectors: Selectors, facts: CaseFacts) -> bool:
    """Return whether *facts* have an allowed value at every place named."""
    return all(facts[place] in allowed for place, allowed in selectors)
