"""Questions of departments and auditors: who visits a party, and what the gateway refused."""

from __future__ import annotations

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from events.instant import Instant, parse
from hub.gateway.ahead import Rule, before_visit
from hub.gateway.answers import BeforeVisit, problems
from hub.gateway.door import Door
from hub.gateway.events import bearer
from hub.gateway.problems import language_of
from hub.i18n import say
from hub.port import Hub
from hub.publishing.publications import still_published
from processors.policies.policy import contents
from processors.policies.visit_policy import parse_visits

routes: Final = APIRouter(dependencies=[bearer])

_VISITS: Final = """
SELECT visit_id, departments, purpose, ground, start, end, status FROM visits
WHERE party_id = {party:String} OR (cluster_id != '' AND cluster_id IN (
    SELECT cluster_id FROM visits WHERE party_id = {party:String}
    UNION ALL SELECT cluster_id FROM parties WHERE party_id = {party:String}
))
ORDER BY start DESC LIMIT 1000
"""
_POLICIES: Final = still_published("policy.published")


@routes.get(
    "/parties/{party_id:path}/visits",
    operation_id="beforeVisit",
    summary="Before a visit: who was there, who plans to go, which trip to join",
    response_model=BeforeVisit,
    responses=problems(400, 401, 403, 429, 503),
)
async def visits(request: Request, party_id: str) -> Any:
    """Return what a department should know before it plans a visit. No visits: it may go."""
    door: Door = request.app.state.door
    caller = await run_in_threadpool(door.admit, request, "visits")
    door.charge(caller.name, caller.quota, 0)
    party_id = door.hub.known_as(party_id)
    found = await run_in_threadpool(_visits, door.hub, party_id, caller.department)
    language = language_of(request.headers.get("accept-language", ""))
    told = say(language, f"visit-{found['advice']}", **_named(found))
    return {"party_id": party_id, **found, "told": told}


def _visits(hub: Hub, party: str, department: str) -> dict[str, Any]:
    now = hub.now()
    rows = hub.query(_VISITS, {"party": party})
    return before_visit(rows, _rule(hub, now), department, now)


def _rule(hub: Hub, now: Instant) -> Rule:
    """Return the visit policy that is in force *now*."""
    said = [orjson.loads(row["data"]) for row in hub.query(_POLICIES, {})]
    visits = [
        one
        for one in said
        if one["kind"] == "visits"
        and not one["content"].get("shadow")
        and parse(one["valid_from"]) <= now
    ]
    if not visits:
        return Rule()
    last = max(visits, key=lambda one: (parse(one["valid_from"]), one["version"]))
    policy = parse_visits(contents(last))
    return Rule(policy.window_days, policy.cap_per_year, policy.exempt_grounds, policy.timezone)


def _named(found: dict[str, Any]) -> dict[str, Any]:
    join = found["join"] or {"departments": (), "start": ""}
    return {
        "departments": ", ".join(join["departments"]),
        "start": join["start"],
        "cap": found["quota"]["cap"],
        "been": len(found["been"]),
    }


@routes.get(
    "/audit",
    operation_id="listRefusals",
    responses={
        200: {"description": "Counts per minute, caller and reason."},
        **problems(400, 401, 403, 429, 503),
    },
)
async def refusals(
    request: Request, limit: Annotated[int, Query(ge=1, le=10_000)] = 1000
) -> list[dict[str, Any]]:
    """Return what the gateway refused, newest first: for auditors."""
    door: Door = request.app.state.door
    await run_in_threadpool(door.admit, request, "audit")
    return await run_in_threadpool(door.keyring.refusals, limit)
