"""The reports on roles and on cases handled together, on a history to check by hand."""

from __future__ import annotations

from projections import sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.records import Log, said
from tests.projections.test_reports import case, clock, report


def _given(log: Log, case_id: str, department: str, role: str, **row: object) -> None:
    facts = {"assignment_id": f"{case_id}/{department}", "episode": 1, "ended_by": ""}
    facts |= {"case_id": case_id, "department": department, "role": role}
    facts |= {"assigned_at": said("03-02 10:00"), "awaited": role == "assist", "basis": "dispatch"}
    log.snapshot("assignment", f"{case_id}/{department}", 1, **(facts | row))


def test_roles_counts_what_each_department_did_in_each(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Power assisted twice: once it answered its part, once it is late and gave it back."""
    case(log, "K-1", "03-02 09:00", lead_department="water", status="open")
    _given(log, "K-1", "water", "lead", accepted_at=said("03-02 11:00"))
    _given(log, "K-1", "power", "assist", answered_at=said("03-03 11:00"),
           acted_at=said("03-02 12:00"))  # fmt: skip
    _given(log, "K-2", "power", "assist", ended_by="returned")
    clock(log, "K-2", "holding", "breached", assignment_id="K-2/power")
    sink.project(log.records, warehouse)

    assert [
        ("power", "assist", 2, 0, 1, 1, 1, 1),
        ("water", "lead", 1, 1, 0, 0, 0, 0),
    ] == report(warehouse, "roles")


def test_joint_names_whom_a_case_waits_for(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """An assist has not answered, a sub-case has; what an earlier round had is over."""
    case(log, "K-1", "03-02 09:00", lead_department="water", status="responded", episode=2)
    case(log, "K-2", "03-02 10:00", lead_department="roads", status="responded",
         parent_case_id="K-1", parents=["K-1"], first_responded_at=said("03-03 09:00"))  # fmt: skip
    case(log, "K-3", "03-02 10:00", lead_department="fire", status="open")
    _given(log, "K-1", "water", "lead", episode=2)
    _given(log, "K-1", "power", "assist", episode=2)
    _given(log, "K-1", "housing", "assist", episode=1)
    _given(log, "K-1", "arts", "guide", episode=2)
    sink.project(log.records, warehouse)

    assert [("K-1", "water", "responded", 2, 1, 1, ["power"])] == report(warehouse, "joint")
