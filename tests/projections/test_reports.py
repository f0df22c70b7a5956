"""Each report, on a history small enough to be checked by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from events.instant import to_datetime
from events.record import Origin
from projections import reporting, sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.records import Log, at, said

ORIGIN = Origin("journal.cases", 0, 1)


def utc(text: str) -> datetime:
    return to_datetime(at(text))


def report(warehouse: EmbeddedWarehouse, name: str) -> list[tuple[Any, ...]]:
    return list(warehouse.query(reporting.find(name).sql).rows)


def case(log: Log, id: str, opened: str, **row: Any) -> None:
    log.snapshot("case", id, 1, case_id=id, opened_at=said(opened), **({"episode": 1} | row))


def clock(log: Log, case_id: str, name: str, status: str, **row: Any) -> None:
    id = f"{case_id}/{name}/{row.get('episode', 1)}"
    facts = {"episode": 1, "assignment_id": "", "department": "", "target": 1}
    log.snapshot("clock", id, 1, case_id=case_id, clock=name, status=status, **(facts | row))


@pytest.mark.parametrize("name", [r.name for r in reporting.reports()])
def test_every_report_names_each_of_its_columns_in_both_languages(
    warehouse: EmbeddedWarehouse, name: str
) -> None:
    """A page shows the titles; a column without one would be shown as code."""
    found = reporting.find(name)

    assert warehouse.query(found.sql).columns == tuple(title.name for title in found.columns)
    assert all(title.zh and title.en for title in (found.title, *found.columns))


@pytest.mark.parametrize("name", [r.name for r in reporting.reports()])
def test_a_report_of_an_empty_warehouse_has_no_rows(
    warehouse: EmbeddedWarehouse, name: str
) -> None:
    """The first thing a newcomer sees must not be an error."""
    assert [] == report(warehouse, name)


@pytest.mark.parametrize("name", [r.name for r in reporting.reports()])
def test_no_report_reads_json_or_the_machines_clock(name: str) -> None:
    """Reports read typed columns of the views, and take now from the last tick."""
    select = reporting.find(name).select.lower()

    assert [] == [word for word in ("json", "now()", "today()", "_records", "_snapshots",
                                    "_facts") if word in select]  # fmt: skip


def test_an_unknown_report_is_answered_with_the_known_ones() -> None:
    """The error is the help."""
    with pytest.raises(KeyError, match="stalled-now"):
        reporting.find("stalled")


def test_the_funnel_counts_cases_and_hours_per_step(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Two cases: one went all the way, one waits for acceptance; a handler's own rating is none."""
    case(log, "K-1", "03-02 09:00", first_responded_at=said("03-03 09:00"),
         first_closed_at=said("03-03 10:00"))  # fmt: skip
    case(log, "K-2", "03-02 09:00")
    log.snapshot("assignment", "A", 1, case_id="K-1", role="lead", department="water",
                 assigned_at=said("03-02 10:00"), accepted_at=said("03-02 12:00"))  # fmt: skip
    log.snapshot("assignment", "B", 1, case_id="K-2", role="lead", department="water",
                 assigned_at=said("03-02 12:00"), accepted_at="")  # fmt: skip
    asked = {"case_id": "K-1", "episode": 1, "outcome": "answered"}
    log.snapshot("evaluation", "E", 1, **asked, collected_by="third-party", level=5,
                 time=said("03-04 10:00"))  # fmt: skip
    log.snapshot("evaluation", "F", 1, **asked, collected_by="hub", level=5, own=True,
                 time=said("03-03 11:00"))  # fmt: skip
    sink.project(log.records, warehouse)

    assert [
        (1, "opened", 2, 100.0, 0.0, 0.0),
        (2, "assigned", 2, 100.0, 3.0, 3.0),
        (3, "accepted", 1, 50.0, 2.0, 2.0),
        (4, "responded", 1, 50.0, 21.0, 21.0),
        (5, "closed", 1, 50.0, 1.0, 1.0),
        (6, "evaluated", 1, 50.0, 24.0, 24.0),
        (7, "evaluated: party", 0, 0.0, None, None),
        (8, "evaluated: hub", 0, 0.0, None, None),
        (9, "evaluated: third-party", 1, 50.0, 24.0, 24.0),
    ] == report(warehouse, "funnel")


def test_on_time_is_shown_with_and_without_extensions(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """
    Met by an extension alone is gross, not net; an overturned closing earns nothing.

    All of it is water's, who led then, whoever leads now.
    """
    for number in range(1, 6):
        case(log, f"K-{number}", "03-02 09:00", lead_department="roads")
    then = said("03-05 17:30")
    done = {"owner": "water", "deadline": then, "stopped_at": then, "consumed": 60}
    clock(log, "K-1", "resolve", "met", **done)
    clock(log, "K-2", "resolve", "met", **done, extended=30, net_deadline=said("03-05 17:29"))
    clock(log, "K-3", "resolve", "met", **done, extended=30, net_deadline=said("03-05 17:30"))
    clock(log, "K-4", "resolve", "breached", **done)
    clock(log, "K-5", "resolve", "cancelled", **done, overturned=True)
    clock(log, "K-5", "resolve", "running", episode=2, owner="water")
    clock(log, "K-1", "accept", "cancelled", department="roads")
    sink.project(log.records, warehouse)

    assert [
        ("water", "resolve", 5, 3, 2, 1, 1, 2, 1, 60.0, 40.0, 60.0),
    ] == report(warehouse, "on-time")


def test_stalled_now_lists_what_stands_still_at_the_last_tick(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Resolved, dismissed and retracted stalls are over; hours run to the tick, not to today."""
    case(log, "K-1", "03-02 09:00", category="water", area="清溪县")
    facts: dict[str, Any] = {
        "case_id": "K-1",
        "clock": "accept",
        "episode": "1",
        "assignment_id": "A",
    }
    clock(log, "K-1", "accept", "breached", assignment_id="A", percent=200,
          deadline=said("03-03 17:30"))  # fmt: skip
    stalled = log.finding("raised", "stalled", origin=ORIGIN, raised="03-03 17:30",
                          department="water", party_id="P-1", severity="breach",
                          **facts)  # fmt: skip
    log.finding("resolved", "stalled", origin=ORIGIN, subject="K-2", resolved="03-04 09:00")
    over = log.finding("raised", "stalled", origin=ORIGIN, subject="K-3")
    log.event("finding.dismissed", "03-04 09:00", finding_id=over)
    log.finding("retracted", "stalled", origin=ORIGIN, subject="K-4")
    log.finding("raised", "ping-pong", origin=ORIGIN, subject="K-5")
    log.tick("03-04 17:30")
    sink.project(log.records, warehouse)

    assert [
        (
            "water",
            "K-1",
            "accept",
            utc("03-03 17:30"),
            24.0,
            "breach",
            200,
            utc("03-03 17:30"),
            "water",
            "清溪县",
            "P-1",
            stalled,
        ),
    ] == report(warehouse, "stalled-now")


def test_duplicate_visits_name_the_departments_that_were_there_before(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A joint visit counts all its departments; the later one is at fault and not named twice."""
    log.event("party.registered", "01-02 09:00", party_id="P-1", kind="enterprise",
              name="宏达食品有限公司", area="清溪县", topic="journal.visits")  # fmt: skip
    first = log.event("visit.recorded", "03-02 09:00", "water", visit_id="V-1", party_id="P-1",
                      topic="journal.visits")  # fmt: skip
    later = log.event("visit.recorded", "03-09 09:00", "fire", visit_id="V-2", party_id="P-1",
                      topic="journal.visits")  # fmt: skip
    log.snapshot("visit", "water/V-1", 1, visit_id="V-1", departments=["water", "market"],
                 event_id=first, status="recorded")  # fmt: skip
    said_of: dict[str, Any] = {
        "kind": "cross-department",
        "subject": "fire/V-2",
        "department": "fire",
    }
    found = log.finding("raised", "duplicate-visit", origin=ORIGIN, raised="03-09 09:00",
                        party_id="P-1", evidence=[first, later], **said_of)  # fmt: skip
    gone = log.finding("raised", "duplicate-visit", origin=ORIGIN, subject="fire/V-3")
    log.event("finding.dismissed", "03-10 09:00", finding_id=gone)
    sink.project(log.records, warehouse)

    assert [
        (
            utc("03-09 09:00"),
            "fire",
            ["market", "water"],
            "P-1",
            "宏达食品有限公司",
            "清溪县",
            "cross-department",
            "warning",
            "open",
            "fire/V-2",
            [first, later],
            found,
        ),
    ] == report(warehouse, "duplicate-visits")


def test_the_scoreboard_counts_each_thing_in_its_own_local_quarter(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A case opened at the end of March and closed in April stands in both quarters."""
    case(log, "K-1", "03-31 23:59", lead_department="water", closed_at=said("04-01 00:00"),
         outcome="solved")  # fmt: skip
    case(log, "K-2", "04-01 00:00", lead_department="water", closed_at=said("04-02 09:00"),
         outcome="unsolved")  # fmt: skip
    then = {"owner": "water", "stopped_at": ""}
    clock(log, "K-1", "resolve", "met", deadline=said("04-02 17:30"), extended=9, **then)
    clock(log, "K-2", "resolve", "met", deadline=said("04-03 17:30"), **then)
    for number, level in enumerate((5, 3, 2, 1)):
        log.snapshot("evaluation", f"E{number}", 1, case_id="K-1", episode=1, level=level,
                     outcome="answered", time=said("04-05 09:00"))  # fmt: skip
    log.finding("raised", "stalled", origin=ORIGIN, raised="03-31 23:59", department="water")
    log.event("policy.published", "01-02 09:00", policy_id="reports", kind="reports",
              valid_from="2026-01-01T00:00:00+08:00", content={"least_group": 4})  # fmt: skip
    log.tick("04-30 09:00")
    sink.project(log.records, warehouse)

    assert [
        ("2026Q1", "water", 1, 0, 0, None, 0, 0, 0, 0, 0, None, None, 0, None, None, 0, None,
         None, 0, 1, None, None, "2026-1"),
        ("2026Q2", "water", 1, 2, 1, 50.0, 0, 0, 2, 2, 1, 100.0, 50.0, 4, 2, 50.0, 4, 2, 50.0,
         0, 0, 70.0, 50.0, "2026-1"),
    ] == report(warehouse, "scoreboard")  # fmt: skip


def test_coverage_counts_parties_visited_by_area_and_period(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Planned and cancelled visits cover nobody; a linked party was visited with its twin."""
    for party, area in (("P-1", "清溪县"), ("P-2", "清溪县"), ("P-3", "东湖县")):
        log.event("party.registered", "01-02 09:00", party_id=party, kind="enterprise",
                  name=party, area=area, topic="journal.visits")  # fmt: skip
    log.snapshot("party", "P-2", 1, party_id="P-2", cluster_id="P-1")
    visit = {"party_id": "P-1", "cluster_id": "P-1", "departments": ["water"]}
    log.snapshot("visit", "w/1", 1, visit_id="1", status="recorded", **visit,
                 start=said("04-01 00:00"))  # fmt: skip
    log.snapshot("visit", "w/2", 1, visit_id="2", status="planned", **visit | {
        "cluster_id": "P-3"}, start=said("04-01 00:00"))  # fmt: skip
    log.tick("04-11 00:00")
    sink.project(log.records, warehouse)

    assert [
        ("东湖县", "enterprise", kind, period, 1, 0, 1, 0.0)
        if area == "东湖县"
        else ("清溪县", "enterprise", kind, period, 2, 2, 0, 100.0)
        for kind, period in (("month", "2026-04"), ("quarter", "2026Q2"), ("year", "2026"))
        for area in ("东湖县", "清溪县")
    ] == report(warehouse, "coverage")
    assert [
        ("东湖县", "enterprise", "P-3", "P-3", "", None, None),
        ("清溪县", "enterprise", "P-1", "P-1", "", utc("04-01 00:00"), 10),
        ("清溪县", "enterprise", "P-2", "P-2", "", utc("04-01 00:00"), 10),
    ] == report(warehouse, "not-visited")


def test_returns_show_who_passed_to_whom_and_whether_as_suggested(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A return goes to the next lead; one not passed on yet has no next department."""
    reason: dict[str, Any] = {"reason_code": "not-ours", "basis": "职责清单", "department": "water"}
    for hour, case_id, owner in (("10", "K-1", "roads"), ("11", "K-2", "fire"), ("12", "K-3", "x")):
        log.event("case.returned", f"03-02 {hour}:00", case_id=case_id, better_owner=owner,
                  assignment_id="A", **reason)  # fmt: skip
    withdrawn = log.event("case.returned", "03-02 13:00", case_id="K-1", better_owner="x",
                          assignment_id="A", **reason)  # fmt: skip
    log.event("event.withdrawn", "03-02 14:00", event_id=withdrawn, reason="误退")
    given = {"role": "lead", "department": "water", "assigned_at": said("03-02 09:00")}
    then = {"role": "lead", "department": "roads", "assigned_at": said("03-02 11:00")}
    for case_id in ("K-1", "K-2"):
        log.snapshot("assignment", f"{case_id}/a", 1, case_id=case_id, **given)
        log.snapshot("assignment", f"{case_id}/b", 1, case_id=case_id, **then)
        log.snapshot("assignment", f"{case_id}/c", 1, case_id=case_id, **then | {
            "department": "fire", "role": "assist"})  # fmt: skip
    sink.project(log.records, warehouse)

    assert [("water", "", 1, 1, 0, 1), ("water", "roads", 2, 2, 1, 0)] == report(
        warehouse, "returns"
    )
