"""
The pages as routes of the gateway: log in, log out, each page, the version that browsers watch.

A page is made in a thread, like every question of the gateway. What a page cannot do is told on
a page, in the viewer's language; a viewer without a session is shown where to log in and comes
back from there. A change is a POST, which a cookie that is ``SameSite`` does not follow from other
sites.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from hub.failure import Failure
from hub.gateway.door import Door, address_of, path_of
from hub.gateway.keyring import Caller, Refusal
from hub.gateway.problems import ProblemError, document
from hub.i18n import MESSAGES, say
from hub.pages import sessions
from hub.pages.building import AGAIN_S
from hub.pages.desk import Desk
from hub.pages.registry import PAGES, Page
from hub.pages.rendering import FOLDER, HEADERS, prepare, render
from hub.pages.shared import ANSWERS, Pages
from hub.pages.shelf import Version
from hub.pages.tables import MEDIA, written
from hub.pages.words import language_from

routes: Final = APIRouter(prefix="/pages", include_in_schema=False)

_LONGEST: Final = 64 * 1024
_LANGUAGE: Final = "hub_language"


def install(app: FastAPI) -> Pages:
    """Put the pages onto the gateway *app*; return what they share."""
    door: Door = app.state.door
    prepare()
    app.state.pages = Pages(door.hub, door.keyring.path.with_name(ANSWERS))
    app.mount("/pages/static", StaticFiles(directory=FOLDER / "static"), "pages-static")
    for page in PAGES:
        methods = ["GET", "POST"] if page.asks else ["GET"]
        app.add_api_route(page.path, _shown(page), methods=methods, include_in_schema=False)
    app.include_router(routes)
    app.add_api_route("/", _home, methods=["GET"], include_in_schema=False)
    found: Pages = app.state.pages
    return found


async def _home() -> Response:
    return RedirectResponse("/pages/", 303)


def _shown(page: Page) -> Any:
    async def show(request: Request) -> Response:
        sent = await form(request) if request.method == "POST" else {}
        return await run_in_threadpool(answer, request, page, dict(request.query_params) | sent)

    show.__name__ = f"page_{page.name}"
    return show


def answer(request: Request, page: Page, asked: dict[str, str]) -> Response:
    """Return *page* as it is for who looks; where to log in for nobody."""
    viewer = viewer_of(request)
    if viewer is None:
        return _to_login(request)
    request.state.caller = viewer.name
    door: Door = request.app.state.door
    try:
        door.charge(viewer.name, viewer.quota, 0)
        desk = _desk(request, page, viewer, asked | request.path_params)
        if not desk.may(page.right):
            raise ProblemError("not-allowed", viewer.role)
        return _page(request, page, desk)
    except (Failure, ProblemError) as error:
        return told(request, viewer, error)


def _desk(request: Request, page: Page, viewer: Caller, asked: dict[str, str]) -> Desk:
    door: Door = request.app.state.door
    pages: Pages = request.app.state.pages
    # What was typed into a form is not sent again by a page that comes by itself.
    first_s = None if page.asks else pages.first_s
    desk = Desk(door.hub, pages.shelf, viewer, _language(request), asked, first_s=first_s)
    desk.here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    desk.proof = sessions.proof(door.keyring, request.cookies[sessions.COOKIE])
    return desk


def _page(request: Request, page: Page, desk: Desk) -> Response:
    pages: Pages = request.app.state.pages
    made = pages.builder.built(_named(page, desk), desk, page.made)
    if made is None:
        waits = {"desk": desk, "page": page.name, "again_s": AGAIN_S}
        return html(request, "making", waits, 202, {"Retry-After": str(AGAIN_S)})
    if desk.whole:
        name = desk.said("csv")
        named = f'attachment; filename="{page.name}-{name}.csv"'
        headers = {**HEADERS, "Content-Disposition": named}
        return Response(written(made.get("tables", {}), name), 200, headers, MEDIA)
    shown = {
        **made,
        "desk": desk,
        "live": page.live,
        "version": _stamp(desk.of),
        "stale": not desk.of or desk.of != desk.shelf.version(),
    }
    return html(request, page.name, shown)


def _named(page: Page, desk: Desk) -> tuple[Any, ...]:
    """Return what names a page among all that are built: one for all who see the same."""
    asked = sorted((key, said) for key, said in desk.asked.items() if key != "lang")
    return (page.name, desk.viewer.role, desk.viewer.department, tuple(asked))


def viewer_of(request: Request) -> Caller | None:
    """Return whose session the request carries, None for nobody's."""
    door: Door = request.app.state.door
    cookie = request.cookies.get(sessions.COOKIE, "")
    return sessions.read(door.keyring, cookie, door.hub.now()) if cookie else None


def _language(request: Request) -> Any:
    return language_from(
        request.query_params.get("lang", ""),
        request.cookies.get(_LANGUAGE, ""),
        request.headers.get("accept-language", ""),
    )


def html(
    request: Request,
    name: str,
    values: dict[str, Any],
    status: int = 200,
    headers: Mapping[str, str] = {},
) -> Response:
    language = _language(request)
    viewer = values["desk"].viewer if "desk" in values else values.get("viewer")
    text = render(name, language, request.url, viewer, values)
    response = Response(text, status, {**HEADERS, **headers}, "text/html; charset=utf-8")
    if request.query_params.get("lang") in {"en", "zh"}:
        response.set_cookie(_LANGUAGE, language, path="/pages", samesite="lax", httponly=True)
    return response


def told(request: Request, viewer: Caller | None, error: Failure | ProblemError) -> Response:
    """Return the page that tells *error*."""
    language = _language(request)
    if isinstance(error, ProblemError):
        status, text = error.status, document(error, language)["detail"]
        _refused(request, viewer, error)
    else:
        status = _STATUS.get(error.key, 503 if error.key.startswith("warehouse") else 400)
        known = error.key in MESSAGES
        text = say(language, error.key, **error.values) if known else error.key
    return html(request, "problem", {"viewer": viewer, "status": status, "told": text}, status)


_STATUS: Final = {
    "unknown-case": 404,
    "unknown-finding": 404,
    "unknown-report": 404,
    "no-path": 404,
}


def _refused(request: Request, viewer: Caller | None, error: ProblemError) -> None:
    door: Door = request.app.state.door
    name, path = viewer.name if viewer else "", path_of(request)
    who = (name, address_of(request), request.method, path, error.status, error.code)
    door.keyring.refuse(Refusal(*who), door.hub.now())


def _to_login(request: Request) -> Response:
    back = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    return RedirectResponse(f"/pages/login?next={back}", 303, {"Cache-Control": "no-store"})


@routes.get("/login")
async def login_page(request: Request) -> Response:
    return html(request, "login", {"viewer": None, "next": back(request.query_params), "wrong": ""})


@routes.post("/login")
async def log_in(request: Request) -> Response:
    """Open a session for who shows a key."""
    said = await form(request)
    return await run_in_threadpool(_logged_in, request, said)


def _logged_in(request: Request, said: dict[str, str]) -> Response:
    door: Door = request.app.state.door
    caller = door.keyring.opens(said.get("key", "").strip())
    if caller is not None:
        return _begun(request, caller, back(said))
    problem = ProblemError("wrong-key")
    try:
        door.charge(f"@{address_of(request)}", door.limits.strangers, 0)
    except ProblemError as error:
        problem = error
    _refused(request, None, problem)
    wrong = document(problem, _language(request))["detail"]
    values = {"viewer": None, "next": back(said), "wrong": wrong}
    return html(request, "login", values, problem.status)


def _begun(request: Request, caller: Caller, back: str) -> Response:
    door: Door = request.app.state.door
    response = RedirectResponse(back, 303, {"Cache-Control": "no-store"})
    response.set_cookie(
        sessions.COOKIE,
        sessions.signed(door.keyring, caller, door.hub.now()),
        max_age=sessions.LIFE_S,
        path="/pages",
        httponly=True,
        samesite="lax",
        secure=_encrypted(request),
    )
    return response


def _encrypted(request: Request) -> bool:
    """Tell whether the browser came by TLS: here, or at the proxy in front."""
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}


@routes.get("/enter/{ticket}")
async def enter(request: Request, ticket: str) -> Response:
    """Open a session for the bearer of a ticket, once."""
    pages: Pages = request.app.state.pages
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.keyring.named, pages.tickets.use(ticket))
    return _to_login(request) if caller is None else _begun(request, caller, "/pages/")


@routes.post("/logout")
async def log_out() -> Response:
    response = RedirectResponse("/pages/login", 303, {"Cache-Control": "no-store"})
    response.delete_cookie(sessions.COOKIE, path="/pages", httponly=True, samesite="lax")
    return response


@routes.get("/version")
async def version(request: Request) -> Response:
    """Return what browsers compare with the page they show."""
    if await run_in_threadpool(viewer_of, request) is None:
        return JSONResponse({"version": ""}, 401, {"Cache-Control": "no-store"})
    pages: Pages = request.app.state.pages
    found = await run_in_threadpool(pages.shelf.version)
    return JSONResponse({"version": _stamp(found)}, headers={"Cache-Control": "no-store"})


def _stamp(version: Version) -> str:
    return "-".join(map(str, version))


def back(said: Any) -> str:
    """Return the page to go on to: one of ours, whatever was asked."""
    stated = str(said.get("next", ""))
    ours = stated.startswith("/pages/") and "\\" not in stated and "//" not in stated
    return stated if ours else "/pages/"


async def form(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent; what is too long to be one is cut off."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            break
    text = body[:_LONGEST].decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True))


@routes.get("/{rest:path}")
async def astray(request: Request) -> Response:
    viewer = await run_in_threadpool(viewer_of, request)
    return told(request, viewer, ProblemError("no-such-path"))
