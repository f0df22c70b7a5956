"""Two departments that each have a case, a clock and a rating."""

from __future__ import annotations

from tests.projections.records import Log, said


def two_offices(log: Log) -> None:
    """Append what fire and water did, and how they were rated."""
    for offset, name in enumerate(("fire", "water")):
        log.event("department.registered", "01-02 09:00", department_id=name, name=name,
                  level="county", valid_from="2026-01-01T00:00:00+08:00")  # fmt: skip
        case = f"K-{name}"
        log.event("case.opened", "03-02 09:00", name, case_id=case, party_id="P-1", text="没水")
        log.event("case.evaluated", "03-09 09:00", name, case_id=case, episode=1, level=1,
                  collected_by="party", collector="P-1", outcome="answered")  # fmt: skip
        log.snapshot("case", case, offset, case_id=case, opened_at=said("03-02 09:00"), episode=1,
                     lead_department=name, party_id="P-1")  # fmt: skip
        log.snapshot("assignment", f"A-{name}", offset, case_id=case, assignment_id=f"A-{name}",
                     department=name, role="lead", assigned_at=said("03-02 09:00"))  # fmt: skip
        log.snapshot("clock", f"C-{name}", offset, case_id=case, clock="accept", status="running",
                     target=1, department=name)  # fmt: skip
        log.snapshot("evaluation", f"E-{name}", offset, case_id=case, episode=1, level=1,
                     collected_by="party", outcome="answered", department=name,
                     time=said("03-09 09:00"))  # fmt: skip
