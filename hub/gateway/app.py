"""
The gateway as an application: routes, and what happens to everything they refuse.

Blocking work (log, warehouse) runs in threads, bounded in number: who comes when all are taken
gets 503 at once instead of a place in a growing queue.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from hub.failure import Failure
from hub.gateway import asking, events, quality, receipts
from hub.gateway.door import Door, address_of, path_of
from hub.gateway.keyring import Keyring, Refusal
from hub.gateway.limits import Limits
from hub.gateway.problems import MEDIA, ProblemError, document, language_of
from hub.pages import offers, taking
from hub.pages.routes import install
from hub.port import Hub

log = logging.getLogger(__name__)

_ABOUT: Final = """
Send what your department did as CloudEvents, and get a receipt for each event.

* Every request carries your key: `Authorization: Bearer KEY`.
* An answer means that the log has your event. Sending an event again is harmless.
* `POST /check` judges events without storing them.
"""


def build(hub: Hub, keyring: Keyring, limits: Limits = Limits()) -> FastAPI:
    """Return the application over *hub*."""
    app = FastAPI(title="Coordination hub gateway", version="1", description=_ABOUT)
    app.state.door = Door(hub, keyring, limits)
    for routes in (events.routes, receipts.routes, asking.routes, quality.routes):
        app.include_router(routes)
    install(app)
    taking.install(app)
    offers.install(app)
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _parameter)
    app.add_exception_handler(HTTPException, _astray)
    app.add_exception_handler(Failure, _failure)
    app.add_exception_handler(Exception, _fault)
    app.middleware("http")(_bounded)
    return app


async def _bounded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    door: Door = request.app.state.door
    if door.waiting >= door.limits.waiting:
        return await _problem(request, ProblemError("busy", wait_s=2))
    door.waiting += 1
    try:
        return await answer(request)
    finally:
        door.waiting -= 1


async def _problem(request: Request, error: Exception) -> Response:
    """Tell *error* and write it down."""
    problem = error if isinstance(error, ProblemError) else ProblemError("internal-error")
    door: Door = request.app.state.door
    refusal = Refusal(
        getattr(request.state, "caller", ""),
        address_of(request),
        request.method,
        path_of(request),
        problem.status,
        problem.code,
    )
    await run_in_threadpool(door.keyring.refuse, refusal, door.hub.now())
    headers = {"Retry-After": str(max(1, round(problem.wait_s)))} if problem.wait_s else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status in {408, 413}:
        headers["Connection"] = "close"
    told = document(problem, language_of(request.headers.get("accept-language", "")))
    return JSONResponse(told, problem.status, headers, MEDIA)


async def _parameter(request: Request, error: Exception) -> Response:
    faults: Any = error.errors() if isinstance(error, RequestValidationError) else ()
    told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in faults)
    return await _problem(request, ProblemError("wrong-parameter", told[:500]))


async def _astray(request: Request, error: Exception) -> Response:
    """Tell what the router refused: no such path, no such method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    problem = ProblemError("method", request.method) if status == 405 else _ASTRAY
    told = await _problem(request, problem)
    told.headers.update(getattr(error, "headers", None) or {})
    return told


_ASTRAY: Final = ProblemError("no-such-path")


async def _failure(request: Request, error: Exception) -> Response:
    """Tell what the hub behind could not do: its files or its servers are away."""
    log.warning("%s %s: %s", request.method, path_of(request), error)
    key = error.key if isinstance(error, Failure) else type(error).__name__
    code = "warehouse-away" if key.startswith(("warehouse", "query")) else "log-away"
    return await _problem(request, ProblemError(code, key, wait_s=5))


async def _fault(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, path_of(request), exc_info=error)
    return await _problem(request, ProblemError("internal-error"))
