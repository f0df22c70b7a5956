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
