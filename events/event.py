"""
An event as readers of the journal see it: decoded once, upcast to its newest version, immutable.

Intake has validated ``data`` against the model of its type (``events.models``), so readers
take fields by name and validate nothing again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from events.instant import Instant

WITHDRAWN: Final = "event.withdrawn"
"""The event by which a department takes back one of its own: every reader heeds it."""
TICK: Final = "clock.ticked"
"""The event that says what time it is: *now* of every conclusion comes from it."""


@lru_cache(maxsize=4096)
def department_of(source: str) -> str:
    """Return the department in ``/departments/<department>[/<system>]``, as intake took it."""
    return source.split("/", 3)[2]


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
        return department_of(self.source)

    @property
    def type(self) -> str:
        return f"{self.name}.v{self.version}"

    @property
    def order(self) -> tuple[Instant, int, str]:
        """The place of the event among its case's events: (time, sequence, event_id)."""
        return (self.time, self.sequence, self.event_id)
