"""Reports on the service menu, cards and calls, on histories small enough to check by hand."""

from __future__ import annotations

from typing import Any

import pytest

from projections import reporting, sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.records import Log, said

DAYS = "working-days"


def report(warehouse: EmbeddedWarehouse, name: str) -> list[dict[str, Any]]:
    found = warehouse.query(reporting.find(name).sql)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def item(id: str, department: str, statutory: int, promised: int, unit: str = DAYS) -> Any:
    limits = {
        "statutory": {"target": statutory, "unit": unit},
        "promised": {"target": promised, "unit": unit},
    }
    return {"item": id, "title": {"zh": id, "en": id}, "department": department} | limits


def menu(log: Log, *items: Any, version: int = 1, when: str = "01-02 09:00", **data: Any) -> str:
    content = {"goal": 75, "categories": [{"category": "all", "items": list(items)}]}
    head = {"menu_id": "services", "version": version, "valid_from": said("01-01 00:00")}
    facts: dict[str, Any] = head | data
    return log.event("menu.published", when, by="hub", **facts, content=content)


def order(log: Log, id: str, promised: float = 0, statutory: float = 0, **row: Any) -> None:
    """Append an answered order in time; *promised* and *statutory* are percents used."""
    facts = {
        "kind": "order",
        "menu_item": "voucher",
        "menu_category": "all",
        "menu_department": "science",
        "lead_department": "science",
        "lead_at_answer": "science",
        "opened_at": said("03-02 09:00"),
        "first_responded_at": said("03-03 09:00"),
        "episode": 1,
    }
    log.snapshot("case", id, 1, case_id=id, **(facts | row))
    for clock, used in (("resolve", promised), ("statutory", statutory)):
        status = "met" if used <= 100 else "breached"
        log.snapshot("clock", f"{id}/{clock}", 1, case_id=id, clock=clock, status=status,
                     episode=1, used=used, stopped_at=said("03-03 09:00"))  # fmt: skip


def rated(log: Log, case_id: str, level: int) -> None:
    log.snapshot("evaluation", case_id, 1, case_id=case_id, episode=1, outcome="answered",
                 collected_by="party", level=level, time=said("03-04 10:00"))  # fmt: skip


def test_compression_is_told_per_department(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Of sums and on average, exactly at the goal being at it; and what was really used."""
    menu(
        log,
        item("voucher", "science", 20, 5),
        item("patent", "science", 10, 3),
        item("permit", "works", 60, 3),
        item("fence", "works", 30, 30, "calendar-days"),
        {"item": "advice", "department": "works"},
    )
    order(log, "K-1", promised=40, statutory=10)
    order(log, "K-2", promised=120, statutory=30)
    log.tick("03-05 09:00")
    sink.project(log.records, warehouse)

    science, works = report(warehouse, "compression")
    assert {
        "department": "science", "items": 2, "limited": 2, "at_goal": 1, "at_goal_rate": 50.0,
        "compression": 73.3, "average_compression": 72.5, "answered": 2, "in_time": 1, "in_law": 2,
        "promised_used": 80.0, "statutory_used": 20.0, "actual_compression": 80.0,
    } == science  # fmt: skip
    assert (3, 2, 1, None, 47.5, 0, None) == tuple(
        works[name]
        for name in (
            "items",
            "limited",
            "at_goal",
            "compression",
            "average_compression",
            "answered",
            "actual_compression",
        )
    )


@pytest.mark.parametrize(
    ("tick", "items"),
    [("03-01 08:59", {"old"}), ("03-01 09:00", {"new"}), ("03-01 09:01", {"new"})],
)
def test_the_menu_in_force_is_that_of_the_last_tick(
    warehouse: EmbeddedWarehouse, log: Log, tick: str, items: set[str]
) -> None:
    """A version replaces the one before it whole, when it is published."""
    menu(log, item("old", "science", 20, 5))
    menu(log, item("new", "science", 20, 5), version=2, when="03-01 09:00")
    log.tick(tick)
    sink.project(log.records, warehouse)

    assert items == {row[0] for row in warehouse.query("SELECT item FROM menu_items").rows}


def test_a_menu_may_be_emptied_and_a_version_withdrawn(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Nothing on the menu is a menu too; a version taken back leaves the one before."""
    menu(log, item("old", "science", 20, 5))
    empty = menu(log, version=2)
    log.tick("03-01 09:00")
    sink.project(log.records, warehouse)
    before = list(warehouse.query("SELECT item FROM menu_items").rows)
    log.event("event.withdrawn", "03-01 10:00", by="hub", event_id=empty, reason="a slip")
    sink.project(log.records, warehouse)

    assert ([], [("old",)]) == (before, list(warehouse.query("SELECT item FROM menu_items").rows))


def test_items_tell_what_became_of_their_orders(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Orders, answers in time, and how many of those asked were satisfied."""
    order(log, "K-1", promised=40)
    order(log, "K-2", promised=120, named_officer="O-1")
    order(log, "K-3", promised=0, first_responded_at="", menu_item="patent")
    rated(log, "K-1", 5)
    rated(log, "K-2", 2)
    sink.project(log.records, warehouse)

    patent, voucher = report(warehouse, "items")
    assert ("patent", 1, 0) == (patent["item"], patent["orders"], patent["answered"])
    assert {
        "department": "science", "category": "all", "item": "voucher", "orders": 2, "answered": 2,
        "judged": 2, "in_time": 1, "in_time_rate": 50.0, "evaluated": 2, "satisfied": 1,
        "satisfied_rate": 50.0, "named": 1,
    } == voucher  # fmt: skip


def test_an_officer_asked_for_by_name_is_told_with_who_handled_it(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """点将: one order was answered by the officer's department, one by another, one waits."""
    log.event("officer.registered", "01-02 09:00", by="hub", officer_id="O-1",
              department_id="science", role="specialist", channel_ref="v")  # fmt: skip
    order(log, "K-1", named_officer="O-1")
    order(log, "K-2", named_officer="O-1", lead_at_answer="industry")
    order(log, "K-3", named_officer="O-1", first_responded_at="", lead_at_answer="")
    order(log, "K-4", named_officer="O-9")
    sink.project(log.records, warehouse)

    known, unknown = report(warehouse, "named-officers")
    shown = [known[name] for name in ("department", "named", "answered", "by_own", "by_own_rate")]
    assert ["science", 3, 2, 1, 50.0] == shown
    assert ["", 1, 0.0] == [unknown[name] for name in ("department", "named", "by_own_rate")]


def test_an_order_counts_for_who_led_it_at_its_answer(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A case that is opened again and goes to others does not take the answer along."""
    log.event("officer.registered", "01-02 09:00", by="hub", officer_id="O-1",
              department_id="science", role="specialist", channel_ref="v")  # fmt: skip
    order(log, "K-1", named_officer="O-1", lead_department="industry", episode=2)
    order(log, "K-2", named_officer="O-1", lead_at_answer="industry")
    sink.project(log.records, warehouse)

    [known] = report(warehouse, "named-officers")
    assert ["science", 2, 1] == [known[name] for name in ("department", "answered", "by_own")]


@pytest.mark.parametrize(
    ("moved", "department"),
    [("03-03 08:59", "works"), ("03-03 09:00", "works"), ("03-03 09:01", "science")],
)
def test_an_officer_belongs_to_the_department_of_the_day_of_the_answer(
    warehouse: EmbeddedWarehouse, log: Log, moved: str, department: str
) -> None:
    """Who moves to another office later leaves the orders answered before where they were."""
    for when, of in (("01-02 09:00", "science"), (moved, "works")):
        log.event("officer.registered", when, by="hub", officer_id="O-1", department_id=of,
                  role="specialist", channel_ref="v")  # fmt: skip
    order(log, "K-1", named_officer="O-1")
    sink.project(log.records, warehouse)

    [known] = report(warehouse, "named-officers")
    assert [department, int(department == "science")] == [known["department"], known["by_own"]]


def test_every_card_is_counted_by_its_colour(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Words for one colour are one colour; a card that waits too long is late."""
    for id, colour, status, answered in (
        ("K-1", "blue", "met", "03-02 09:30"),
        ("K-2", "蓝牌", "breached", "03-02 12:00"),
        ("K-3", "蓝", "breached", ""),
        ("K-4", "red", "running", ""),
    ):
        log.snapshot("case", id, 1, case_id=id, kind="card", colour=colour, episode=1,
                     opened_at=said("03-02 09:00"), first_responded_at=said(answered))  # fmt: skip
        log.snapshot("clock", id, 1, case_id=id, clock="resolve", status=status, episode=1)
    sink.project(log.records, warehouse)

    blue, red = report(warehouse, "cards")
    assert ["blue", 3, 2, 1, 66.7, 3, 1, 2, 33.3] == list(blue.values())
    assert ["red", 1, 0, 1, 0.0, 0, 0, 0, None] == list(red.values())


def test_calls_are_counted_by_channel_and_in_seconds(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Twelve seconds and sixty: the average is 36."""
    for id, status, seconds in (
        ("K-1", "met", 12),
        ("K-2", "breached", 60),
        ("K-3", "breached", 0),
    ):
        log.snapshot("case", id, 1, case_id=id, kind="call", channel="phone", episode=1,
                     opened_at=said("03-02 09:00"))  # fmt: skip
        stopped = said("03-02 09:00").replace(":00Z", f":{seconds}Z") if seconds else ""
        stopped = stopped.replace(":60Z", ":00Z").replace("01:00:00", "01:01:00")
        log.snapshot("clock", id, 1, case_id=id, clock="answer", status=status, episode=1,
                     started_at=said("03-02 09:00"), stopped_at=stopped)  # fmt: skip
    sink.project(log.records, warehouse)

    [phone] = report(warehouse, "hotline")
    assert ["phone", 3, 2, 1, 3, 1, 2, 33.3, 36.0, 60] == list(phone.values())
