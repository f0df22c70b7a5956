"""The same record gives the same rows; no record stops a batch."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import topics
from events.record import Record
from hub.cluster import projector
from projections import evidence
from projections.rows import TABLES, is_projected, rows
from projections.tables import Kind
from tests.projections.history import whole_history
from tests.projections.records import Log

TOPICS = [
    "journal.cases",
    "journal.visits",
    "findings",
    "conclusions",
    "receipts.water",
    "rejected",
]
OTHERS = [topics.BY_PARTY, topics.IDENTITY, "ingest.water", topics.ALERTS, topics.GENERATIONS]


def test_the_same_record_gives_the_same_rows(log: Log) -> None:
    """A rebuilt warehouse must be the warehouse."""
    whole_history(log)

    assert [rows(record) for record in log.records] == [rows(record) for record in log.records]


def test_every_row_has_a_value_for_each_column_of_a_known_table(log: Log) -> None:
    """A row too short would shift every column behind it."""
    whole_history(log)
    made = [row for record in log.records for row in rows(record)]

    assert all(row.table in TABLES and len(row.values) == len(row.table.columns) for row in made)


def test_a_record_of_another_topic_gives_no_rows() -> None:
    """Derived topics are made of the journal; they are not projected twice."""
    for topic in OTHERS:
        assert () == rows(Record(topic, 0, 0, b"", b"{}"))


def test_both_projectors_and_verification_read_the_topics_that_have_rows() -> None:
    """A topic that one of them did not know would be missing from one warehouse, or from proof."""
    later = ["journal.cases.g1", "journal.visits.g12"]
    named = [*TOPICS, *later, *OTHERS, "findings.g1", "by-party.g1"]
    projected = [topic for topic in named if is_projected(topic)]

    assert [*TOPICS, *later] == projected
    assert projected == [topic for topic in named if re.match(projector.PATTERN, topic)]
    assert {*projected} - {topics.CONCLUSIONS} == {*filter(evidence.leaves_rows, named)}


@pytest.mark.parametrize("topic", TOPICS)
@given(value=st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b"null", b'"x"', b'{"a":1}']))
def test_no_bytes_whatever_stop_a_batch(topic: str, value: bytes) -> None:
    """One bad row that stops ten thousand is the sink's oldest fault."""
    made = rows(Record(topic, 0, 7, b"k", value))

    assert len(made) <= 1
    assert not topic.startswith("journal.") or len(made) == 1


def test_a_time_that_is_no_time_is_absent_not_a_failure(log: Log) -> None:
    """Other writers' mistakes are theirs; the rest of the row still counts."""
    log.snapshot("case", "K-1", 1, case_id="K-1", opened_at="yesterday", closed_at=17)
    [row] = rows(log.records[0])
    kinds = {column.name: column.kind for column in row.table.columns}
    values = dict(zip(row.table.column_names, row.values, strict=True))

    assert (None, None) == (values["opened_at"], values["closed_at"])
    assert Kind.MAYBE_TIME is kinds["opened_at"]


def test_an_officer_away_twice_keeps_both_intervals(log: Log) -> None:
    """Substitutes are found by these columns."""
    away = [["2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z"], ["2026-11-02T00:00:00Z", "x"]]
    said_of: dict[str, Any] = {"officer_id": "O", "department_id": "d", "away": away}
    log.event("officer.registered", "01-02 09:00", version=2, **said_of)
    [row] = [row for row in rows(log.records[0]) if row.table.name == "officer_facts"]
    names = (column.name for column in row.table.columns)
    said = dict(zip(names, row.values, strict=True))

    assert [1_790_812_800_000_000] == said["away_from"]
    assert [1_791_417_600_000_000] == said["away_to"]
