"""``POST /events``: events come in. ``POST /check``: the same judgement, and nothing is stored."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from hub.gateway.answers import EVENTS_BODY, Batch, Checked, Receipt, problems
from hub.gateway.bodies import BodyError, Messages, cut
from hub.gateway.door import Door
from hub.gateway.problems import ProblemError, language_of
from hub.loading.checking import check_raws

bearer: Final = Depends(HTTPBearer(auto_error=False, description="The key of a department."))
"""Says in OpenAPI what ``Door.admit`` asks for."""
routes: Final = APIRouter(dependencies=[bearer])

_STATUS: Final = {"accepted": 201, "duplicate": 200, "rejected": 422, "written": 202}


@routes.post(
    "/events",
    operation_id="sendEvents",
    summary="Send one event, or a batch",
    openapi_extra=EVENTS_BODY,
    response_model=None,
    responses={
        200: {
            "model": Batch | Receipt,
            "description": "A batch: read each receipt. A single event: the log had it before.",
        },
        201: {"model": Receipt, "description": "Accepted: the log has it."},
        202: {"model": Receipt | Batch, "description": "The log has it; judged in a moment."},
        422: {"model": Receipt, "description": "Refused, with the reason; the log has that too."},
        **problems(400, 401, 403, 408, 413, 415, 429, 503),
    },
)
async def send(request: Request) -> Response:
    """
    Return when the log holds what was sent.

    One event: 201 accepted, 200 sent before, 422 refused, 202 where intake judges later. A batch:
    the counts and a receipt for each event, in order. A refused event harms no other.
    """
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "send")
    messages = await _messages(request, door, await door.read(request, caller))
    found = await run_in_threadpool(door.take, caller.department, messages.values)
    if messages.single:
        return JSONResponse(found[0], _STATUS[found[0]["outcome"]])
    counts = Counter(one["outcome"] for one in found)
    told = {outcome: counts[outcome] for outcome in _STATUS}
    return JSONResponse({**told, "receipts": found}, 200 if door.hub.judged else 202)


@routes.post(
    "/check",
    operation_id="checkEvents",
    summary="Judge events without storing them",
    openapi_extra=EVENTS_BODY,
    response_model=Checked,
    responses=problems(400, 401, 403, 408, 413, 415, 429, 503),
)
async def check(request: Request) -> Any:
    """Return what intake would refuse, and how to mend it (`Accept-Language: zh` for Chinese)."""
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "check")
    messages = await _messages(request, door, await door.read(request, caller))
    language = language_of(request.headers.get("accept-language", ""))
    raws = enumerate(((caller.department, value) for value in messages.values), 1)
    found = await run_in_threadpool(check_raws, raws, language, door.hub.now(), door.hub.signers())
    faults = [
        {"number": one.line, "code": one.code, "field": one.field, "mend": one.mend}
        for one in found
    ]
    return {"events": len(messages.values), "faults": faults}


async def _messages(request: Request, door: Door, body: bytes) -> Messages:
    headers = [(name, value) for name, value in request.headers.items()]
    try:
        messages = await run_in_threadpool(
            cut, request.headers.get("content-type", ""), headers, body
        )
    except BodyError as error:
        raise ProblemError(error.code, error.detail) from error
    if len(messages.values) > door.limits.events:
        raise ProblemError("too-many-events", door.limits.events)
    if any(len(value) > door.limits.event for value in messages.values):
        raise ProblemError("body-too-large", door.limits.event)
    return messages
