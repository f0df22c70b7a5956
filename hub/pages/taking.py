"""
Take an alert over from a page: a POST that becomes the event ``alert.acknowledged``.

Who may is said by the role (right ``acknowledge``) and by what its pages show: a department takes
over what is at its charge. The form carries a proof made of the session's own cookie, which no
other site can read; a POST without it, or from another site, changes nothing and is written down
with the other refusals. The event goes the way of all events (``ingest.hub``), names who pressed,
and stands in the log for good; the next rung is not told.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from hub.alerting.taking import acknowledgement
from hub.failure import Failure
from hub.gateway.door import Door
from hub.gateway.keyring import Caller
from hub.gateway.problems import ProblemError
from hub.gateway.roles import may
from hub.pages import routes as pages
from hub.pages import sessions
from hub.pages.taken import RIGHT, theirs

routes: Final = APIRouter(prefix="/pages", include_in_schema=False)

_FINDING: Final = """
SELECT rule, department, status FROM findings WHERE finding_id = {id:String}
"""
_TO_TAKE: Final = frozenset({"open", "confirmed"})
_LONGEST: Final = 500


def install(app: FastAPI) -> None:
    """Put the addresses onto the gateway *app*."""
    app.include_router(routes)


@routes.post("/findings/{finding_id}/take")
async def take(request: Request, finding_id: str) -> Response:
    """Say that the viewer takes the finding over, and go back to the page."""
    said = await pages.form(request)
    return await run_in_threadpool(_taken, request, finding_id, said)


def _taken(request: Request, finding_id: str, said: dict[str, str]) -> Response:
    door: Door = request.app.state.door
    viewer = pages.viewer_of(request)
    if viewer is None:
        return RedirectResponse("/pages/login", 303, {"Cache-Control": "no-store"})
    request.state.caller = viewer.name
    try:
        door.charge(viewer.name, viewer.quota, 0)
        _admitted(request, door, viewer, said)
        _say(door, viewer, finding_id, said.get("note", "").strip()[:_LONGEST])
    except (Failure, ProblemError) as error:
        return pages.told(request, viewer, error)
    return RedirectResponse(pages.back(said), 303, {"Cache-Control": "no-store"})


def _admitted(request: Request, door: Door, viewer: Caller, said: dict[str, str]) -> None:
    """Raise ``ProblemError`` unless the viewer pressed this on a page of ours, and may."""
    cookie = request.cookies.get(sessions.COOKIE, "")
    if not _from_here(request) or not sessions.proves(door.keyring, cookie, said.get("proof", "")):
        raise ProblemError("not-from-here")
    if not may(viewer.role, RIGHT):
        raise ProblemError("not-allowed", viewer.role)


def _from_here(request: Request) -> bool:
    try:
        origin = urlsplit(request.headers.get("origin", "")).netloc
    except ValueError:  # no browser says so
        return False
    return origin in {"", request.headers.get("host", "")}


def _say(door: Door, viewer: Caller, finding_id: str, note: str) -> None:
    rows = door.hub.query(_FINDING, {"id": finding_id})
    if not rows or not theirs(viewer, rows[0]):
        raise Failure("unknown-finding", id=finding_id)
    if rows[0]["status"] not in _TO_TAKE:
        raise Failure("not-taken", reason=rows[0]["status"])
    raw = acknowledgement(finding_id, viewer.name, note, door.hub.now())
    [receipt] = door.take("hub", [raw])
    if receipt["outcome"] == "rejected":
        raise Failure("not-taken", reason=receipt["code"])
