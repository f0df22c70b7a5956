"""
``GET /quality``, ``GET /departments/{id}/quality``: how good a department's data are, sent back.

An answer is kept for a minute: it is counted from every receipt and event there is, and nobody's
data become better in less.
"""

from __future__ import annotations

from time import monotonic
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from hub.gateway.answers import problems
from hub.gateway.door import Door
from hub.gateway.events import bearer
from hub.gateway.keyring import Caller
from hub.gateway.problems import ProblemError
from hub.gateway.roles import may
from hub.operations.reading import filled, found
from hub.port import Hub

routes: Final = APIRouter(dependencies=[bearer])
_REPORT: Final = "data-quality"
_KEPT_S: Final = 60.0
_MOST: Final = 2000
"""Departments whose answers are kept; who asks for made-up ones empties no memory."""


Department = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,200}$")]


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
    caller = await _admitted(request)
    if not caller.department and not may(caller.role, "findings-all"):
        return []
    return await _kept(door, caller.department)


@routes.get(
    "/departments/{department}/quality",
    operation_id="dataQualityOf",
    summary="How good the data of one department are, by quarter",
    response_model=list[Quality],
    responses=problems(400, 401, 403, 429, 503),
)
async def quality_of(request: Request, department: Department) -> Any:
    """Return the rows of one department: its own key's, or any for who sees all."""
    caller = await _admitted(request)
    if department != caller.department and not may(caller.role, "findings-all"):
        raise ProblemError("not-allowed", caller.role)
    return await _kept(request.app.state.door, department)


async def _admitted(request: Request) -> Caller:
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "findings")
    door.charge(caller.name, caller.quota, 0)
    return caller


async def _kept(door: Door, department: str) -> object:
    kept, now = door.answers.get(department), monotonic()
    if kept is None or now - kept[0] > _KEPT_S:
        kept = now, await run_in_threadpool(rows, door.hub, department)
        if len(door.answers) >= _MOST:
            door.answers.clear()
        door.answers[department] = kept
    return kept[1]


def rows(hub: Hub, department: str) -> list[dict[str, Any]]:
    """Return the report for *department* ('': all of them)."""
    return hub.query(filled(found(_REPORT), {"for": department}), {})
