"""A new version of the menu reaches open orders through the log, and says so once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from events import codec, topics
from events.event import Event
from events.record import Outgoing, Record
from processors.case_fold import CaseFold
from processors.cases.case_state import CaseState
from processors.folding.partition import Partition
from processors.published.defaults import default_publications
from tests.history import CASE, at, closed, event, publication, responded
from tests.processors.test_menu import DAYS, VOUCHER, menu, menu_event, order


def read(partition: Partition[CaseState], offsets: Iterable[int], *events: Event) -> list[Event]:
    """Return the notices that a batch of *events* publishes."""
    out: list[Outgoing] = []
    for one, offset in zip(events, offsets, strict=False):
        key = CASE.encode() if one.name.startswith("case.") else b""
        record = Record(topics.JOURNAL_CASES, 0, offset, key, codec.encode(one), (), 0)
        out += partition.take(record)
    said = [*out, *partition.flush()]
    found = (codec.decode(told.value) for told in said if told.topic == topics.FINDINGS)
    return [one for one in found if one.name == "clock.rebased"]


def test_open_orders_are_rebased_with_the_menu_as_reason_and_closed_ones_are_not() -> None:
    """One notice for each clock that moved; nothing is said when the batch is read again."""
    defaults = [publication(name, data) for name, data in default_publications()]
    faster = menu_event(menu(VOUCHER | {"promised": {"target": 2, **DAYS}}, version=2), at(0, 12))
    begun = [*defaults, menu_event(menu(VOUCHER)), order()]
    done = [responded("science", at(0, 10)), closed(at(0, 11))]

    running, ended = (Partition(CaseFold(), topics.JOURNAL_CASES, 0) for _ in range(2))
    offsets, others = count(), count()
    read(running, offsets, *begun)
    read(ended, others, *begun, *done)
    noon = event("clock.ticked", at(0, 12))
    moved = read(running, offsets, faster, noon)

    assert {("resolve", "menu"), ("holding", "menu")} == {
        (notice.data["clock"], notice.data["reason"]) for notice in moved
    }
    assert [] == read(running, offsets, faster, noon)
    assert [] == read(ended, others, faster, noon)
