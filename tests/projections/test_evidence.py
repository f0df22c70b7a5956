"""What stands in the warehouse can be held against the log, record by record."""

from __future__ import annotations

from projections import evidence, sink
from projections.embedded import EmbeddedWarehouse
from projections.evidence import Held, record_hash, shown_hashes
from tests.projections.history import whole_history
from tests.projections.records import Log


def test_a_record_that_is_missing_is_a_gap_and_a_repeat_is_a_twin(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Nothing lost, nothing twice: both are shown by (topic, partition, offset)."""
    for minute in range(5):
        log.tick(f"03-02 09:0{minute}")
    sink.project(log.records[1:3] + log.records[4:], warehouse)
    sink.project(log.records[1:2], warehouse)
    [held] = evidence.held(warehouse)

    assert Held("journal.cases", 0, 3, 1, 4, 4) == held
    assert (1, 1) == (held.gaps, held.twins)
    assert (1, 2, 4) == evidence.offsets(warehouse, "journal.cases", 0, 0, 9)
    assert (2,) == evidence.offsets(warehouse, "journal.cases", 0, 2, 3)


def test_every_record_of_its_topics_stands_in_the_table_of_its_topic(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """`hub verify` compares counts per topic; conclusions are replaced and left out."""
    whole_history(log)
    sink.project(log.records, warehouse)
    told = {record.topic for record in log.records} - {"conclusions"}
    held = evidence.held(warehouse)

    assert told == {each.topic for each in held}
    assert 0 == sum(each.gaps + each.twins for each in held)
    for each in held:
        offsets = evidence.offsets(warehouse, each.topic, each.partition, each.first, each.last)
        assert each.distinct == len(offsets)


def test_the_hash_of_the_stored_bytes_is_the_hash_of_the_log(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """An altered byte, here or there, shows; so does a header."""
    log.event("case.opened", "03-02 09:00", case_id="K-1", text="互相推诿")
    log.append("journal.cases", "k", b"\x80\x00", (("h", b"\xff"), ("h", b"")))
    sink.project(log.records, warehouse)
    kept = {record.offset: record_hash(record) for record in log.records}
    found = evidence.hashes(warehouse, "journal.cases", 0, 0, 9)
    altered = log.records[1]._replace(value=b"\x80\x01")
    sink.project([altered], warehouse)

    assert kept == found
    assert {1: ""} == evidence.hashes(warehouse, "journal.cases", 0, 1, 1)


def test_what_is_shown_beside_the_stored_bytes_is_held_against_them(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Whoever leaves the bytes alone and alters a column alters what analysts see."""
    log.event("case.opened", "03-02 09:00", case_id="K-1", text="互相推诿")
    log.append("journal.cases", "k", b"no event", (("h", b"\xff"),))
    sink.project(log.records, warehouse)
    honest = evidence.shown(warehouse, "journal.cases", 0, 0, 9)
    warehouse._run(
        "ALTER TABLE journal_records UPDATE department = 'nobody', header_names = ['h', 'x'] "
        "WHERE offset = 0 SETTINGS mutations_sync = 2"
    )
    altered = evidence.shown(warehouse, "journal.cases", 0, 0, 9)
    bytes_now = evidence.hashes(warehouse, "journal.cases", 0, 0, 9)

    first, second = log.records
    assert honest[0] in shown_hashes(first)
    assert altered[0] not in shown_hashes(first)
    assert altered[1] in shown_hashes(second)
    assert bytes_now[0] != record_hash(first)
