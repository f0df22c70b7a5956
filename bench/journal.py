"""
The journal that every contender folds: the load as intake writes it, with ticks in between.

Intake is judged here, once, in memory: what is measured begins where its work ends. The log
opens with the default calendar and policies, in every partition; every fourth day of event
time a tick goes to every journal partition before the first event of that day. (Live there is one
a minute, for more events than a small load has in a day.) The same seed and size give the same
records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench import load
from events import topics
from events.instant import DAY, Instant
from events.intake import Accepted, Received, Settings, judge
from events.partitioner import partition_of
from events.record import Outgoing, Record
from hub.publishing.publications import default_raws
from hub.ticks import build_tick

RECEIVED: Final = Instant(load.BEGINNING + load.YEAR + DAY)
_SETTINGS: Final = Settings(partitions={t: topics.PARTITIONS[t] for t in topics.JOURNALS})
_DAY_BEGINS: Final = load.BEGINNING % DAY


def journal(seed: int, count: int, tick_every: Instant = Instant(4 * DAY)) -> Iterator[Outgoing]:  # noqa: B008 - a number
    """Yield the journal records of *count* events, partitions named; ticks in between."""
    last = Instant(0)
    for department, raw in (*default_raws(), *load.events(seed, count)):
        accepted = _accepted(department, raw)
        since = Instant(accepted.time - (accepted.time - _DAY_BEGINS) % tick_every)
        if since > last:
            last = since
            yield from _ticks(since)
        for outgoing in accepted.journal:
            number = outgoing.partition
            if number is None:
                number = partition_of(outgoing.key, topics.PARTITIONS[outgoing.topic])
            yield outgoing._replace(partition=number)


def _ticks(minute: Instant) -> Iterator[Outgoing]:
    for topic in topics.JOURNALS:
        for number in range(topics.PARTITIONS[topic]):
            yield build_tick(topic, number, minute)


def _accepted(department: str, raw: bytes) -> Accepted:
    received = Received(department, raw, (), topics.ingest(department), 0, 0, RECEIVED)
    judged = judge(received, _recall_nothing, _SETTINGS)
    if not isinstance(judged, Accepted):
        raise TypeError(f"the load must be accepted: {judged}")
    return judged


def _recall_nothing(source: str, id: str) -> None:
    """Every id of the load is new."""


class Offsets:
    """Gives outgoing records the offsets they would get in an empty log."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, int], int] = {}

    def place(self, outgoing: Outgoing) -> Record:
        topic, key, value, headers, number = outgoing
        if number is None:
            number = partition_of(key, topics.PARTITIONS[topic])
        offset = self._next.get((topic, number), 0)
        self._next[topic, number] = offset + 1
        return Record(topic, number, offset, key, value, headers)
