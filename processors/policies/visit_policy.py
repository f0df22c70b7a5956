"""
The visit policy: when visits to one party are too many.

Content: window_days, exempt_grounds, crowding, cap_per_year, overlap_severity, double_entry?
(``processors.policies.double_entry_rule``), timezone?, rules? (what single rules ask, by the kind
of their finding: ``processors.visits.visit_rule``).
Windows and years are of local dates in ``timezone``.

Source: exact meanings, "Duplicates"; thresholds are the policy's, none is in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from events.finding import Severity
from processors.policies.double_entry_rule import DoubleEntryRule, parse_double_entry
from processors.policies.policy import (
    ENVELOPE,
    Fields,
    PolicyError,
    PolicyVersion,
    read_policy_fields,
    read_version,
)
from processors.structures import modules

GROUNDS = frozenset({"routine", "complaint", "emergency", "statutory", "invited"})

_SECTIONS = frozenset(
    {
        "window_days",
        "exempt_grounds",
        "crowding",
        "cap_per_year",
        "overlap_severity",
        "double_entry",
        "rules",
        "title",
    }
)


@dataclass(frozen=True, slots=True)
class VisitPolicy(PolicyVersion):
    """
    One version of the visit rules.

    ``window_days`` counts local dates, day N included. More than ``crowding`` visits in the
    window is crowding; more than ``cap_per_year`` visits by one department to one party in a
    calendar year is over the cap. A finding whose visits share a purpose has
    ``overlap_severity``.
    """

    window_days: int
    exempt_grounds: frozenset[str]
    crowding: int
    cap_per_year: int
    overlap_severity: Severity
    double_entry: DoubleEntryRule
    rules: Mapping[str, Any] = field(default_factory=dict)


def parse_visits(content: Mapping[str, Any], file: str = "") -> VisitPolicy:
    """
    Return the policy in a whole *content* (envelope fields and sections in one mapping).

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | _SECTIONS)
    version = read_version(fields)
    grounds = frozenset(fields.texts("exempt_grounds"))
    if not grounds <= GROUNDS:
        raise _unknown_ground(fields, grounds - GROUNDS)
    severity = fields.one_of("overlap_severity", get_args(Severity), None)
    return VisitPolicy(
        **version,
        window_days=fields.count("window_days"),
        exempt_grounds=grounds,
        crowding=fields.count("crowding"),
        cap_per_year=fields.count("cap_per_year"),
        overlap_severity=severity,  # type: ignore[arg-type]  # one_of has checked it
        double_entry=parse_double_entry(fields.under("double_entry"), version["timezone"]),
        rules=_own_terms(fields.under("rules")),
    )


def _own_terms(stated: Fields) -> Mapping[str, Any]:
    """Return what each rule that *stated* names reads there, by the kind of its finding."""
    rules = modules.held("processors.visits", "VISIT_RULE")
    parsers = {rule.kind: rule.parse for rule in rules if rule.parse is not None}
    stated.only(parsers)
    return {kind: parsers[kind](stated.under(kind)) for kind in stated.values}


def _unknown_ground(fields: Fields, grounds: frozenset[str]) -> PolicyError:
    unknown = ", ".join(sorted(grounds))
    return fields.error(
        "exempt_grounds", f"name {unknown}", f"use some of {', '.join(sorted(GROUNDS))}"
    )
