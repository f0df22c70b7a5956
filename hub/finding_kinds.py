"""The rules of findings and the kinds of each: names that outsiders rely on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "duplicate-visit": ("double-entry", "cross-department", "crowding", "cap", "ahead"),
    "stalled": (
        *("accept", "answer", "resolve", "statutory", "holding", "rectify", "adjudicate"),
        *("follow-up", "silence"),
    ),
    "ping-pong": ("return", "bounce", "cycle", "unowned", "never-started"),
    "repeated-case": ("append", "recurrence"),
    "cluster": ("like-cases",),
    "bad-evaluation": ("unsolved", "dissatisfied"),
    "rising-topic": ("demand",),
}
STATUSES: Final = ("open", "resolved", "confirmed", "dismissed", "retracted")


def of_rule(rule: str) -> tuple[str, ...]:
    """Return the kinds of *rule*; of all rules for ''."""
    return KINDS[rule] if rule else tuple(kind for kinds in KINDS.values() for kind in kinds)
