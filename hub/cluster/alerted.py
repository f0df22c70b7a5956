"""
Operation ``alerted`` of a cluster: what somebody was told of, who now takes it over by its id.

The warehouse is asked first: it knows ids by their beginning, and finds one at once. An alert may
arrive before its finding does there, and nobody should wait for a warehouse that is away: then
the log says whether there is such a finding.
"""

from __future__ import annotations

from uuid import UUID

from events import codec
from events.record import Record
from events.topics import FINDINGS
from hub.alerting.rungs import warning_id
from hub.cluster.hub import Cluster
from hub.failure import Failure
from hub.journal import whole
from hub.operations.alerted import alerted as known


def alerted(hub: Cluster, id: str) -> dict[str, str]:
    """
    Return the whole id of what was found or warned of.

    Raises:
        Failure: the log knows nothing of *id*; or only its beginning is given, and the warehouse
            does not answer.
    """
    try:
        return known(hub, id)
    except Failure as error:
        if error.key not in {"unknown-finding", "warehouse-away"}:
            raise
        if not _is_whole(id):
            raise error if error.key == "unknown-finding" else _beginning(id) from error
    with hub.reading() as log:
        if any(_names(record, id) for record in whole(log, FINDINGS)):
            return {"finding_id": id}
    raise Failure("unknown-finding", id=id)


def _beginning(id: str) -> Failure:
    return Failure("finding-not-whole", id=id)


def _is_whole(id: str) -> bool:
    try:
        return str(UUID(id)) == id
    except ValueError:
        return False


def _names(record: Record, id: str) -> bool:
    """Tell whether *record* is of the finding *id*, or the warning before it."""
    if record.key == id.encode():
        return True
    if b"clock.warned" not in record.value:
        return False
    event = codec.decode(record.value)
    return event.name == "clock.warned" and warning_id(event.data) == id
