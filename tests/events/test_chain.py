"""A chain tells two histories apart, however little they differ."""

from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from events.chain import START, link
from events.record import Record

small = st.binary(max_size=3)
headers = st.lists(st.tuples(st.sampled_from(["a", "ab"]), small), max_size=2).map(tuple)
few, untimed = st.integers(0, 2), st.just(0)
records = st.builds(Record, st.just("t"), few, few, small, small, headers, untimed)
histories = st.lists(records, max_size=4)


def chain(history: list[Record]) -> bytes:
    return reduce(link, history, START)


@given(histories, histories)
def test_two_histories_have_one_chain_only_when_they_are_one(
    one: list[Record], other: list[Record]
) -> None:
    """No byte may move from a key to a value, or from a record to the next."""
    assert (one == other) == (chain(one) == chain(other))


def test_the_time_a_broker_gave_is_no_part_of_it() -> None:
    """A log that is copied to another broker is the same log."""
    record = Record("t", 0, 0, b"k", b"v")

    assert chain([record]) == chain([record._replace(timestamp=7)])
