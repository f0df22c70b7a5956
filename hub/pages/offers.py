"""
What a letter's link leads to: an offer or an invitation, to be read and answered without a key.

The link is the key (``hub.outreach.links``). Opening the address alone changes nothing, since chat
programs fetch what they preview: to read is a press of a button (``offer.opened``), to apply
another one (``offer.applied``). Strangers share a small quota per address.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from events.instant import render
from hub.failure import Failure
from hub.gateway.door import Door, address_of
from hub.gateway.problems import ProblemError
from hub.outreach import links
from hub.outreach.letters import Offer
from hub.outreach.telling import event
from hub.pages import routes as pages
from hub.pages.words import day

routes: Final = APIRouter(prefix="/offers", include_in_schema=False)

_STANDING: Final = """
SELECT opened_at, applied_at FROM offers WHERE offer_id = {offer:String}
"""
_TITLE: Final = """
SELECT if(title = '', item, title) AS title, category_title AS topic, department FROM menu_items
WHERE menu_id = {menu:String} AND item = {item:String}
UNION ALL
SELECT name AS title, category AS topic, '' AS department FROM campaigns
WHERE campaign_id = {campaign:String} AND campaign_id != ''
LIMIT 1
"""
_ANSWERS: Final = {"read": "offer.opened", "apply": "offer.applied"}


def install(app: FastAPI) -> None:
    """Put the addresses onto the gateway *app*."""
    app.include_router(routes)


@routes.get("/{token}")
async def shown(request: Request, token: str) -> Response:
    """Show what the letter offers; nothing is noted."""
    return await run_in_threadpool(_answered, request, token, "")


@routes.post("/{token}")
async def answered(request: Request, token: str) -> Response:
    """Note that the offer was read, or applied for."""
    said = await pages.form(request)
    return await run_in_threadpool(_answered, request, token, said.get("answer", ""))


def _answered(request: Request, token: str, answer: str) -> Response:
    door: Door = request.app.state.door
    try:
        door.charge(f"@{address_of(request)}", door.limits.strangers, 0)
        offer = _offer(door, token)
        standing = _standing(door, offer)
        if not answer:
            return _page(request, door, offer, standing)
        _say(door, offer, answer, standing)
    except (Failure, ProblemError) as error:
        return pages.told(request, None, error)
    return RedirectResponse(f"{links.PATH}{token}?said={answer}", 303)


def _offer(door: Door, token: str) -> Offer:
    found = links.read(door.keyring.secret(), token)
    if found is None:
        raise ProblemError("no-such-path")
    if found.until <= door.hub.now():
        raise ProblemError("link-expired", day(render(found.until)))
    return found.offer


def _standing(door: Door, offer: Offer) -> dict[str, Any]:
    rows = door.hub.query(_STANDING, {"offer": offer.offer_id})
    return rows[0] if rows else {"opened_at": None, "applied_at": None}


def _page(request: Request, door: Door, offer: Offer, standing: dict[str, Any]) -> Response:
    names = {"menu": "menu_id", "item": "item", "campaign": "campaign_id"}
    rows = door.hub.query(_TITLE, {key: offer.data.get(name, "") for key, name in names.items()})
    said = request.query_params.get("said", "")
    values = {
        "viewer": None,
        "offer": {"campaign_id": "", "note": "", **offer.data},
        "about": rows[0] if rows else {"title": offer.data.get("item", ""), "topic": ""},
        "opened": bool(standing["opened_at"]) or said in _ANSWERS,
        "applied": bool(standing["applied_at"]) or said == "apply",
    }
    return pages.html(request, "offer", values)


def _say(door: Door, offer: Offer, answer: str, standing: dict[str, Any]) -> None:
    name = _ANSWERS.get(answer)
    if name is None:
        raise ProblemError("wrong-parameter", answer[:50])
    if standing[name.replace("offer.", "") + "_at"]:
        return
    [receipt] = door.take("hub", [event(name, offer, door.hub.now())])
    if receipt["outcome"] == "rejected":
        raise Failure("not-taken", reason=receipt["code"])
