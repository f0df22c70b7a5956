"""
What a new generation of the journals holds: all of the one before, in its order.

The partitions of a journal are read side by side in the order of their append. An event goes to
the partition its key has now. What stands in every partition (reference events, ticks) goes to
every new one: the reference events of partition 0, which has all of them, and each tick that is
later than the last. Only ticks are made anew, since each names its partition; everything else
keeps its bytes and says where it stood (``events.generations.copied``).

The plan is a pure function of what the log holds up to the cut, so a copy that was interrupted
is continued: of each partition, as many records as stand there are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from typing import Final, NamedTuple

import orjson

from events import codec, topics
from events.brokers import Place
from events.generations import Layout, copied
from events.instant import Instant
from events.partitioner import partition_of
from events.record import Outgoing, Record
from events.routing import EVERYWHERE
from hub import ticks
from hub.failure import Failure
from hub.journal import Journal

Counts = Mapping[str, int]
MOST: Final = 1_024
"""Partitions of a topic."""


class Copy(NamedTuple):
    """A record of the new generation, in which partition, and when it was appended (ms)."""

    outgoing: Outgoing
    timestamp: int


def next_layout(live: Layout, asked: Counts) -> Layout:
    """
    Return the generation after *live*, with the partition counts *asked* by the contract's names.

    A derived topic that is not named gets as many as the journal it follows, where that is.

    Raises:
        Failure: a topic has no generations, or a number is none.
    """
    for topic, count in asked.items():
        if topic not in topics.GENERATIONAL or topic == topics.IDENTITY:
            raise Failure("no-generations", topic=topic, known=", ".join(COUNTED))
        if not 0 < count <= MOST:
            raise Failure("partitions-wrong", topic=topic, value=count, most=MOST)
    following = {
        derived: asked[journal]
        for journal, derived in _FOLLOWS.items()
        if journal in asked and asked[journal] != live.counts[journal]
    }
    counts = {**live.counts, **following, **asked}
    if counts == dict(live.counts):
        raise Failure("partitions-same")
    return Layout(live.generation + 1, counts)


_FOLLOWS: Final = {
    topics.JOURNAL_VISITS: topics.BY_PARTY,
    topics.JOURNAL_CASES: topics.BY_MATTER,
}
COUNTED: Final = (*_FOLLOWS, *_FOLLOWS.values())
"""The topics whose number of partitions may be changed; topic ``identity`` has one for ever."""


def copies(journal: Journal, old: Layout, new: Layout, cut: Mapping[Place, int]) -> Iterator[Copy]:
    """Yield what the journals of *new* hold of those of *old*, which are read up to *cut*."""
    for kind in topics.JOURNALS:
        name = old.live(kind)
        partitions = (
            journal.read(name, number, 0, cut[name, number]) for number in range(old.counts[kind])
        )
        taken = merge(*partitions, key=lambda record: record.timestamp)
        yield from _copied(taken, new.live(kind), new.counts[kind])


def _copied(taken: Iterable[Record], topic: str, count: int) -> Iterator[Copy]:
    last = Instant(0)
    for record in taken:
        if is_tick(record):
            if (minute := codec.decode(record.value).time) > last:
                last = minute
                for number in range(count):
                    yield Copy(ticks.build_tick(topic, number, minute), record.timestamp)
        elif not _stands_everywhere(record):
            yield _copy(record, topic, partition_of(record.key, count))
        elif record.partition == 0:
            for number in range(count):
                yield _copy(record, topic, number)


def _copy(record: Record, topic: str, number: int) -> Copy:
    return Copy(Outgoing(topic, record.key, record.value, copied(record), number), record.timestamp)


def is_tick(record: Record) -> bool:
    return not record.key and b'"clock.ticked.v1"' in record.value


def _stands_everywhere(record: Record) -> bool:
    route = next((value for name, value in record.headers if name == "route"), None)
    return route is not None and orjson.loads(route)[0] == EVERYWHERE


def cut_of(journal: Journal, layout: Layout) -> dict[Place, int]:
    """Return where each journal partition of *layout* ends."""
    return {place: journal.end(*place) for place in layout.journal_places}
