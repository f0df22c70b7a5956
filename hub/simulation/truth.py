"""
The truth about a simulated city, and how findings are held against it.

A planted finding is found when a finding of its rule, kind, subject and rung was raised at
its instant; a finding that nobody planted is false. Retracted findings count as not raised.
Only exact rules are judged here, and only without noise: names, double entries that differ
and texts are judged pair by pair, with precision and recall (``bench/score``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

EXACT = frozenset({"duplicate-visit", "stalled", "ping-pong", "bad-evaluation"})
"""The rules that follow from events alone: they are right, or wrong."""

Key = tuple[str, str, str, str, str]


class Score(NamedTuple):
    """Per (rule, kind): how many were planted, found, and raised without being planted."""

    rule: str
    kind: str
    planted: int
    found: int
    false: int


def key(said: Mapping[str, Any]) -> Key:
    """Return what two statements of one finding agree on."""
    return (said["rule"], said["kind"], said["subject"], said.get("rung", ""), said["raised_at"])


def planted(truth: Mapping[str, Any]) -> set[Key]:
    """Return what exact rules must find, without what noise has spoilt."""
    exact = (said for said in truth["planted"] if said["rule"] in EXACT)
    return {key(said) for said in exact if not said.get("how")}


def raised(findings: Iterable[Mapping[str, Any]]) -> set[Key]:
    """Return what exact rules found and did not take back."""
    exact = (said for said in findings if said["rule"] in EXACT)
    return {key(said) for said in exact if said["status"] != "retracted"}


def score(truth: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Score]:
    """Return the score of each exact (rule, kind), sorted; *findings* are finding documents."""
    wanted, found = planted(truth), raised(findings)
    kinds = sorted({said[:2] for said in wanted | found})
    return [
        Score(
            rule,
            kind,
            _count(wanted, rule, kind),
            _count(wanted & found, rule, kind),
            _count(found - wanted, rule, kind),
        )
        for rule, kind in kinds
    ]


def _count(keys: Iterable[Key], rule: str, kind: str) -> int:
    return sum(1 for found in keys if found[:2] == (rule, kind))


def missed(truth: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Key]:
    """Return the planted findings that were not raised, sorted."""
    return sorted(planted(truth) - raised(findings))


def false(truth: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Key]:
    """Return the findings of exact rules that nobody planted, sorted."""
    return sorted(raised(findings) - planted(truth))
