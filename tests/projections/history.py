"""A little of everything, and the answer of every view to it: what redelivery must not change."""

from __future__ import annotations

from typing import Any

from events.record import Origin
from projections import schema
from projections.embedded import EmbeddedWarehouse
from projections.kept_views import kept
from tests.projections.records import Log, said

Answers = dict[str, list[Any]]
"""View → its rows as text, sorted."""


def origin(offset: int, partition: int = 0, topic: str = "journal.cases") -> Origin:
    return Origin(topic, partition, offset)


def everything(warehouse: EmbeddedWarehouse) -> Answers:
    """Return the rows of every view and report, in an order of their own; not how they are kept."""
    followed = {name for name, one in kept().items() if one.key}
    return {
        view: sorted(map(repr, warehouse.query(f"SELECT * FROM {view}").rows))
        for view in schema.selects()
        if view not in followed
    }


def whole_history(log: Log) -> None:
    """Append a little of everything."""
    log.event("department.registered", "01-02 09:00", department_id="water", name="水务局",
              level="county", valid_from="2026-01-01T00:00:00+08:00")  # fmt: skip
    log.event("department.registered", "01-02 09:00", id="e0", department_id="water",
              name="水务局", level="county", valid_from="2026-01-01T00:00:00+08:00",
              partition=1)  # fmt: skip
    log.event("officer.registered", "01-02 09:00", officer_id="O-1", department_id="water",
              role="handler", channel_ref="vault:1")  # fmt: skip
    log.event("party.registered", "01-02 09:00", party_id="P-1", kind="enterprise",
              name="宏达食品有限公司", area="清溪县", topic="journal.visits")  # fmt: skip
    log.event("case.opened", "03-02 09:00", case_id="K-1", party_id="P-1", text="没有水")
    returned: dict[str, Any] = {
        "assignment_id": "A-1",
        "department": "water",
        "reason_code": "x",
        "basis": "y",
    }
    log.event("case.returned", "03-02 10:00", case_id="K-1", better_owner="roads", **returned)
    finding = log.finding("raised", "stalled", origin=origin(4), department="water")
    log.event("finding.confirmed", "03-04 09:00", finding_id=finding)
    log.finding("updated", "stalled", origin=origin(6), revision=2, evidence=["e1", "e2"])
    log.snapshot("case", "K-1", 4, case_id="K-1", opened_at=said("03-02 09:00"), episode=1)
    log.snapshot("case", "K-1", 5, case_id="K-1", opened_at=said("03-02 09:00"), episode=1,
                 returns=1, lead_department="water", party_id="P-1")  # fmt: skip
    log.snapshot("clock", "C-1", 4, case_id="K-1", clock="accept", status="running", target=1)
    log.snapshot("visit", "water/V-1", 4, visit_id="V-1", party_id="P-1", cluster_id="P-1",
                 departments=["water"], start=said("03-02 09:00"), status="recorded",
                 event_id="e")  # fmt: skip
    log.receipt(0, "e1", "accepted", "03-02 09:00")
    log.receipt(1, "e1", "duplicate", "03-02 09:01")
    log.rejection(2, "unknown-field", "03-02 09:02")
    log.tick("03-05 09:00")
    log.tick("03-05 09:01", topic="journal.visits")
