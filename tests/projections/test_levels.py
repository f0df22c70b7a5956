"""Reports over the tree of departments, over contact officers, and by their options."""

from __future__ import annotations

from typing import Any

import pytest

from projections import reporting, sink
from projections.embedded import EmbeddedWarehouse
from projections.schema import Dialect
from tests.projections.records import Log, said
from tests.projections.test_reports import ORIGIN, case, report, utc


def narrowed(warehouse: EmbeddedWarehouse, name: str, **given: str) -> list[tuple[Any, ...]]:
    """Return the rows of a report with options; ``from_`` stands for ``from``."""
    options = {option.rstrip("_"): value for option, value in given.items()}
    return list(warehouse.query(Dialect().render(reporting.find(name).filled(options))).rows)


def visiting(warehouse: EmbeddedWarehouse, **given: str) -> list[str]:
    """Return the counties that have a visit."""
    return [row[1] for row in narrowed(warehouse, "roll-up", level="county", **given) if row[4]]


def department(log: Log, id: str, level: str, parent: str = "", **more: Any) -> str:
    facts = {"name": id.upper(), "valid_from": "2026-01-01T00:00:00+08:00", "parent_id": parent}
    name = "department.reorganised" if "successors" in more else "department.registered"
    return log.event(name, "01-02 09:00", department_id=id, level=level, **facts | more)


def visit(log: Log, id: str, start: str, *departments: str, **more: Any) -> None:
    facts = {"visit_id": id, "departments": list(departments), "start": said(start)}
    facts |= {"status": "recorded", "party_id": "P-1", "cluster_id": "P-1"}
    log.snapshot("visit", f"{departments[0]}/{id}", 1, **facts | more)


def party(log: Log, id: str, area: str = "清溪县", **more: Any) -> None:
    log.event("party.registered", "01-02 09:00", party_id=id, kind="enterprise", name=id,
              area=area, topic="journal.visits", **more)  # fmt: skip


def five_levels(log: Log) -> None:
    """One unit of each level below the next: p, c, k (清溪县), t and v; and another county."""
    department(log, "p", "province")
    department(log, "c", "city", "p")
    department(log, "k", "county", "c", area="清溪县")
    department(log, "east", "county", "c", area="东湖县")
    department(log, "t", "township", "k")
    department(log, "v", "village", "t")


def test_what_a_village_does_counts_at_each_level_above_it(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Two officers at one village are two person-visits for the village and for the province."""
    five_levels(log)
    visit(log, "1", "03-02 09:00", "v", officers=["O-1", "O-2"])
    visit(log, "2", "03-03 09:00", "v", "east", officers=["O-3"], party_id="P-2", cluster_id="P-2")
    visit(log, "3", "03-03 09:00", "v", status="planned", officers=["O-1"])
    case(log, "K-1", "03-02 09:00", lead_department="t", closed_at=said("03-04 09:00"),
         outcome="solved")  # fmt: skip
    visit(log, "4", "03-04 09:00", "stranger", officers=["O-9"])
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    assert [
        ("province", "p", "P", 6, 2, 3, 2, 1, 1, 1, 0),
        ("city", "c", "C", 5, 2, 3, 2, 1, 1, 1, 0),
        ("county", "east", "EAST", 1, 1, 1, 1, 0, 0, 0, 0),
        ("county", "k", "K", 3, 2, 3, 2, 1, 1, 1, 0),
        ("township", "t", "T", 2, 2, 3, 2, 1, 1, 1, 0),
        ("village", "v", "V", 1, 2, 3, 2, 0, 0, 0, 0),
        ("", "stranger", "", 0, 1, 1, 1, 0, 0, 0, 0),
    ] == report(warehouse, "roll-up")
    assert [("county", "east", 1, 1), ("county", "k", 1, 1)] == [
        (row[0], row[1], row[4], row[5])
        for row in narrowed(warehouse, "roll-up", level="county", from_="2026-03-03")
    ]


@pytest.mark.parametrize(
    ("start", "then"),
    [("05-31 23:59", "k"), ("06-01 00:00", "east"), ("06-01 00:01", "east")],
)
def test_a_township_that_moved_rolls_up_where_it_stood_or_where_it_stands(
    warehouse: EmbeddedWarehouse, log: Log, start: str, then: str
) -> None:
    """Last quarter's figures must not change because a boundary did, unless one asks for that."""
    five_levels(log)
    department(log, "t", "township", "east", valid_from="2026-06-01T00:00:00+08:00")
    visit(log, "1", start, "v")
    log.tick("06-11 00:00")
    sink.project(log.records, warehouse)

    assert [then] == visiting(warehouse, tree="then")
    assert ["east"] == visiting(warehouse, tree="today")


def test_a_merged_department_keeps_its_history_and_hands_it_on_when_asked(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Fire became part of emergency, and emergency of safety: both chains end at safety."""
    five_levels(log)
    for id in ("fire", "emergency", "safety"):
        department(log, id, "county", "c")
    gone = {"valid_from": "2026-04-01T00:00:00+08:00", "successors": ["emergency", "k"]}
    department(log, "fire", "county", "c", **gone)
    department(log, "emergency", "county", "c", valid_from="2026-05-01T00:00:00+08:00",
               successors=["safety"])  # fmt: skip
    department(log, "safety", "county", "c", valid_from="2026-12-01T00:00:00+08:00",
               successors=["p"])  # fmt: skip
    case(log, "K-1", "03-02 09:00", lead_department="fire")
    log.tick("06-11 00:00")
    sink.project(log.records, warehouse)

    then, today = (
        narrowed(warehouse, "roll-up", level="county", tree=t) for t in ("then", "today")
    )
    assert ([("fire", 1)], [("safety", 1)]) == (
        [(row[1], row[7]) for row in then if row[7]],
        [(row[1], row[7]) for row in today if row[7]],
    )


def test_a_withdrawn_reorganisation_never_happened(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Somebody merged the wrong office by mistake."""
    five_levels(log)
    wrong = department(log, "k", "county", "c", valid_from="2026-02-01T00:00:00+08:00",
                       successors=["east"])  # fmt: skip
    log.event("event.withdrawn", "03-01 09:00", event_id=wrong, reason="误报")
    visit(log, "1", "03-02 09:00", "v")
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    assert ["k"] == visiting(warehouse, tree="today")


def test_each_contact_officer_answers_for_his_parties(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Coverage, open cases and open findings of the parties one person is named for."""
    log.event("officer.registered", "01-02 09:00", officer_id="O-1", department_id="water",
              role="contact", channel_ref="vault:1")  # fmt: skip
    for id, officer in (("P-1", "O-1"), ("P-2", "O-1"), ("P-3", "")):
        party(log, id, officer_id=officer)
    visit(log, "1", "03-02 09:00", "fire")
    case(log, "K-1", "03-02 09:00", party_id="P-2", status="open")
    case(log, "K-2", "03-02 09:00", party_id="P-2", status="closed", closed_at=said("03-03 09:00"))
    log.finding("raised", "stalled", origin=ORIGIN, party_id="P-2", severity="breach")
    log.finding("resolved", "stalled", origin=ORIGIN, party_id="P-2", subject="K-9",
                resolved="03-04 09:00")  # fmt: skip
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    assert [
        ("O-1", "water", 2, 1, 1, 50.0, 1, utc("03-02 09:00"), 1, 1, 1),
        ("", "", 1, 0, 1, 0.0, 1, None, 0, 0, 0),
    ] == report(warehouse, "officers")
    assert [("O-1", 0)] == [
        (row[0], row[3])
        for row in narrowed(warehouse, "officers", officer="O-1", from_="2026-03-03")
    ]


def test_coverage_is_told_by_level_for_any_period(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """A party is placed by the department that governs its area, else by its contact officer."""
    five_levels(log)
    log.event("officer.registered", "01-02 09:00", officer_id="O-1", department_id="east",
              role="contact", channel_ref="vault:1")  # fmt: skip
    party(log, "P-1")
    party(log, "P-2", area="某地", officer_id="O-1")
    party(log, "P-3", area="某地")
    visit(log, "1", "03-02 09:00", "v")
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)
    march = {"from_": "2026-03-02", "to": "2026-03-03"}

    assert [
        ("", "enterprise", "span", "2026-03-02..2026-03-03", 1, 0, 1, 0.0),
        ("EAST", "enterprise", "span", "2026-03-02..2026-03-03", 1, 0, 1, 0.0),
        ("K", "enterprise", "span", "2026-03-02..2026-03-03", 1, 1, 0, 100.0),
    ] == narrowed(warehouse, "coverage", level="county", **march)
    assert [("C", 2, 0)] == [
        (row[0], row[4], row[5])
        for row in narrowed(warehouse, "coverage", level="city", from_="2026-03-03")
        if row[0]
    ]


def test_who_was_not_visited_is_asked_by_date_area_and_officer(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A party with a plant in another county is on that county's list too."""
    party(log, "P-1", officer_id="O-1")
    party(log, "P-2", sites=[{"area": "东湖县"}])
    party(log, "P-3", area="东湖县")
    visit(log, "1", "03-02 00:00", "fire")
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    def listed(**given: str) -> list[str]:
        return [row[2] for row in narrowed(warehouse, "not-visited", **given)]

    assert ["P-3", "P-2", "P-1"] == listed()
    assert ["P-3", "P-2"] == listed(from_="2026-03-02") == listed(area="东湖县")
    assert ["P-3", "P-2", "P-1"] == listed(from_="2026-03-03")
    assert ["P-1"] == listed(officer="O-1")


def test_demand_is_counted_by_month_category_area_and_stage(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A rise is told against the month before, in local months."""
    party(log, "P-1", stage="growing")
    facts = {"category": "water", "area": "清溪县", "party_id": "P-1", "cluster_id": "P-1"}
    case(log, "K-1", "03-31 23:59", **facts, outcome="solved")
    case(log, "K-2", "04-01 00:00", **facts)
    case(log, "K-3", "04-02 00:00", **facts | {"cluster_id": "P-1"})
    case(log, "K-4", "04-02 00:00", **facts | {"category": "tax"})
    case(log, "K-5", "05-31 23:59", **facts | {"category": "roads"})
    sink.project(log.records, warehouse)

    assert [
        ("2026-03", "water", "清溪县", "growing", 1, 1, 0, None, 1),
        ("2026-04", "tax", "清溪县", "growing", 1, 1, 0, None, 0),
        ("2026-04", "water", "清溪县", "growing", 2, 1, 1, 100.0, 0),
        ("2026-05", "roads", "清溪县", "growing", 1, 1, 0, None, 0),
        ("2026-05", "tax", "清溪县", "growing", 0, 0, 1, -100.0, 0),
        ("2026-05", "water", "清溪县", "growing", 0, 0, 2, -100.0, 0),
    ] == report(warehouse, "trend")


def test_an_option_is_text_whatever_it_holds(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """What people type must neither end the question nor fill another blank of it."""
    party(log, "P-1", area="o'$\\{zone}\\")
    sink.project(log.records, warehouse)

    assert ["P-1"] == [row[2] for row in narrowed(warehouse, "not-visited", area="o'$\\{zone}\\")]


def test_an_unknown_option_is_refused() -> None:
    """A report that ignored it would be read as if it had not."""
    with pytest.raises(KeyError, match="tree"):
        reporting.find("funnel").filled({"tree": "today"})
