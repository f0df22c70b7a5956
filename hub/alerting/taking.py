"""Taking an alert over: ``alert.acknowledged``, an event of people, through ``ingest.hub``."""

from __future__ import annotations

from typing import Any

from events import codec, ids
from events.event import Event
from events.instant import Instant, render
from events.validation import HUB
from hub.cluster.connecting import connection_of
from hub.cluster.saying import say
from hub.failure import Failure
from hub.office import open_office
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


def take_over(settings: Settings, finding: str, by: str, note: str, *, cluster: bool) -> None:
    """Say so to the hub of *settings*; ``Failure`` where it is refused."""
    raw = acknowledgement(finding, by, note, wall_now())
    if cluster:
        say(connection_of(settings), [(HUB, raw)])
        return
    with open_office(settings) as office:
        counts = office.accept([(HUB, raw)], None)
    if counts["rejected"]:
        raise Failure("not-taken", reason=", ".join(counts["by_code"]))
