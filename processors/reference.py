"""Reference data a partition knows: policies, calendars, departments. Signatures first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.event import Event
from events.instant import Instant
from processors.calendar import Calendar
from processors.sla_policy import CaseFacts, SlaPolicy
from processors.visit_policy import VisitPolicy


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Frozen; ``learn`` gives a new one. Look-ups are cached, parsing happens once."""

    identity: int = 0
    """Differs whenever anything was learnt; the same for the same events in any order."""
    rules_identity: int = 0
    """The same, of policies and calendars only: what clocks and windows depend on."""

    def holds(self, event: Event) -> bool:
        """Return whether *event* is reference data (or withdraws some that is known here)."""
        raise NotImplementedError

    def learn(self, event: Event) -> Reference:
        """Return the reference with *event*; self when nothing new. Never raises."""
        raise NotImplementedError

    def calendar(self, calendar_id: str, as_of: Instant) -> Calendar | None:
        raise NotImplementedError

    def sla(self, facts: CaseFacts, as_of: Instant) -> SlaPolicy | None:
        """Return the most specific policy for *facts* whose deadlines can be computed."""
        raise NotImplementedError

    def armed(self, facts: CaseFacts, as_of: Instant) -> tuple[SlaPolicy, Calendar] | None:
        """Return ``sla`` with its calendar, in one look-up."""
        raise NotImplementedError

    def visits(self, as_of: Instant) -> VisitPolicy | None:
        raise NotImplementedError

    def policy(self, kind: str, as_of: Instant) -> Mapping[str, Any] | None:
        """Return the content of the newest policy of another *kind* (neither sla nor visits)."""
        raise NotImplementedError

    def department(self, department_id: str, as_of: Instant) -> Mapping[str, Any] | None:
        raise NotImplementedError

    def officer(self, officer_id: str, as_of: Instant) -> Mapping[str, Any] | None:
        raise NotImplementedError

    def dump(self) -> Any:
        raise NotImplementedError

    @staticmethod
    def load(values: Any) -> Reference:
        raise NotImplementedError
