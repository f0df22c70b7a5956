"""Taking an alert over: ``alert.acknowledged``, an event of people, through ``ingest.hub``."""

from __future__ import annotations

from typing import Any

from events import codec, ids
from events.event import Event
from events.instant import Instant, render
from events.validation import HUB
from hub.client import open_client
from hub.failure import Failure
from hub.settings import Settings
from hub.wall import wall_now

_SOURCE = "/departments/hub/alerts"


def acknowledgement(finding_id: str, by: str, note: str, at: Instant) -> bytes:
    """Return the event that *by* (an officer, or who holds a key) takes the finding over."""
    id = ids.make("alert.acknowledged", finding_id, by, render(at))
    data: dict[str, Any] = {"finding_id": finding_id, "by": by}
    if note:
        data["note"] = note
    event_id = ids.event_id(_SOURCE, id)
    event = Event(event_id, "alert.acknowledged", 1, at, 0, _SOURCE, id, finding_id, data)
    return codec.encode(event)


def take_over(settings: Settings, finding: str, by: str, note: str, *, cluster: bool) -> str:
    """
    Say so to the hub of *settings* and return the whole id of *finding*, or of a warning.

    Raises:
        Failure: nothing was found or warned of that has such an id, or the event is refused.
    """
    with open_client(settings, cluster=cluster) as client:
        whole: str = client.ask("alerted", id=finding)["finding_id"]
        raw = acknowledgement(whole, by, note, wall_now())
        counts = client.accept([(HUB, raw)], None)
    if counts["rejected"]:
        raise Failure("not-taken", reason=", ".join(counts["by_code"]))
    return whole
