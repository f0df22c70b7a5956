"""
Taking back and replacing: a department corrects an event of its own, and the record stays.

``event.withdrawn`` takes one back. An event whose envelope has the extension ``replaces``, the
event id (``source#id``) of an earlier one of the same department, is that and the new event in
one: intake writes the withdrawal beside it, with an id made of both, so that every reader
(folds, views, verification) knows one way only for an event to end. The withdrawal bears no
coordinates of a sending: it is the hub's record of what the new event says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from events import codec, ids
from events.envelope import Envelope, source_department
from events.event import WITHDRAWN, Event
from events.instant import Instant
from events.refusal import RefusedError
from events.remembered import Remembered
from events.routing import Route

Recall = Callable[[str, str], Remembered | None]
"""From (source, id) to what is remembered: everything accepted before, this batch included."""

_LONGEST = 1024


def replaced_id(said: Mapping[str, Any], name: str) -> str:
    """
    Return the event id that the envelope *said* of an event *name* replaces; '' for none.

    Raises:
        RefusedError: it is no event id, or a withdrawal would replace something.
    """
    target = said.get("replaces")
    if target is None or target == "":
        return ""
    if not isinstance(target, str) or len(target) > _LONGEST or not target.isprintable():
        raise RefusedError("invalid-field", "replaces", "it must be source#id of your own event")
    if name == WITHDRAWN:
        raise RefusedError("invalid-field", "replaces", "a withdrawal replaces nothing")
    return target


def route_of_own(target: str, field: str, department: str, recall: Recall) -> Route:
    """
    Return where the event *target* of *department* stands.

    Raises:
        RefusedError: it is another's (``not-your-event``), or was never accepted.
    """
    source, _, id = target.partition("#")
    owner = source_department(source)
    if owner is not None and owner != department:
        raise RefusedError("not-your-event", field, target[:200])
    remembered = recall(source, id) if owner else None
    if remembered is None:
        raise RefusedError("unknown-event", field, target[:200])
    return remembered.route


def withdrawal(by: Envelope, target: str, recorded: Instant) -> bytes:
    """Return the withdrawal of *target* that the event in *by* says, at that event's time."""
    replacing = ids.event_id(by.source, by.id)
    id = ids.make("replaces", replacing, target)
    data = {"event_id": target, "reason": f"replaced by {replacing}"}
    head = (ids.event_id(by.source, id), WITHDRAWN, 1, by.time, by.sequence, by.source, id)
    return codec.encode(Event(*head, by.subject, data, recorded))
