"""The visit policy: when visits are too many. Signatures first; parsing follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.instant import Instant


@dataclass(frozen=True, slots=True)
class VisitPolicy:
    """Windows count local dates of ``timezone``, day N included."""

    policy_id: str
    version: int
    valid_from: Instant
    timezone: str
    window_days: int
    exempt_grounds: frozenset[str]
    crowding: int
    """More than this many visits in the window is crowding."""
    cap_per_year: int
    """More than this many visits by one department to one party in a calendar year."""
    overlap_severity: str
    """Severity of a finding whose visits share a purpose: ``breach``."""

    @property
    def name(self) -> str:
        return f"{self.policy_id}/{self.version}"


def parse_visits(content: Mapping[str, Any], file: str = "") -> VisitPolicy:
    """Return the policy; PolicyError names file, field and mend."""
    raise NotImplementedError
