"""What makes an insert repeatable: after a crash anywhere, the same range is cut again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.brokers import Committed
from projections import sink
from projections.sink import Range
from tests.projections.records import Log


def test_a_new_range_ends_before_the_end_of_the_log() -> None:
    """The end is the offset behind the last record, as Kafka counts."""
    assert None is sink.plan(40, "", 40)
    assert Range(40, 40) == sink.plan(40, "", 41)
    assert Range(40, 41) == sink.plan(40, "", 42)


def test_a_new_range_is_no_longer_than_its_limit() -> None:
    """A batch has to fit into one insert."""
    assert Range(0, 8) == sink.plan(0, "", 9, limit=10)
    assert Range(0, 9) == sink.plan(0, "", 10, limit=10)
    assert Range(0, 9) == sink.plan(0, "", 11, limit=10)


def test_a_noted_range_is_cut_again_whatever_came_since() -> None:
    """The same token with other rows would lose rows without a word."""
    assert Range(40, 57) == sink.plan(40, "40-57", 1000, limit=5)


def test_a_noted_range_waits_until_all_of_it_is_there() -> None:
    """A log that lost its tail must not be projected as if nothing had been."""
    assert None is sink.plan(40, "40-57", 57)
    assert Range(40, 57) == sink.plan(40, "40-57", 58)


def test_a_note_made_for_another_offset_is_none() -> None:
    """Someone moved the group by hand: begin there, not where the note was made."""
    assert Range(10, 19) == sink.plan(10, "40-57", 20)
    assert Range(40, 49) == sink.plan(40, "written by another tool", 50)


def test_what_is_done_is_committed_without_a_note() -> None:
    """Empty metadata says: nothing is on its way."""
    assert (Committed(40, "40-57"), Committed(58, "")) == (
        sink.note(Range(40, 57)),
        sink.done(Range(40, 57)),
    )


def test_a_token_names_the_range_of_every_partition(log: Log) -> None:
    """The embedded projector writes many partitions in one insert."""
    log.tick("03-02 09:00", partition=1)
    log.tick("03-02 09:00")
    log.tick("03-02 09:01")

    assert "journal.cases:0:0-1,journal.cases:1:0-0" == sink.token_of(log.records)


@given(
    growth=st.lists(st.integers(0, 7), min_size=1, max_size=30),
    limits=st.lists(st.integers(1, 5), min_size=1, max_size=30),
    crashes=st.lists(st.sampled_from(["", "noted", "inserted"]), min_size=1, max_size=30),
)
def test_whatever_the_crashes_ranges_tile_the_log_and_a_token_never_changes_its_rows(
    growth: list[int], limits: list[int], crashes: list[str]
) -> None:
    """Nothing lost, nothing under two tokens: then dropped repeats are all there is to drop."""
    commit, end, inserted = Committed(0, ""), 0, []
    for turn in range(len(growth) * 3):
        end += growth[turn] if turn < len(growth) else 0
        found = sink.plan(*commit, end, limits[turn % len(limits)])
        if found is None:
            continue
        commit = sink.note(found)
        crash = crashes[turn % len(crashes)] if turn < len(growth) * 2 else ""
        if crash == "noted":
            continue
        inserted.append(found)
        if crash == "inserted":
            continue
        commit = sink.done(found)

    stored = sorted(set(inserted))
    assert [offset for r in stored for offset in range(r.first, r.last + 1)] == list(
        range(stored[-1].last + 1 if stored else 0)
    )
    assert len({r.first for r in stored}) == len(stored)
