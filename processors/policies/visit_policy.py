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
from events.instant import Instant
from processors.policies.double_entry_rule import DoubleEntryRule, parse_double_entry
from processors.policies.policy import (
    DEFAULT_ZONE,
    ENVELOPE,
    Fields,
    PolicyError,
    parse_valid_from,
    parse_zone,
    read_policy_fields,
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
class VisitPolicy:
    """
    One version of the visit rules.

    ``window_days`` counts local dates, day N included. More than ``crowding`` visits in the
    window is crowding; more than ``cap_per_year`` visits by one department to one party in a
    calendar year is over the cap. A finding whose visits share a purpose has
    ``overlap_severity``.
    """

    policy_id: str
    version: int
    valid_from: Instant
    timezone: str
    window_days: int
    exempt_grounds: frozenset[str]
    crowding: int
    cap_per_year: int
    overlap_severity: Severity
    double_entry: DoubleEntryRule
    rules: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """``visits/1``."""
        return f"{self.policy_id}/{self.version}"


def parse_visits(content: Mapping[str, Any], file: str = "") -> VisitPolicy:
    """
    Return the policy in a whole *content* (envelope fields and sections in one mapping).

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | _SECTIONS)
    zone = parse_zone(fields.text("timezone", DEFAULT_ZONE), fields.where).key
    grounds = frozenset(fields.texts("exempt_grounds"))
    if not grounds <= GROUNDS:
        raise _unknown_ground(fields, grounds - GROUNDS)
    severity = fields.one_of("overlap_severity", get_args(Severity), None)
    return VisitPolicy(
        policy_id=fields.text("policy_id"),
        version=fields.count("version"),
        valid_from=parse_valid_from(content.get("valid_from"), zone, fields.where),
        timezone=zone,
        window_days=fields.count("window_days"),
        exempt_grounds=grounds,
        crowding=fields.count("crowding"),
        cap_per_year=fields.count("cap_per_year"),
        overlap_severity=severity,  # type: ignore[arg-type]  # one_of has checked it
        double_entry=parse_double_entry(fields.under("double_entry"), zone),
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
