"""The operation ``alerted``: what somebody was told of, who now takes it over by its id."""

from __future__ import annotations

from typing import Final

from hub.alerting.rungs import warning_id
from hub.failure import Failure
from hub.operations.reading import whole_id
from hub.port import Asked

_WARNINGS: Final = """
SELECT DISTINCT clock, case_id, episode, assignment_id
FROM finding_records WHERE name = 'clock.warned'
"""


def alerted(hub: Asked, id: str) -> dict[str, str]:
    """
    Return the whole id of the finding, or of the warning before it, whose id begins with *id*.

    Raises:
        Failure: nothing was found or warned of whose id begins so, or several things were.
    """
    try:
        return {"finding_id": whole_id(hub, id)}
    except Failure as error:
        if error.key != "unknown-finding":
            raise
        begun = {name for row in hub.query(_WARNINGS) if (name := warning_id(row)).startswith(id)}
        if len(begun) > 1:
            raise Failure("several-findings", id=id) from error
        if not begun:
            raise
        return {"finding_id": begun.pop()}
