"""
The event that was just taken, as readers of the journal will decode it.

Whoever folds what it took in itself (the embedded hub) needs no second reading of the bytes it
wrote. ``codec.decode`` of the journal's bytes gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events import ids
from events.codec import split_type
from events.envelope import Envelope
from events.event import Event
from events.instant import Instant
from events.upcasters import UPCASTERS, upcast


def taken(envelope: Envelope, name: str, data: Mapping[str, Any], received_at: Instant) -> Event:
    """Return the event of *envelope* with its validated *data*, in the newest version."""
    version = split_type(envelope.type)[1]
    if (name, version) in UPCASTERS:
        version, data = upcast(name, version, data)
    return Event(
        ids.event_id(envelope.source, envelope.id),
        name,
        version,
        envelope.time,
        envelope.sequence,
        envelope.source,
        envelope.id,
        envelope.subject,
        data,
        received_at,
    )
