"""
Moving a party's visits from one cluster to another: the three words of a move.

``party.detached`` (the visits fold, to the cluster that has the party): let it go ``to``
another. That cluster sends, for each visit of the party, ``visit.attached`` with the visit's
events, and last ``party.arrived``. All three stand on ``by-party`` only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from events import ids
from events.event import Event
from processors.visits.visit import VisitEvent, load_event

DETACHED: Final = "party.detached"
ATTACHED: Final = "visit.attached"
ARRIVED: Final = "party.arrived"

SOURCE: Final = "/departments/hub/visits"


def detached(party_id: str, cluster: str, to: str, cause: Event) -> Event:
    """Return the word to *cluster* that the party belongs to cluster *to* because of *cause*."""
    return _event(DETACHED, "", cause, (cluster, to), party_id=party_id, to=to)


def attached(subject: str, events: Sequence[VisitEvent], cause: Event) -> Event:
    """Return the visit as it goes on to the cluster that *cause* (``party.detached``) names."""
    told = [list(event) for event in events]
    party_id = cause.data["party_id"]
    return _event(ATTACHED, subject, cause, (subject,), party_id=party_id, events=told)


def arrived(cause: Event) -> Event:
    """Return the word that all visits of the party were sent on after *cause*."""
    return _event(ARRIVED, "", cause, (), party_id=cause.data["party_id"])


def attached_events(event: Event) -> tuple[VisitEvent, ...]:
    return tuple(map(load_event, event.data["events"]))


def _event(name: str, subject: str, cause: Event, named: Sequence[str], **data: Any) -> Event:
    id = ids.make(name, data["party_id"], *named, cause.event_id)
    return Event(f"{SOURCE}#{id}", name, 1, cause.time, 0, SOURCE, id, subject, data)
