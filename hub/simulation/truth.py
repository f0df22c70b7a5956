"""
The truth about a simulated city, and how findings are held against it.

A planted finding is found when a finding of its rule, kind, subject and rung was raised at
its instant; a finding that nobody planted is false. Retracted findings count as not raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

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


def score(truth: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Score]:
    """Return the score of each (rule, kind), sorted; *findings* are finding documents."""
    planted = {key(said) for said in truth["planted"]}
    raised = {key(said) for said in findings if said["status"] != "retracted"}
    kinds = sorted({said[:2] for said in planted | raised})
    return [
        Score(
            rule,
            kind,
            _count(planted, rule, kind),
            _count(planted & raised, rule, kind),
            _count(raised - planted, rule, kind),
        )
        for rule, kind in kinds
    ]


def _count(keys: Iterable[Key], rule: str, kind: str) -> int:
    return sum(1 for found in keys if found[:2] == (rule, kind))


def missed(truth: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Key]:
    """Return the planted findings that were not raised, sorted."""
    raised = {key(said) for said in findings if said["status"] != "retracted"}
    return sorted({key(said) for said in truth["planted"]} - raised)


def false(truth: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> list[Key]:
    """Return the findings that nobody planted, sorted."""
    planted = {key(said) for said in truth["planted"]}
    return sorted({key(said) for said in findings if said["status"] != "retracted"} - planted)
