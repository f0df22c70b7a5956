"""How late an event may come: what happened longer ago than the horizon is not concluded."""

from __future__ import annotations

from events.event import Event
from events.instant import DAY, Instant

HORIZON = Instant(400 * DAY)
"""Events later than this (partition's now less event time) are flagged and not concluded."""


def heard_too_late(event: Event, now: Instant, horizon: Instant) -> bool:
    """Tell whether *event* lies more than *horizon* before *now* (exactly at it is in time)."""
    return now - event.time > horizon
