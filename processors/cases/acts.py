"""
Acts: which events of a case mean that somebody did something, and who may.

A meaningful event is a sign of life. A note (``case.progressed``) is none: stalled is not
overdue, and a filler note does not reset it.

Source: the contract, "Findings" (silence).
"""

from __future__ import annotations

MEANINGFUL = frozenset(
    {
        "case.accepted",
        "case.contacted",
        "case.party-replied",
        "case.joint-handled",
        "case.decided",
        "case.responded",
    }
)
TOUCHES = MEANINGFUL - {"case.party-replied"} | {"case.assigned"}
"""By these whoever took a case in, or was given it, has answered its call."""
OF_A_PART = frozenset({"case.accepted", "case.contacted"})
"""What only a department that was given the case can do."""
FOR_THE_PARTY = frozenset({"case.contacted", "case.responded"})
"""What an agent does in the party's name: it ends a pause like the party's own reply."""
NEVER_EARLY = frozenset({"case.opened", "case.part-reported"})
"""What may come before anybody opened the case, and is not flagged."""
