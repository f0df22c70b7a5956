"""Paths of handling: how cases went, which way was best, and where they waited."""

from __future__ import annotations

from collections.abc import Sequence

from projections import sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.records import Log, said
from tests.projections.test_levels import narrowed
from tests.projections.test_reports import case, clock, report

SHORT = ("opened", "assigned", "accepted", "responded", "closed")
LONG = ("opened", "assigned", "returned", "assigned", "accepted", "responded", "closed")


def walk(
    log: Log, id: str, steps: Sequence[str], minutes: int, level: int = 0, kind: str = "demand"
) -> None:
    """Append a case of one step an hour from 09:00 on, closed at the last."""
    for hour, step in enumerate(steps, 9):
        log.event(f"case.{step}", f"03-02 {hour:02}:00", case_id=id, id=f"{id}-{hour}")
    closing = said(f"03-02 {8 + len(steps):02}:00")
    case(log, id, "03-02 09:00", kind=kind, status="closed", closed_at=closing,
         outcome="solved", lead_department="water")  # fmt: skip
    clock(log, id, "resolve", "met", consumed=minutes, started_at=said("03-02 09:00"),
          stopped_at=closing)  # fmt: skip
    if level:
        log.snapshot("evaluation", f"{id}/1", 1, case_id=id, episode=1, outcome="answered",
                     level=level, time=said("03-05 09:00"))  # fmt: skip


def test_the_best_path_satisfies_most_among_the_quick_ones(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """The slowest way pleases everybody and is not the best; one lucky case is no way at all."""
    for number in range(4):
        walk(log, f"S-{number}", SHORT, 60, 5 if number else 2)
    for number in range(4):
        walk(log, f"L-{number}", LONG, 300, 5)
    walk(log, "X", ("opened", "closed"), 1, 5)
    sink.project(log.records, warehouse)
    rows = report(warehouse, "paths")

    assert [
        (" > ".join(SHORT), 4, 44.4, 60, 4.0, 4, 3, 75.0, 4, 1),
        (" > ".join(LONG), 4, 44.4, 300, 6.0, 4, 4, 100.0, 4, 0),
        ("opened > closed", 1, 11.1, 1, 1.0, 1, 1, 100.0, 1, 0),
    ] == [row[1:] for row in rows]
    assert ["opened > closed"] == [
        row[1] for row in narrowed(warehouse, "paths", support="1") if row[-1]
    ]


def test_repeats_at_once_notes_and_withdrawn_events_are_no_steps(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Two assignments of one dispatch are one step; a note moves nothing."""
    walk(log, "K-1", ("opened", "assigned", "assigned", "progressed", "returned", "closed"), 60)
    log.event("event.withdrawn", "03-03 09:00", event_id="/departments/centre#K-1-13", reason="误")
    sink.project(log.records, warehouse)

    assert ["opened > assigned > closed"] == [row[1] for row in report(warehouse, "paths")]
    assert [("assigned", "closed", 1, 1, 4.0, 4.0), ("opened", "assigned", 1, 1, 1.0, 1.0)] == [
        row[1:] for row in report(warehouse, "follows")
    ]


def test_open_cases_are_no_paths_but_their_steps_follow_each_other(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Half a way is always quick."""
    log.event("case.opened", "03-02 09:00", case_id="K-1")
    log.event("case.assigned", "03-02 12:00", case_id="K-1")
    case(log, "K-1", "03-02 09:00", kind="demand", status="open")
    sink.project(log.records, warehouse)

    assert [] == report(warehouse, "paths")
    assert [("demand", "opened", "assigned", 1, 1, 3.0, 3.0)] == report(warehouse, "follows")


def test_where_cases_wait_is_told_in_the_minutes_of_their_clocks(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A clock of the whole case is its owner's; a running one counts up to the last tick."""
    case(log, "K-1", "03-02 09:00", kind="demand", lead_department="water")
    start = {"started_at": said("03-02 09:00")}
    clock(log, "K-1", "accept", "met", department="roads", consumed=30, **start,
          stopped_at=said("03-02 10:00"))  # fmt: skip
    clock(log, "K-1", "resolve", "running", consumed=480, owner="water", **start)
    clock(log, "K-1", "return", "cancelled", consumed=900, **start)
    log.tick("03-03 09:00")
    sink.project(log.records, warehouse)

    assert [
        ("demand", "resolve", "water", 1, 1, 0, 480, 480, 480, 24.0),
        ("demand", "accept", "roads", 1, 0, 0, 30, 30, 30, 1.0),
    ] == report(warehouse, "waits")
