"""A finding is shown once, as the hub last said it and as people judged it."""

from __future__ import annotations

from projections import sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.history import origin
from tests.projections.records import Log
from tests.projections.test_views import asked


def test_what_people_say_of_a_finding_is_its_status_until_it_is_retracted(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """The last word counts: of people by event time, of the hub when it takes a finding back."""
    finding = log.finding("raised", "stalled", origin=origin(1))
    log.event("finding.dismissed", "03-05 09:00", finding_id=finding)
    log.event("finding.confirmed", "03-04 09:00", finding_id=finding)
    sink.project(log.records, warehouse)
    dismissed = asked(warehouse, "SELECT status FROM findings")
    log.finding("retracted", "stalled", origin=origin(2), revision=2)
    sink.project(log.records, warehouse)

    assert [("dismissed",)] == dismissed
    assert [("retracted",)] == asked(warehouse, "SELECT status FROM findings")


def test_a_withdrawn_judgement_counts_no_more(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """People take back what they said by withdrawing the event that said it."""
    finding = log.finding("raised", "stalled", origin=origin(1))
    word = log.event("finding.dismissed", "03-05 09:00", finding_id=finding)
    log.event("event.withdrawn", "03-05 10:00", event_id=word, reason="看错了")
    sink.project(log.records, warehouse)

    assert [("open",)] == asked(warehouse, "SELECT status FROM findings")
    assert [(word,)] == asked(warehouse, "SELECT event_id FROM events WHERE withdrawn")


def test_the_last_word_on_a_finding_is_the_last_in_the_log(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """A visit moves to another partition, whose offsets and revisions compare with none."""
    log.finding("raised", "duplicate-visit", origin=origin(50, 0, "by-party"), revision=9)
    log.finding("updated", "duplicate-visit", origin=origin(7, 1, "by-party"), severity="info")
    sink.project(log.records, warehouse)
    moved = asked(warehouse, "SELECT status, severity FROM findings")
    log.finding("retracted", "duplicate-visit", origin=origin(3, 2, "by-party"), revision=2)
    for record in reversed(log.records):
        sink.project([record], warehouse)

    assert [("open", "info")] == moved
    assert [("retracted",)] == asked(warehouse, "SELECT status FROM findings")
