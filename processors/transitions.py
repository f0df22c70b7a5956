"""
The legal transitions of a case, as data: which events may come in which phase.

A case is ``open`` until it is answered, ``responded`` until it is closed, ``closed`` until it
is re-opened. An event that may not come in the phase it comes in is flagged and kept: other
departments' systems are not ours to correct. It never moves the case to another phase.

Source: the spine, "Bad input"; the semantics, "Re-open".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Phase = Literal["open", "responded", "closed"]


class Flag(NamedTuple):
    """Something a department's system said that does not fit: what, and the event."""

    code: str
    event_id: str

    def __str__(self) -> str:
        return f"{self.code} {self.event_id}"


_HANDLING = frozenset(
    {
        "case.assigned",
        "case.accepted",
        "case.contacted",
        "case.party-replied",
        "case.returned",
        "case.progressed",
        "case.paused",
        "case.resumed",
        "case.extended",
        "case.joint-handled",
        "case.decided",
        "case.adjudicated",
        "case.responded",
        "case.closed",
    }
)
_ALWAYS = frozenset({"case.linked", "case.unlinked", "event.withdrawn"})

LEGAL: Mapping[Phase, frozenset[str]] = {
    "open": _HANDLING | _ALWAYS | {"case.opened"},
    "responded": _ALWAYS
    | {
        "case.contacted",
        "case.party-replied",
        "case.progressed",
        "case.responded",
        "case.closed",
        "case.evaluated",
        "case.reopen-requested",
    },
    "closed": _ALWAYS
    | {
        "case.contacted",
        "case.party-replied",
        "case.progressed",
        "case.decided",
        "case.responded",
        "case.evaluated",
        "case.reopen-requested",
        "case.reopened",
    },
}
"""After the answer: its talk, its closing, its evaluation, and what may overturn it.
A response after the closing is how a bad evaluation is put right."""


def illegal(phase: Phase, name: str) -> str | None:
    """Return the code of the flag for an event *name* in *phase*, None when it is legal."""
    return None if name in LEGAL[phase] else f"{name.removeprefix('case.')}-while-{phase}"
