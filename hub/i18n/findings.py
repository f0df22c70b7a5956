"""
The catalogue of findings: which rules and kinds there are, and the words for each.

All of it stands in ``findings.yaml``, so that a new kind is written down in one place. The names
of rules and kinds are those that outsiders rely on (the contract, "Findings").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

STATUSES: Final = ("open", "resolved", "confirmed", "dismissed", "retracted")

_ANY: Final = "*"
_UNITS: Final = "(units)"

Entry = Mapping[str, Any]
"""``name``: (English, Chinese); the sentences ``en``, ``why_en``, ``zh``, ``why_zh``."""


@cache
def _written() -> Mapping[str, Mapping[str, Entry]]:
    text = files("hub.i18n").joinpath("findings.yaml").read_text("utf-8")
    found: Mapping[str, Mapping[str, Entry]] = yaml.safe_load(text)
    return found


@cache
def kinds() -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of each rule that has any."""
    parted = {
        rule: tuple(kind for kind in entries if kind != _ANY)
        for rule, entries in _written().items()
        if rule not in (_ANY, _UNITS)
    }
    return {rule: named for rule, named in parted.items() if named}


def of_rule(rule: str) -> tuple[str, ...]:
    """Return the kinds of *rule*; of all rules for ''."""
    return kinds()[rule] if rule else tuple(kind for named in kinds().values() for kind in named)


def entry(rule: str, kind: str) -> Entry:
    """Return the words of *kind*; what it does not say itself its rule does, else any rule."""
    general, its_rule = _written()[_ANY], _written().get(rule, {})
    return {**general[_ANY], **its_rule.get(_ANY, {}), **its_rule.get(kind, {})}


def unit(name: str) -> Mapping[str, str]:
    """Return what the unit *name* is called, by language; nothing for one that has no words."""
    return _written()[_UNITS].get(name, {})


@cache
def names() -> Mapping[str, tuple[str, str]]:
    """Return (English, Chinese) of every rule, and of every kind as ``kind-of-<kind>``."""
    said = {rule: entry(rule, _ANY)["name"] for rule in kinds()}
    for rule, named in kinds().items():
        said |= {f"kind-of-{kind}": entry(rule, kind)["name"] for kind in named}
    return {key: (both[0], both[1]) for key, both in said.items()}
