"""The quality of a department's data: what is counted, what it costs, and who sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from projections import reporting, scoring, sink
from projections.embedded import EmbeddedWarehouse
from projections.schema import Dialect
from tests.projections.records import Log

[FORMULA] = scoring.formulas(scoring.QUALITY)
FIXTURE: list[dict[str, Any]] = yaml.safe_load(
    Path(scoring.QUALITY / f"{FORMULA.name}.yaml").read_text("utf-8")
)
COUNTED = "sent accepted duplicated rejected mended events late named unlinked"


def _counts(named: dict[str, int]) -> str:
    listed = ", ".join(f"toUInt64({named.get(name, 0)}) AS {name}" for name in COUNTED.split())
    return f"(SELECT '2026Q1' AS quarter, 'water' AS department, {listed})"


@pytest.mark.parametrize("number", range(len(FIXTURE)))
def test_the_score_is_what_its_fixture_says(warehouse: EmbeddedWarehouse, number: int) -> None:
    """A department can do the sum by hand: within, at and beyond each limit."""
    expected = FIXTURE[number]
    asked = "SELECT score, lost.1 AS part, lost.2 AS points FROM ({})"
    (row,) = warehouse.query(asked.format(FORMULA.over(_counts(expected["counts"])))).documents()
    lost = dict(zip(row["part"], row["points"], strict=True))

    assert (expected["score"], expected["lost"]) == (row["score"], lost)


def _late_after(log: Log, days: int) -> None:
    settings = {"least_group": 5, "supervised": 3, "least_cases": 5, "late_days": days}
    log.event("policy.published", "01-01 09:00", "hub", policy_id="reports", version=1,
              kind="reports", valid_from="2000-01-01T00:00:00+08:00", content=settings)  # fmt: skip


def _rows(warehouse: EmbeddedWarehouse, department: str = "") -> list[dict[str, Any]]:
    said = reporting.find("data-quality").filled({"for": department})
    return warehouse.query(Dialect().render(said)).documents()


def test_what_was_refused_and_sent_again_mended_is_forgiven(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Four sendings: one refused for good, one refused and mended, one repeated."""
    log.receipt(0, "/departments/water#1", "rejected", "03-02 09:00", code="unknown-field")
    log.receipt(1, "/departments/water#1", "accepted", "03-02 09:05")
    log.receipt(2, "", "rejected", "03-02 09:06", code="not-json")
    log.receipt(3, "/departments/water#1", "duplicate", "03-02 09:07")
    log.tick("03-03 09:00")
    sink.project(log.records, warehouse)
    [row] = _rows(warehouse)

    assert (4, 1, 2, 1, 1) == (
        row["sent"], row["accepted"], row["rejected"], row["mended"], row["duplicated"]
    )  # fmt: skip
    assert 25.0 == row["rejected_rate"]
    assert ["refused -80", "sent-again -10"] == row["lost"]


def test_an_event_is_late_by_the_logs_own_time(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Three days exactly are in time; a second more is late; before any tick nothing is."""
    _late_after(log, 3)
    log.event("case.progressed", "02-01 09:00", "water", case_id="K-0")
    log.tick("03-05 09:00")
    for id, when in (("K-1", "03-02 09:01"), ("K-2", "03-02 09:00"), ("K-3", "03-02 08:59")):
        log.event("case.progressed", when, "water", case_id=id)
    sink.project(log.records, warehouse)
    [row] = _rows(warehouse)
    late = warehouse.query("SELECT case_id FROM quality_marks WHERE number = 'late'").rows

    assert (4, 1) == (row["events"], row["late"])
    assert [("K-3",)] == list(late)


def test_a_party_nobody_knows_is_unlinked(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """No id, or one that no register has and that is linked to none."""
    log.event("party.registered", "01-02 09:00", party_id="P-1", kind="enterprise", name="宏达",
              area="清溪县", topic="journal.visits")  # fmt: skip
    for number, party in enumerate(("P-1", "P-2", "")):
        case = f"K-{number}"
        log.event("case.opened", "03-02 09:00", "water", case_id=case, party_id=party, text="x")
    log.event("case.progressed", "03-02 09:00", "water", case_id="K-1", party_id="")
    sink.project(log.records, warehouse)
    rows = {row["department"]: row for row in _rows(warehouse)}

    assert (3, 2, 66.7) == tuple(
        rows["water"][name] for name in ("named", "unlinked", "unlinked_rate")
    )
    assert 100 - 100 * 25 / 50 == rows["water"]["score"]


def test_a_department_sees_its_own_row(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Sent back to whom it is about; the hub's own records are nobody's data."""
    log.receipt(0, "a", "accepted", "03-02 09:00")
    log.event("case.progressed", "03-02 09:00", "roads", case_id="K-1")
    log.event("case.progressed", "03-02 09:00", "hub", case_id="K-1")
    sink.project(log.records, warehouse)

    assert ["roads", "water"] == sorted(row["department"] for row in _rows(warehouse))
    assert ["water"] == [row["department"] for row in _rows(warehouse, "water")]
