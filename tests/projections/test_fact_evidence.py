"""The facts in the warehouse can be held against the journal, event by event."""

from __future__ import annotations

from typing import Any

import pytest

from projections import fact_evidence, sink
from projections.embedded import EmbeddedWarehouse
from projections.rows import FACTS
from projections.tables import Kind, Row, Table
from tests.projections.records import Log, said

_ALTERED: dict[Kind, Any] = {
    Kind.TEXT: "nobody",
    Kind.TEXTS: ["nobody"],
    Kind.WHOLE: 77,
    Kind.NUMBER: 7.7,
    Kind.TIME: 0,
    Kind.MAYBE_TIME: 0,
    Kind.TIMES: [0],
}
_PLACE = {"topic", "partition", "offset", "position"}
_EACH = pytest.mark.parametrize("table", FACTS, ids=[table.name for table in FACTS])


def one_of_each(log: Log) -> None:
    """Append an event for each table of facts, and one that tells none."""
    away = [[said("03-02 09:00"), said("03-05 18:00")]]
    item = {"item": "loan", "criteria": {"industry": ["food"]}, "promised": {"days": 3}}
    log.event("party.registered", "01-02 09:00", party_id="P-1", name="宏达食品有限公司",
              sites=[{"area": "清溪县"}])  # fmt: skip
    log.event("department.registered", "01-02 09:00", department_id="water", name="水务局",
              valid_from="2026-01-01T00:00:00+08:00", successors=["roads"])  # fmt: skip
    log.event("officer.registered", "01-02 09:00", officer_id="O-1", away=away, duty=["night"])
    log.event("finding.dismissed", "03-04 09:00", finding_id="f-1")
    log.event("event.withdrawn", "03-04 09:00", event_id="e-9", reason="typed twice")
    log.event("party.linked", "03-04 09:00", party_id="P-1", same_as="P-2", score=0.93)
    log.event("case.returned", "03-02 10:00", case_id="K-1", better_owner="roads")
    log.event("policy.published", "01-02 09:00", policy_id="reports", version=2, kind="reports",
              content={"least_group": 4, "share": 0.1, "word": "x"})  # fmt: skip
    log.event("menu.published", "01-02 09:00", menu_id="m", version=1, content={"items": [item]})
    log.event("offer.made", "03-01 09:00", offer_id="F-1", party_id="P-1", campaign_id="C-1")
    log.event("campaign.scheduled", "01-02 09:00", campaign_id="C-1", version=1, name="爱企日",
              start=said("03-01 09:00"), departments=["labour"])  # fmt: skip
    log.event("case.opened", "03-02 09:00", case_id="K-1", party_id="P-1", text="没有水")
    log.event("visit.planned", "03-02 09:00", visit_id="V-1", party_id="P-1",
              party={"name": "宏达"})  # fmt: skip
    log.event("case.progressed", "03-02 11:00", case_id="K-1")


@pytest.fixture
def told(warehouse: EmbeddedWarehouse, log: Log) -> Log:
    """A log with one of each, projected."""
    one_of_each(log)
    sink.project(log.records, warehouse)
    return log


def differing(warehouse: EmbeddedWarehouse, log: Log) -> dict[int, tuple[str, ...]]:
    """Return the tables in which the facts of a record differ, by offset."""
    standing = fact_evidence.standing(warehouse, "journal.cases", 0, 0, 999)
    expected = {record.offset: fact_evidence.told(record) for record in log.records}
    nothing: fact_evidence.Facts = frozenset()
    compared = {
        offset: fact_evidence.differing(
            standing.get(offset, nothing), expected.get(offset, (nothing,))
        )
        for offset in standing.keys() | expected.keys()
    }
    return {offset: tables for offset, tables in compared.items() if tables}


def rows_of(log: Log, table: Table) -> list[Row]:
    batches = sink.batches(log.records)
    return [Row(table, values) for values in batches[table]]


def others(log: Log, row: Row) -> list[Row]:
    """Return what the record of *row* tells beside it."""
    told = rows_of(log, row.table)
    return [other for other in told if other != row and offset_of(other) == offset_of(row)]


def offset_of(row: Row) -> int:
    offset: int = row.values[row.table.column_names.index("offset")]
    return offset


def changed(row: Row, **to: Any) -> tuple[Any, ...]:
    return tuple((dict(zip(row.table.column_names, row.values, strict=True)) | to).values())


def test_what_stands_is_what_the_journal_tells(warehouse: EmbeddedWarehouse, told: Log) -> None:
    """Of every table, and of an event that tells no fact."""
    assert {} == differing(warehouse, told)
    assert {("journal.cases", 0)} == fact_evidence.places(warehouse)
    assert all(rows_of(told, table) for table in FACTS)


@_EACH
def test_every_column_that_was_altered_is_told(
    warehouse: EmbeddedWarehouse, told: Log, table: Table
) -> None:
    """Reports read these columns alone: the record beside them stands whole."""
    row = rows_of(told, table)[0]
    record = told.records[offset_of(row)]
    names = [(name, kind) for name, kind in table.columns if name not in _PLACE]
    for offset, (name, kind) in enumerate(names, len(told.records)):
        told.records.append(record._replace(offset=offset))
        altered = {"offset": offset, name: _ALTERED[kind]}
        more = [changed(other, offset=offset) for other in others(told, row)]
        warehouse.insert(table, [changed(row, **altered), *more])

    offsets = [record.offset for record in told.records[-len(names) :]]
    assert dict.fromkeys(offsets, (table.name,)) == differing(warehouse, told)


@_EACH
def test_a_fact_that_was_taken_out_is_told(
    warehouse: EmbeddedWarehouse, told: Log, table: Table
) -> None:
    """A department that nobody registered has no name in any report."""
    row = rows_of(told, table)[0]
    warehouse._run(
        f"ALTER TABLE {table.name} DELETE WHERE offset = {offset_of(row)} SETTINGS mutations_sync=2"
    )

    assert {offset_of(row): (table.name,)} == differing(warehouse, told)


@_EACH
def test_a_fact_that_was_put_in_is_told(
    warehouse: EmbeddedWarehouse, told: Log, table: Table
) -> None:
    """Beside a true one, beside an event that tells none, and where no record stands."""
    row = rows_of(told, table)[0]
    warehouse.insert(table, [changed(row, event_id="forged"), changed(row, offset=13)])
    warehouse.insert(table, [changed(row, offset=50)])

    places = (offset_of(row), 13, 50)
    assert dict.fromkeys(places, (table.name,)) == differing(warehouse, told)


def test_a_fact_told_twice_is_one(warehouse: EmbeddedWarehouse, told: Log) -> None:
    """A batch inserted again leaves twins until a merge."""
    sink.project(told.records, warehouse, token="again")

    assert {} == differing(warehouse, told)
