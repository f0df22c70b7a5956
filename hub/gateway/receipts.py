"""Receipts: one by its event's id, a page from an offset on, or a stream as they come (SSE)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from hub.gateway.answers import Listed, Receipt, problems
from hub.gateway.door import Door
from hub.gateway.events import bearer
from hub.gateway.keyring import Caller
from hub.gateway.problems import ProblemError
from hub.gateway.roles import may

routes: Final = APIRouter(dependencies=[bearer])

_PAGE: Final = 500
_POLL_S: Final = 0.3
_ALIVE_S: Final = 15.0
_BY_ID: Final = """
SELECT event_id, outcome, code, message, field, time, sha256, topic, partition, offset, department
FROM receipts WHERE event_id = {id:String}
ORDER BY outcome = 'accepted' DESC, time DESC, offset DESC LIMIT 1
"""
_LARGEST: Final = 2**53
After = Annotated[int, Query(ge=0, le=_LARGEST, description="Offset of the first receipt.")]
Of = Annotated[str, Query(max_length=200, description="Another department, where you may.")]


def _whose(caller: Caller, department: str) -> str:
    """Return whose receipts *caller* gets; raise ``ProblemError`` where they may not."""
    wanted = department or caller.department
    if not wanted or (wanted != caller.department and not may(caller.role, "receipts-all")):
        raise ProblemError("not-allowed", caller.role)
    return wanted


@routes.get(
    "/receipts",
    operation_id="listReceipts",
    response_model=Listed,
    responses=problems(400, 401, 403, 429, 503),
)
async def page(
    request: Request,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=_PAGE)] = 100,
    department: Of = "",
) -> Any:
    """Return receipts of a department in the order they were given."""
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "receipts")
    whose = _whose(caller, department)
    door.charge(caller.name, caller.quota, 0)
    told = await run_in_threadpool(door.hub.receipts, whose, after, limit)
    return {
        "next": told[-1].offset + 1 if told else after,
        "receipts": [one.receipt for one in told],
    }


@routes.get(
    "/receipts/stream",
    operation_id="streamReceipts",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `id` is the offset, `data` a receipt.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **problems(400, 401, 403, 429, 503),
    },
)
async def stream(
    request: Request,
    after: After = 0,
    department: Of = "",
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> Response:
    """Send receipts as they come; come back with `Last-Event-ID` and none is missed."""
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "receipts")
    whose = _whose(caller, department)
    door.charge(caller.name, caller.quota, 0)
    if door.streams.get(caller.name, 0) >= door.limits.streams:
        raise ProblemError("too-many-streams", door.limits.streams, wait_s=5)
    start = int(last_event_id) + 1 if last_event_id.isdecimal() else after
    return StreamingResponse(_lines(door, caller, whose, start), media_type="text/event-stream")


async def _lines(door: Door, caller: Caller, whose: str, start: int) -> AsyncIterator[bytes]:
    """Yield receipts from *start* on; a reader that is slow holds back only itself."""
    door.streams[caller.name] = door.streams.get(caller.name, 0) + 1
    until, said = time.monotonic() + door.limits.stream_s, time.monotonic()
    try:
        yield b"retry: 3000\n\n"
        while time.monotonic() < until:
            told = await run_in_threadpool(door.hub.receipts, whose, start, _PAGE)
            for one in told:
                yield b"id: %d\ndata: %b\n\n" % (one.offset, orjson.dumps(one.receipt))
                start, said = one.offset + 1, time.monotonic()
            if time.monotonic() - said > _ALIVE_S:
                yield b": waiting\n\n"
                said = time.monotonic()
            if not told:
                await asyncio.sleep(_POLL_S)
    finally:
        door.streams[caller.name] -= 1


@routes.get(
    "/receipts/{event_id:path}",
    operation_id="getReceipt",
    response_model=Receipt,
    responses=problems(400, 401, 403, 404, 429, 503),
)
async def one(request: Request, event_id: str) -> Any:
    """Return the receipt of the event `source#id` (write `#` as `%23`)."""
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "receipts")
    door.charge(caller.name, caller.quota, 0)
    rows = await run_in_threadpool(door.hub.query, _BY_ID, {"id": event_id})
    if rows and not may(caller.role, "receipts-all"):
        rows = [row for row in rows if row["department"] == caller.department]
    if not rows:
        raise ProblemError("unknown-receipt", event_id[:200])
    return rows[0]
