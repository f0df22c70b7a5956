"""What people said of findings, and what a policy in shadow would change, as reports."""

from __future__ import annotations

from typing import Any

from events.record import Origin
from projections import reporting, sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.records import Log

ORIGIN = Origin("journal.cases", 0, 1)


def report(warehouse: EmbeddedWarehouse, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in warehouse.query(reporting.find(name).sql).documents()]


def _finding(log: Log, rule: str, subject: str, **more: Any) -> str:
    """Return the id of a finding on *subject*, raised in March at the water department."""
    told = {"raised": "03-09 09:00", "department": "water", "kind": "resolve"} | more
    return log.finding("raised", rule, origin=ORIGIN, subject=subject, **told)


def test_precision_is_of_what_people_judged(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Two right, one wrong, one that nobody looked at, and one that the hub took back itself."""
    ids = [_finding(log, "stalled", f"K-{number}") for number in range(4)]
    _finding(log, "stalled", "K-9")
    log.finding("retracted", "stalled", origin=ORIGIN, subject="K-9", kind="resolve")
    for id in ids[:2]:
        log.event("finding.confirmed", "03-10 09:00", finding_id=id)
    log.event("finding.dismissed", "03-10 09:00", finding_id=ids[2])
    sink.project(log.records, warehouse)
    (row,) = report(warehouse, "precision")

    assert ("stalled", "resolve", "water", "2026-03") == tuple(row.values())[:4]
    assert [4, 2, 1, 1, 66.7] == [
        row[name] for name in ("raised", "confirmed", "dismissed", "unjudged", "precision")
    ]


def test_shadow_findings_are_among_no_others(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Who counts, alerts or ranks must not meet what is only tried."""
    _finding(log, "shadow/stalled", "K-1")
    sink.project(log.records, warehouse)

    assert () == warehouse.query("SELECT * FROM findings").rows
    assert 1 == len(warehouse.query("SELECT * FROM shadow_findings").rows)


def test_a_trial_is_compared_with_the_live_rule(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Before switching: what would be lost, what spared, and what people thought of it."""
    for number in range(3):
        _finding(log, "stalled", f"K-{number}")
    _finding(log, "shadow/stalled", "K-0")
    _finding(log, "shadow/stalled", "K-7")
    right = _finding(log, "stalled", "K-3")
    wrong = _finding(log, "stalled", "K-4")
    log.event("finding.confirmed", "03-10 09:00", finding_id=right)
    log.event("finding.dismissed", "03-10 09:00", finding_id=wrong)
    _finding(log, "ping-pong", "K-1", kind="bounce")
    sink.project(log.records, warehouse)
    (row,) = report(warehouse, "shadow")

    assert ("stalled", "resolve") == tuple(row.values())[:2]
    assert [5, 2, 1, 4, 1, 1, 1] == list(row.values())[2:]


def test_a_trial_of_identity_is_compared_with_the_links_that_stand(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Links are no findings: they stand in a table of their own."""
    told: dict[str, Any] = {"same_as": "A", "score": 0.9, "rule": "name"}
    for party in ("B", "C"):
        who, where = "hub/identity", "journal.visits"
        log.event("party.linked", "03-09 09:00", who, topic=where, party_id=party, **told)
    for party in ("C", "D", "E"):
        _finding(log, "shadow/identity", party, kind="link", party_id=party)
    sink.project(log.records, warehouse)
    (row,) = report(warehouse, "shadow")

    assert ("identity", "link", 2, 3, 1, 1, 2, 0, 0) == tuple(row.values())


def test_shares_are_of_the_time_a_case_lost(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Two hours lost: water held one and left half an hour unowned, fire held half an hour."""
    for department, bounced, unowned in (("water", 60, 30), ("fire", 30, 0)):
        row = {"case_id": "K-1", "department": department, "bounced": bounced}
        log.snapshot("share", f"K-1/{department}", 1, **row, unowned=unowned, passes=1)
    _finding(log, "ping-pong", "K-1", kind="return", case_id="K-1")
    sink.project(log.records, warehouse)
    rows = report(warehouse, "responsibility")

    wanted = [("fire", 0.5, 0.0, 25.0), ("water", 1.0, 0.5, 75.0)]
    names = ("department", "bounced_hours", "unowned_hours", "share")
    assert wanted == [tuple(row[name] for name in names) for row in rows]


def test_a_sham_closing_is_one_that_was_overturned(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Four closed: one re-opened after a bad evaluation, one came back, one re-opened otherwise."""
    for number, episode in enumerate((2, 1, 2, 1)):
        case = {"case_id": f"K-{number}", "lead_department": "water", "episode": episode}
        closed = {"opened_at": "2026-03-02T01:00:00Z", "first_closed_at": "2026-03-04T01:00:00Z"}
        log.snapshot("case", f"K-{number}", 1, **case, **closed)
    _finding(log, "bad-evaluation", "K-0", kind="unsolved", case_id="K-0", episode="1")
    opened = log.event("case.opened", "03-02 09:00", subject="K-1", case_id="K-1")
    told = {"kind": "recurrence", "case_id": "K-8", "evidence": [opened]}
    _finding(log, "repeated-case", "K-8", **told)
    wrong = _finding(log, "repeated-case", "K-9", **(told | {"case_id": "K-9"}))
    log.event("finding.dismissed", "03-10 09:00", finding_id=wrong)
    sink.project(log.records, warehouse)
    (row,) = report(warehouse, "sham-closing")

    assert ["water", 4, 1, 1, 2, 50.0] == list(row.values())
