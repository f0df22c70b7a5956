"""Followed views: only what new rows may change is made again, and the rest stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pytest

from projections import schema, sink
from projections.embedded import EmbeddedWarehouse
from projections.keeping import Keeper
from projections.kept_views import Kept, kept
from projections.marks import PARTS, Marks
from tests.projections.history import origin, whole_history
from tests.projections.records import Log, said
from tests.projections.test_levels import department

FOLLOWED = [one for one in kept().values() if one.key]
Rows = list[str]


def visited(log: Log, id: str, offset: int, cluster: str, **more: object) -> None:
    row = {"visit_id": id, "party_id": "P", "cluster_id": cluster, "departments": ["k"],
           "start": said("03-02 09:00"), "status": "recorded", "event_id": f"e-{id}"}  # fmt: skip
    log.snapshot("visit", f"k/{id}", offset, **{**row, **more})


def _begun(log: Log) -> None:
    whole_history(log)
    department(log, "k", "county")
    visited(log, "V-1", 10, "A")
    visited(log, "V-2", 11, "A", departments=["k", "nobody"])
    log.event("case.opened", "03-02 09:00", id="o1", case_id="K-2", party_id="P")
    log.event("case.accepted", "03-02 10:00", id="o2", case_id="K-2", department="k")
    log.event("case.closed", "03-03 10:00", id="o3", case_id="K-2", outcome="solved")
    log.snapshot("case", "K-2", 12, case_id="K-2", opened_at=said("03-02 09:00"), party_id="P-1",
                 closed_at=said("03-03 10:00"), status="closed", kind="demand")  # fmt: skip
    log.snapshot("clock", "K-2/resolve", 12, case_id="K-2", clock="resolve", consumed=7,
                 started_at=said("03-02 09:00"), status="met")  # fmt: skip
    log.finding("raised", "duplicate-visit", origin=origin(9), subject="k/V-1", evidence=["e-V-1"])
    log.event("visit.recorded", "03-02 09:00", "water", id="w1", topic="journal.visits",
              visit_id="V-1", party_id="Z")  # fmt: skip
    log.receipt(0, "/departments/water#1", "rejected", "03-02 09:00", code="unknown-field")
    log.receipt(1, "/departments/water#1", "rejected", "03-02 09:01", code="unknown-field")


def _moved(log: Log) -> None:
    visited(log, "V-1", 20, "B")


def _cancelled(log: Log) -> None:
    log.snapshot("visit", "k/V-1", 20, status="cancelled")


def _linked(log: Log) -> None:
    log.snapshot("party", "P-1", 20, party_id="P-1", cluster_id="Q")


def _withdrawn(log: Log) -> None:
    log.event("event.withdrawn", "03-04 09:00", event_id="/departments/centre#o2", reason="x")


def _late(log: Log) -> None:
    log.snapshot("late", "/departments/centre#o2", 20, event_id="/departments/centre#o2",
                 time=said("03-02 10:00"), late_days=500)  # fmt: skip


def _evaluated(log: Log) -> None:
    log.snapshot("evaluation", "K-2/1", 20, case_id="K-2", outcome="answered", level=4,
                 time=said("03-04 10:00"))  # fmt: skip


def _vanished(log: Log) -> None:
    log.snapshot("case", "K-2", 20, case_id="K-2", status="cancelled")


def _judged(log: Log) -> None:
    found = log.finding("retracted", "duplicate-visit", origin=origin(20), subject="k/V-1",
                        revision=2)  # fmt: skip
    log.event("finding.dismissed", "03-05 09:00", finding_id=found)


def _cited(log: Log) -> None:
    log.finding("raised", "repeated-case", origin=origin(20), subject="K-3",
                evidence=["/departments/centre#o1", "e-V-2", "not yet"])  # fmt: skip
    log.event("case.opened", "03-06 09:00", id="o9", case_id="K-9")


def _told(log: Log) -> None:
    log.event("party.updated", "03-06 09:00", party_id="P-1", name="新名", kind="enterprise",
              area="兰溪", topic="journal.visits")  # fmt: skip


def _registered(log: Log) -> None:
    department(log, "nobody", "county", "k")


def _receipted(log: Log) -> None:
    log.receipt(0, "/departments/water#1", "accepted", "03-04 09:00")  # the first stood refused
    log.receipt(9, "/departments/water#1", "accepted", "03-04 09:01")
    log.receipt(7, "/departments/water#7", "duplicate", "03-04 09:02")


def _repeated(log: Log) -> None:
    for partition in (0, 1):
        log.event("case.opened", "03-02 09:00", id="o1", case_id="K-2", party_id="P",
                  partition=partition)  # fmt: skip
    log.event("case.opened", "03-02 09:00", "water", id="w1", case_id="K-5", party_id="Z")


def _ruled(log: Log) -> None:
    """Say when an event is late; the tick after it puts the rule in force."""
    settings = {"least_group": 5, "supervised": 3, "least_cases": 5, "late_days": 1}
    log.event("policy.published", "03-04 09:00", "hub", policy_id="reports", version=2,
              kind="reports", valid_from="2026-03-05T00:00:00+08:00", content=settings)  # fmt: skip
    log.event("case.progressed", "02-01 09:00", "water", case_id="K-2", note="x")


def _ticked(log: Log) -> None:
    log.tick("03-06 09:00")
    log.event("case.progressed", "03-06 09:00", "water", case_id="K-2", note="y")


NEWS = {
    "receipts came, one of them again": (_receipted,),
    "events came again, elsewhere": (_repeated, _withdrawn),
    "a rule of lateness came into force": (_ruled, _ticked),
    "a rule of lateness will come into force": (_ruled,),
    "a visit moved to another party": (_moved,),
    "a visit was cancelled, a party linked and renamed": (_cancelled, _linked, _told),
    "an event was withdrawn, an answer came": (_withdrawn, _evaluated, _judged),
    "an event was too late, a case vanished, findings came before what they cite": (
        _late, _vanished, _cited,
    ),
    "the tree of departments grew": (_registered,),
}  # fmt: skip


def stored(warehouse: EmbeddedWarehouse, one: Kept) -> Rows:
    sql = f"SELECT * EXCEPT (made, gone) FROM {one.name} FINAL WHERE gone = 0"
    return sorted(map(repr, warehouse.query(sql).rows))


def plain(warehouse: EmbeddedWarehouse, one: Kept) -> Rows:
    made = one.replaced(warehouse.dialect.render, "").partition(" AS SELECT *, ")[2]
    sql = f"SELECT * EXCEPT (made, gone) FROM (SELECT *, {made})"
    return sorted(map(repr, warehouse.query(warehouse.dialect.render(sql)).rows))


def unordered(rows: Rows) -> list[list[str]]:
    """Return *rows* without the order inside: groups list what they hold in any."""
    return sorted(sorted(row) for row in rows)


@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
def test_a_view_that_was_followed_is_the_view_made_anew(
    warehouse: EmbeddedWarehouse, log: Log, news: Sequence[Callable[[Log], None]]
) -> None:
    """An answer must not depend on when it was asked before."""
    _begun(log)
    sink.project(log.records, warehouse)
    for one in FOLLOWED:
        stored(warehouse, one)
    there = len(log.records)
    for each in news:
        each(log)
    sink.project(log.records[there:], warehouse)

    for one in FOLLOWED:
        assert unordered(plain(warehouse, one)) == unordered(stored(warehouse, one)), one.name


COUNTS: Final = """
SELECT quarter, department, countIf(number = 'sent'), countIf(number = 'accepted'),
    countIf(number = 'duplicated'), countIf(number = 'rejected'), countIf(number = 'mended'),
    countIf(number = 'events'), countIf(number = 'late'), countIf(number = 'named'),
    countIf(number = 'unlinked')
FROM quality_marks GROUP BY quarter, department ORDER BY quarter, department
"""


@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
def test_what_is_counted_of_data_is_what_is_listed_of_it(
    warehouse: EmbeddedWarehouse, log: Log, news: Sequence[Callable[[Log], None]]
) -> None:
    """A department that asks for the records behind a number finds as many."""
    _begun(log)
    sink.project(log.records, warehouse)
    counted = "SELECT * FROM quality_counts ORDER BY quarter, department"
    assert warehouse.query(COUNTS).rows == warehouse.query(counted).rows
    for each in news:
        there = len(log.records)
        each(log)
        sink.project(log.records[there:], warehouse)
        assert warehouse.query(COUNTS).rows == warehouse.query(counted).rows


def test_following_that_was_broken_off_is_done_again(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Killed between the rows and the stamp, nothing is counted twice and nothing is lost."""
    _begun(log)
    sink.project(log.records, warehouse)
    one = kept()["party_visits"]
    stored(warehouse, one)
    before = marks(warehouse)
    there = len(log.records)
    _moved(log)
    sink.project(log.records[there:], warehouse)
    first, *_ = one.followed(warehouse.dialect.render, before, marks(warehouse))
    warehouse._run(warehouse.dialect.render(first))

    assert unordered(plain(warehouse, one)) == unordered(stored(warehouse, one))


def test_only_what_new_rows_may_change_is_made_again(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """Seven million visits are not read into one table again for one more."""
    _begun(log)
    sink.project(log.records, warehouse)
    one = kept()["party_visits"]
    stored(warehouse, one)
    visited(log, "V-9", 30, "C")
    sink.project(log.records[-1:], warehouse)
    stored(warehouse, one)
    made = warehouse.query("SELECT cluster_id FROM party_visits WHERE made > 1 AND gone = 0").rows

    assert [("C",)] == list(made)


def test_a_tick_makes_nothing_again(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """There is one a minute in every partition."""
    _begun(log)
    sink.project(log.records, warehouse)
    one = kept()["case_walks"]
    stored(warehouse, one)
    log.tick("03-07 09:00")
    sink.project(log.records[-1:], warehouse)
    stored(warehouse, one)

    assert 0 == warehouse.query("SELECT countIf(made > 1) FROM case_walks").rows[0][0]


def marks(warehouse: EmbeddedWarehouse) -> Marks:
    return Marks.read(warehouse._run(PARTS))


GROWN = {"t": {"all": (1, 5, 0)}}
STORIES: Sequence[tuple[dict[str, dict[str, tuple[int, int, int]]], bool]] = (
    ({"t": {"all": (1, 5, 0)}}, True),
    ({"t": {"all": (1, 6, 0)}}, True),
    ({"t": {"all": (1, 5, 0), "other": (1, 1, 0)}}, True),
    ({"t": {"all": (6, 7, 0)}}, False),
    ({"t": {"all": (1, 5, 6)}}, False),
    ({}, False),
    ({"t": {"all": (1, 5, 0)}, "unknown": {"all": (1, 1, 0)}}, False),
)


@pytest.mark.parametrize(("now", "followed"), STORIES)
def test_rows_that_went_or_were_rewritten_cannot_be_followed(
    now: dict[str, dict[str, tuple[int, int, int]]], followed: bool
) -> None:
    """A table that was emptied, a mutation, a table nobody said how to follow: all anew."""
    rows = [(t, p, *mark) for t, of in now.items() for p, mark in of.items()]
    before = Marks.read((t, p, *mark) for t, of in GROWN.items() for p, mark in of.items())

    assert followed == Marks.read(rows).only_grew(before, ["t"])
    assert Marks.parse(Marks.read(rows).text()) == Marks.read(rows)


def test_a_followed_view_says_how_it_follows_every_table_that_grows_with_events() -> None:
    """A table it forgets, or a column named like a view, would make all of it anew."""
    grow = {"journal_records", "visit_snapshots", "case_snapshots", "clock_snapshots",
            "evaluation_snapshots", "finding_records", "party_facts", "receipt_records",
            "party_snapshots", "withdrawals", "policy_settings"}  # fmt: skip
    keeper = Keeper(lambda _: (), str, schema.selects())
    reads = {one.name: keeper.rests_on(one) & grow for one in FOLLOWED}
    forgotten = {name: read - kept()[name].changed.keys() for name, read in reads.items()}

    assert {} == {name: missed for name, missed in forgotten.items() if missed}
