"""
A small county in the middle of its work: what the pages of the tests show.

A simulated city, cut off at one instant: some cases are open, some limits run out, some visits are
still to come. One case more carries what somebody would put in to harm a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import orjson

from hub import simulate
from hub.embedded.hub import Embedded
from hub.embedded.local_client import LocalClient
from hub.loading.load import Load, run_load

CUT: Final = "2026-01-29T03:00:00Z"
SCRIPT: Final = "<script>alert('hub')</script>"
HARMFUL: Final = 'K-"><img src=x onerror=alert(1)>'
COMMON: Final = "K-COMMON"
LOAN: Final = "loan-subsidy"
UNTOLD: Final = "P-untold"
OPENED: Final = {
    "party_id": "P-harm",
    "kind": "demand",
    "channel": "web",
    "category": "water",
    "text": "停水",
    "area": "金东",
}
_CITY: Final = simulate.Parameters(parties=60, days=40, villages=12, issues=60, solved=50)


def load(hub: Embedded, folder: Path) -> None:
    """Take the county into *hub*; *folder* holds the simulated city meanwhile."""
    simulate.write(_CITY, folder)
    cut = folder / "cut.ndjson"
    cut.write_bytes(b"\n".join(_lines(folder / "events.ndjson")))
    run_load(LocalClient(hub), Load((cut,), clock="event", until=CUT))


def _lines(city: Path) -> list[bytes]:
    told = [line for line in city.read_bytes().splitlines() if orjson.loads(line)["time"] <= CUT]
    return [*told, *map(orjson.dumps, [*_cases(), *_reaching()])]


def _reaching() -> list[dict[str, Any]]:
    """Return a menu with one item for two enterprises, of which one was told; and a campaign."""
    at = "2026-01-20T02:00:00Z"
    full = {"version": 1, "valid_from": "2026-01-01T00:00:00+08:00"}
    item = {"item": LOAN, "title": "贷款贴息", "criteria": {"industry": ["toys"]}}
    menu = {"menu_id": "M-1", "department": "tax", "content": {"items": [item]}, **full}
    day = {"campaign_id": "C-27", "name": "爱企日", "monthly_day": 27, "category": "water", **full}
    firm = {"kind": "enterprise", "area": "金东", "industry": "toys"}
    offer = {"offer_id": "F-1", "party_id": "P-told", "menu_id": "M-1", "item": LOAN}
    said: list[tuple[str, dict[str, Any]]] = [
        ("menu.published", menu),
        ("campaign.scheduled", day),
        ("party.registered", {"party_id": "P-told", "name": "甲玩具厂", **firm}),
        ("party.registered", {"party_id": UNTOLD, "name": "乙玩具厂", **firm}),
        ("offer.made", offer),
    ]
    return [
        _event("reach", n, f"{name}.v1", at, data, "hub") for n, (name, data) in enumerate(said)
    ]


def _cases() -> list[dict[str, Any]]:
    harmful = {**OPENED, "kind": "complaint", "category": SCRIPT, "text": SCRIPT, "area": SCRIPT}
    return [*told(HARMFUL, harmful, "tax"), *told(COMMON, OPENED, "housing")]


def told(case: str, opened: dict[str, Any], department: str) -> list[dict[str, Any]]:
    """Return the events of a *case* that is opened as said and given to *department*."""
    assigned = {
        "case_id": case,
        "assignment_id": f"{case}/1",
        "department": department,
        "role": "lead",
    }
    return [
        _event(case, 1, "case.opened.v1", "2026-01-26T02:00:00Z", {"case_id": case, **opened}),
        _event(case, 2, "case.assigned.v1", "2026-01-26T03:00:00Z", assigned),
    ]


def _event(
    case: str, number: int, type: str, time: str, data: dict[str, Any], by: str = "dispatch"
) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{case}-{number}",
        "source": f"/departments/{by}",
        "type": type,
        "time": time,
        "subject": case,
        "data": data,
    }
