"""Receipts after the fact: a page, a stream that misses nothing; what to know before a visit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.instant import parse
from hub.gateway.ahead import Rule, before_visit
from tests.gateway.conftest import Gateway
from tests.gateway.speaking import System

Fresh = Callable[[], str]


def test_pages_give_every_receipt_once_and_in_order(gateway: Gateway, fresh: Fresh) -> None:
    """A system that polls remembers one number."""
    water = gateway.system("water")
    ids = [water.send(water.event(fresh())).said["event_id"] for _ in range(5)]
    seen: list[str] = []
    after = 0
    while found := water.get(f"/receipts?after={after}&limit=2").said["receipts"]:
        seen += [receipt["event_id"] for receipt in found]
        after += len(found)

    assert ids == seen


def _stream(system: System, count: int, **headers: str) -> list[tuple[int, str]]:
    """Return (offset, event id) of the first *count* receipts of a stream."""
    parts = urlsplit(system.url)
    said = {"Authorization": f"Bearer {system.key}"} | headers
    found: list[tuple[int, str]] = []
    id = -1
    with closing(HTTPConnection(parts.hostname or "", parts.port or 80, timeout=20)) as line:
        line.request("GET", "/receipts/stream", None, said)
        answer = line.getresponse()
        while len(found) < count and (text := answer.readline()):
            name, _, value = text.decode().strip().partition(": ")
            if name == "id":
                id = int(value)
            if name == "data":
                found.append((id, orjson.loads(value)["event_id"]))
    return found


def test_a_stream_begun_again_goes_on_where_it_ended(gateway: Gateway, fresh: Fresh) -> None:
    """``Last-Event-ID``: a browser and a small script do it by themselves."""
    health = gateway.system("health")
    ids = [health.send(health.event(fresh())).said["event_id"] for _ in range(4)]
    first = _stream(health, 2)
    rest = _stream(health, 2, **{"Last-Event-ID": str(first[-1][0])})

    assert ids == [id for _, id in first + rest]


def test_before_a_visit_one_call_says_whom_to_join(gateway: Gateway, fresh: Fresh) -> None:
    """Fire plans to go next week; tax, which wants to go too, is told to join."""
    fire, tax, party = gateway.system("fire"), gateway.system("tax"), fresh()
    start = datetime.now(UTC) + timedelta(days=7)
    event = fire.event(id := fresh(), type="visit.planned.v1", time=datetime.now(UTC).isoformat())
    event["data"] |= {
        "party_id": party,
        "start": start.isoformat(),
        "end": (start + timedelta(hours=1)).isoformat(),
    }
    sent = fire.send(event)
    said = tax.get(f"/parties/{party}/visits").said

    assert 201 == sent.status
    assert ("join", id, ["fire"]) == (
        said["advice"],
        said["join"]["visit_id"],
        said["join"]["departments"],
    )
    assert {"cap": 2, "used": 0, "left": 2} == said["quota"]


NOW = parse("2026-10-30T10:00:00+08:00")
RULE = Rule(window_days=30, cap=2)


def _visit(day: str, department: str = "fire", **more: Any) -> dict[str, Any]:
    return {
        "visit_id": f"V-{day}-{department}", "departments": [department], "purpose": "p",
        "ground": "routine", "start": f"{day}T09:00:00+08:00", "end": f"{day}T10:00:00+08:00",
        "status": "recorded",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("day", "advice"), [("2026-10-01", "crowded"), ("2026-09-30", "crowded"), ("2026-09-29", "go")]
)
def test_the_window_counts_local_days_both_ends_included(day: str, advice: str) -> None:
    """Thirty days before the thirtieth of October is the thirtieth of September."""
    assert advice == before_visit([_visit(day)], RULE, "tax", NOW)["advice"]


def test_the_cap_counts_plans_and_not_what_the_law_demands() -> None:
    """One made, one planned: nothing is left; an inspection by law does not count."""
    visits = [
        _visit("2026-03-02", "tax"),
        _visit("2026-11-20", "tax", status="planned"),
        _visit("2026-04-02", "tax", ground="statutory"),
        _visit("2025-12-31", "tax"),
    ]
    found = before_visit(visits, RULE, "tax", NOW)

    assert ({"cap": 2, "used": 2, "left": 0}, "over-cap") == (found["quota"], found["advice"])


@given(st.permutations([_visit(f"2026-10-{n:02}", d) for n in (5, 12) for d in ("fire", "tax")]))
def test_the_order_of_visits_changes_no_answer(visits: list[dict[str, Any]]) -> None:
    """What is known counts, not how it came."""
    expected = before_visit(sorted(visits, key=str), RULE, "water", NOW)

    assert expected == before_visit(visits, RULE, "water", NOW)


def test_the_conformance_kit_says_how_to_mend(fire: System, fresh: Fresh) -> None:
    """In Chinese for who reads Chinese; nothing is stored, so the event can still be sent."""
    bad, good = fire.event(fresh()), fire.event(fresh())
    bad["time"] = "2026-09-28T10:30:00"
    answer = fire.ask(
        "POST", "/check", orjson.dumps([bad, good]), "application/cloudevents-batch+json",
        Accept_Language="zh",
    )  # fmt: skip

    assert (2, [(1, "time-without-offset", "time")]) == (
        answer.said["events"],
        [(one["number"], one["code"], one["field"]) for one in answer.said["faults"]],
    )
    assert "请在末尾写明" in answer.said["faults"][0]["mend"]
    assert 201 == fire.send(good).status
