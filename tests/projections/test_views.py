"""Every table of the contract shows one row per thing, whatever was redelivered or how late."""

from __future__ import annotations

import random
from typing import Any

import pytest

from events.instant import to_datetime
from events.record import Record
from projections import sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.history import Answers, everything, whole_history
from tests.projections.records import Log, at, said

CONTRACT = {
    "events": "event_id type source department subject party_id case_id time recorded_time "
    "sequence data topic partition offset",
    "visits": "visit_id party_id cluster_id departments purpose ground start end status event_id",
    "cases": "case_id party_id cluster_id kind channel category area opened_at responded_at "
    "closed_at status episode outcome lead_department hops returns",
    "assignments": "assignment_id case_id department role assigned_at accepted_at ended_at "
    "ended_by",
    "clocks": "case_id episode clock assignment_id department unit target started_at deadline "
    "stopped_at consumed paused extended status provisional policy calendar",
    "evaluations": "case_id episode level solved collected_by collector outcome time revisit",
    "findings": "finding_id rule kind version severity party_id case_id department raised_at "
    "status evidence",
    "rejected": "code message field department topic partition offset raw",
    "receipts": "event_id outcome code time",
    "parties": "party_id kind name uscc area industry stage size officer_id",
    "departments": "department_id name level parent_id valid_from successors",
    "officers": "officer_id department_id role area channel_ref substitute",
}


def asked(warehouse: EmbeddedWarehouse, sql: str) -> list[tuple[Any, ...]]:
    return list(warehouse.query(sql).rows)


@pytest.mark.parametrize("name", CONTRACT)
def test_every_contract_table_has_its_columns(warehouse: EmbeddedWarehouse, name: str) -> None:
    """An analyst's SQL must not break: columns may be added, none may go."""
    found = warehouse.query(f"SELECT * FROM {name}").columns

    assert set() == set(CONTRACT[name].split()) - set(found)


def test_a_batch_inserted_twice_shows_everything_once(
    answers: Answers, warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A projector that dies after the insert and before the commit sends the batch again."""
    whole_history(log)
    for _ in range(2):
        sink.project(log.records, warehouse)

    assert answers == everything(warehouse)


def test_records_inserted_again_in_other_batches_show_everything_once(
    answers: Answers, warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Without the same ranges tokens do not help; sort keys and views must."""
    whole_history(log)
    sink.project(log.records, warehouse)

    for record in reversed(log.records):
        sink.project([record], warehouse)

    assert answers == everything(warehouse)


def test_the_order_in_which_records_are_inserted_does_not_matter(
    answers: Answers, warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Partitions are projected side by side and repeated after a crash in any order."""
    whole_history(log)
    for record in random.Random(7).sample(log.records, len(log.records)):
        sink.project([record], warehouse)

    assert answers == everything(warehouse)
    assert {"events": 6, "cases": 1, "findings": 1, "receipts": 2} == {
        name: len(answers[name]) for name in ("events", "cases", "findings", "receipts")
    }


def test_a_reference_event_copied_to_every_partition_is_one_event(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Copies exist so that each partition knows the rules; an analyst counts events."""
    for partition in range(4):
        log.event("policy.published", "01-01 00:00", id="p", partition=partition)
    sink.project(log.records, warehouse)

    assert [("journal.cases", 0, 0)] == asked(
        warehouse, "SELECT topic, partition, offset FROM events"
    )


def test_what_the_hub_publishes_into_an_empty_log_is_no_event(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Who sent a hundred events counts a hundred; a policy that people publish is an event."""
    log.event("policy.published", "01-01 00:00", by="hub/defaults", id="p")
    log.event("policy.published", "01-02 00:00", by="hub/publications", id="q")
    sink.project(log.records, warehouse)

    assert [("/departments/hub/publications",)] == asked(warehouse, "SELECT source FROM events")


def test_ticks_are_no_events_and_the_last_is_now(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Reports take now from the log, never from the machine."""
    log.tick("03-05 09:00")
    log.tick("03-05 09:02", partition=1)
    log.tick("03-05 09:01", topic="journal.visits")
    sink.project(log.records, warehouse)

    assert [] == asked(warehouse, "SELECT * FROM events")
    assert [(to_datetime(at("03-05 09:02")),)] == asked(warehouse, "SELECT now FROM now")


def test_chinese_text_and_bytes_that_are_no_text_come_back_as_stored(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """The warehouse is an archive of the log: not one byte may change."""
    log.event("case.opened", "03-02 09:00", case_id="K-1", text="互相推诿，没人管 🚰")
    damaged = Record("journal.cases", 1, 0, b"\xff", b"\x80\x00no json", (("h", b"\xfe"),))
    sink.project([*log.records, damaged], warehouse)

    assert ['{"case_id":"K-1","text":"互相推诿，没人管 🚰"}'] == [
        data for (data,) in asked(warehouse, "SELECT data FROM events")
    ]
    assert [(b"\xff", b"\x80\x00no json", [b"\xfe"])] == asked(
        warehouse, "SELECT key, value, header_values FROM journal_records WHERE partition = 1"
    )


def test_a_late_snapshot_does_not_displace_a_newer_one(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Workers repeat snapshots after a restart; the version is that of their origin."""
    log.snapshot("case", "K-1", 9, case_id="K-1", opened_at=said("03-02 09:00"), hops=2)
    log.snapshot("case", "K-1", 4, case_id="K-1", opened_at=said("03-02 09:00"), hops=1)
    sink.project(log.records, warehouse)

    assert [(2,)] == asked(warehouse, "SELECT hops FROM cases")


def test_absent_times_and_levels_are_null_and_absent_text_is_empty(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A case not yet closed has no closing time; 1970 would spoil every average."""
    log.snapshot("case", "K-1", 1, case_id="K-1", opened_at=said("03-02 09:00"), closed_at="")
    log.snapshot("evaluation", "E", 1, case_id="K-1", level=None, solved=None, outcome="refused")
    sink.project(log.records, warehouse)

    assert [(None, None, "")] == asked(
        warehouse, "SELECT responded_at, closed_at, outcome FROM cases"
    )
    assert [(None, None, "refused")] == asked(
        warehouse, "SELECT level, solved, outcome FROM evaluations"
    )


def test_a_vanished_clock_stays_as_cancelled_and_a_vanished_assignment_goes(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Contract: a vanished clock becomes cancelled; what was withdrawn is counted nowhere."""
    clock = {"case_id": "K-1", "episode": 1, "clock": "accept", "assignment_id": "A"}
    log.snapshot("clock", "C", 1, **clock, status="running", target=1)
    log.snapshot("assignment", "A", 1, assignment_id="A", case_id="K-1", assigned_at="x")
    log.snapshot("clock", "C", 2, **clock, status="cancelled")
    log.snapshot("assignment", "A", 2, case_id="K-1", assignment_id="A", status="cancelled")
    sink.project(log.records, warehouse)

    assert [("K-1", "cancelled")] == asked(warehouse, "SELECT case_id, status FROM clocks")
    assert [] == asked(warehouse, "SELECT * FROM assignments")


def test_a_cancelled_visit_stays_a_visit(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Cancelling is something a department said; the visit was planned and is reported so."""
    log.snapshot("visit", "water/V", 1, visit_id="V", status="cancelled", departments=["water"])
    sink.project(log.records, warehouse)

    assert [("V", "cancelled")] == asked(warehouse, "SELECT visit_id, status FROM visits")


def test_a_receipt_given_again_for_the_same_record_is_one_receipt(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """After a crash intake repeats its receipts; sending an event twice is two records."""
    log.receipt(0, "e1", "accepted", "03-02 09:00")
    log.receipt(0, "e1", "accepted", "03-02 09:05")
    log.receipt(1, "e1", "duplicate", "03-02 09:06")
    sink.project(log.records, warehouse)

    assert [
        ("accepted", to_datetime(at("03-02 09:00"))),
        ("duplicate", to_datetime(at("03-02 09:06"))),
    ] == asked(warehouse, "SELECT outcome, time FROM receipts ORDER BY time")


def test_a_party_named_beside_a_visit_never_displaces_its_registration(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Departments write names in their own way; the register is what a party is called."""
    log.event("party.registered", "01-02 09:00", party_id="P-1", kind="enterprise",
              name="宏达食品有限公司", area="清溪县", topic="journal.visits")  # fmt: skip
    log.event("visit.recorded", "03-02 09:00", visit_id="V", party_id="P-1",
              party={"name": "宏达"}, topic="journal.visits")  # fmt: skip
    log.event("visit.recorded", "03-02 09:00", visit_id="W", party_id="P-2",
              party={"name": "兴旺", "area": "清溪县"}, topic="journal.visits")  # fmt: skip
    sink.project(log.records, warehouse)

    assert [("P-1", "宏达食品有限公司", 1), ("P-2", "兴旺", 0)] == asked(
        warehouse, "SELECT party_id, name, registered FROM parties ORDER BY party_id"
    )


def test_a_department_shows_its_last_form_and_when_it_gave_way(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Reports of last year still name departments that were merged since."""
    said_of: dict[str, Any] = {"department_id": "fire", "level": "county"}
    log.event("department.registered", "01-02 09:00", name="消防大队", **said_of,
              valid_from="2026-01-01T00:00:00+08:00")  # fmt: skip
    log.event("department.reorganised", "02-02 09:00", name="消防救援大队", **said_of,
              valid_from="2026-06-01T00:00:00+08:00", successors=["emergency"])  # fmt: skip
    sink.project(log.records, warehouse)

    assert [
        (
            "消防救援大队",
            to_datetime(at("01-01 00:00")),
            to_datetime(at("06-01 00:00")),
            ["emergency"],
        )
    ] == asked(warehouse, "SELECT name, valid_from, valid_to, successors FROM departments")
