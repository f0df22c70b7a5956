"""
The thresholds of double entry, as the visit policy has them under ``double_entry``.

Content: link, ask (scores), near_minutes, alike (percent of words that two purposes share),
time and purpose (the weight of each evidence that ``same_visit`` names). A policy without the
section knows overlapping times only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from events.instant import MINUTE
from processors.policies.policy import DEFAULT_ZONE, Fields

TIMES: Final = ("same-start", "overlap", "near", "date-only", "same-date")
PURPOSES: Final = ("same", "alike", "unsaid", "other")

_FIELDS: Final = frozenset({"link", "ask", "near_minutes", "alike", "time", "purpose"})
_LONGEST: Final = 24 * 60
_PERCENT: Final = 100


class DoubleEntryRule(NamedTuple):
    """``near``: µs between starts, inclusive. ``alike``: percent. Weights add up to a score."""

    link: float = 1.0
    ask: float = 1.0
    near: int = 0
    alike: int = _PERCENT
    time: Mapping[str, float] = {"same-start": 1.0, "overlap": 1.0}
    purpose: Mapping[str, float] = {}
    timezone: str = DEFAULT_ZONE


def parse_double_entry(fields: Fields, zone: str) -> DoubleEntryRule:
    """Return the rule in *fields*; raise ``PolicyError`` for a field that is wrong or missing."""
    if not fields.values:
        return DoubleEntryRule(timezone=zone)
    fields.only(_FIELDS)
    fields.need(_FIELDS)
    return DoubleEntryRule(
        link=fields.number("link", 0, 1),
        ask=fields.number("ask", 0, 1),
        near=round(fields.number("near_minutes", 0, _LONGEST) * MINUTE),
        alike=round(fields.number("alike", 0, _PERCENT)),
        time=_weights(fields.under("time"), TIMES),
        purpose=_weights(fields.under("purpose"), PURPOSES),
        timezone=zone,
    )


def _weights(fields: Fields, names: tuple[str, ...]) -> dict[str, float]:
    fields.only(names)
    return {name: fields.number(name, -1, 1) for name in fields.values}
