"""
Flags: what a department's system said that does not fit, recorded beside the event.

Source: the spine, "Bad input": an illegal transition is recorded and flagged, never dropped.
"""

from __future__ import annotations

from typing import NamedTuple

from processors.policies.life_cycle import Phase


class Flag(NamedTuple):
    """What does not fit, and the event that says it."""

    code: str
    event_id: str

    def __str__(self) -> str:
        return f"{self.code} {self.event_id}"


def while_in(phase: Phase, name: str) -> str:
    """Return the code of the flag for an event *name* that may not come in *phase*."""
    return f"{name.removeprefix('case.')}-while-{phase}"
