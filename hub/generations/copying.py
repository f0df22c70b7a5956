"""
What a copy of the journals still lacks, held against the plan of it.

Of each partition as much as stands there must be what the plan says, record for record; the rest
is lacking. So a copy that was ended at any instant is gone on with, and one that lacks nothing is
proven to be the plan's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from events import topics
from events.brokers import Place
from events.record import Record
from hub.failure import FOUND_WRONG, Failure
from hub.generations.plan import Copy
from hub.journal import Journal


def lacking(plan: Iterable[Copy], journal: Journal, places: Iterable[Place]) -> Iterator[Copy]:
    """
    Yield the copies of *plan* that stand not yet in *places*, the partitions it fills.

    Raises:
        Failure: something else stands there.
    """
    standing: dict[Place, Iterator[Record]] = {place: journal.read(*place) for place in places}
    seen: defaultdict[Place, int] = defaultdict(int)
    for copy in plan:
        place = (copy.outgoing.topic, copy.outgoing.partition or 0)
        seen[place] += 1
        if seen[place] > journal.end(*place):
            yield copy
        elif not _is(copy, next(standing[place])):
            raise _differs(place)
    for place in standing:
        if journal.end(*place) > seen[place]:
            raise _differs(place)


def _is(copy: Copy, record: Record) -> bool:
    _, key, value, headers, _ = copy.outgoing
    return (key, value, headers, copy.timestamp) == record[3:7]


def _differs(place: Place) -> Failure:
    topic, number = place
    generation = topics.generation_of(topic)
    return Failure(
        "copy-differs", FOUND_WRONG, topic=topic, partition=number, generation=generation
    )
