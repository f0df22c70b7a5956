"""
``GET /quality``: how good the data are that a department sends, sent back to it.

An answer is kept for a minute: it is counted from every receipt and event there is, and nobody's
data become better in less.
"""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from hub.gateway.answers import problems
from hub.gateway.door import Door
from hub.gateway.events import bearer
from hub.gateway.gate import Gate
from hub.gateway.roles import may
from hub.operations.reading import filled, found

routes: Final = APIRouter(dependencies=[bearer])
_REPORT: Final = "data-quality"
_KEPT_S: Final = 60.0


class Quality(BaseModel):
    """
    One quarter of one department. ``score`` is of a hundred (null: nothing to judge).

    ``lost`` says what it cost: refused, late, unlinked, sent-again. Rates are percent.
    """

    quarter: str
    department: str
    score: float | None
    lost: list[str]
    sent: int
    accepted: int
    rejected: int
    mended: int
    rejected_rate: float | None
    duplicated: int
    duplicated_rate: float | None
    events: int
    late: int
    late_rate: float | None
    named: int
    unlinked: int
    unlinked_rate: float | None


@routes.get(
    "/quality",
    operation_id="dataQuality",
    summary="How good your data are, by quarter, with a score and what it cost",
    response_model=list[Quality],
    responses=problems(400, 401, 403, 429, 503),
)
async def quality(request: Request) -> Any:
    """Return the rows of report `data-quality`: of the caller's department, or of all."""
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "findings")
    door.charge(caller.name, caller.quota, 0)
    if not caller.department and not may(caller.role, "findings-all"):
        return []
    kept, now = door.answers.get(caller.department), monotonic()
    if kept is None or now - kept[0] > _KEPT_S:
        kept = now, await run_in_threadpool(rows, door.gate, caller.department)
        door.answers[caller.department] = kept
    return kept[1]


def rows(gate: Gate, department: str) -> list[dict[str, Any]]:
    """Return the report for *department* ('': all of them)."""
    return gate.query(filled(found(_REPORT), {"for": department}), {})
