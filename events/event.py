"""
An event as readers of the journal see it: decoded once, upcast to its newest version, immutable.

Intake has validated ``data`` against the model of its type (``events.models``), so readers
take fields by name and validate nothing again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from events.instant import Instant


class Event(NamedTuple):
    """One fact. ``name`` is the type without its version: ``case.opened``."""

    event_id: str
    name: str
    version: int
    time: Instant
    sequence: int
    source: str
    id: str
    subject: str
    data: Mapping[str, Any]
    recorded_time: Instant = Instant(0)

    @property
    def department(self) -> str:
        """The department in ``/departments/<department>[/<system>]``."""
        return self.source.split("/", 3)[2]

    @property
    def type(self) -> str:
        return f"{self.name}.v{self.version}"

    @property
    def order(self) -> tuple[Instant, int, str]:
        """The place of the event among its case's events: (time, sequence, event_id)."""
        return (self.time, self.sequence, self.event_id)
