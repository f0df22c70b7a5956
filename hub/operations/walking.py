"""
The operation ``path``: how cases of one kind go, the best way among them, and where they wait.

The figures are those of the reports ``paths``, ``follows`` and ``waits``; the legs of a path are
measured over its own cases. Hours are elapsed, minutes are business minutes of the clocks.
"""

from __future__ import annotations

from typing import Any, Final

from hub.failure import Failure
from hub.operations.reading import report
from hub.port import Asked

_LEGS: Final = """
SELECT
    case_steps.number AS number, case_steps.step AS step, case_steps.next_step AS next_step,
    round(quantileExact(0.5)(
        dateDiff('second', case_steps.at, assumeNotNull(case_steps.next_at)) / 3600), 2
    ) AS median_hours
FROM case_steps
INNER JOIN case_paths ON case_paths.case_id = case_steps.case_id
WHERE case_paths.kind = {kind:String} AND case_paths.path = {path:String}
    AND case_steps.next_step != ''
GROUP BY number, step, next_step
ORDER BY number
"""
_LISTED: Final = 10


def path(hub: Asked, kind: str, support: str = "") -> dict[str, Any]:
    """
    Return the best path of *kind* with its legs, its ten commonest paths and longest waits.

    ``best`` is empty while no path is quick, evaluated and walked by *support* cases.

    Raises:
        Failure: no case of this kind was closed.
    """
    options = {"support": support} if support else {}
    paths = [row for row in report(hub, "paths", options) if row["kind"] == kind]
    if not paths:
        raise Failure("no-path", kind=kind)
    waits = [row for row in report(hub, "waits") if row["kind"] == kind]
    best = next((row for row in paths if row["best"]), None)
    shown = best or paths[0]
    return {
        "kind": kind,
        "best": best or {},
        "legs": hub.query(_LEGS, {"kind": kind, "path": shown["path"]}),
        "paths": paths[:_LISTED],
        "waits": waits[:_LISTED],
    }
