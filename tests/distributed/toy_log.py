"""A log for the toy fold, and the oracle: the same partitions, folded in memory at one go."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from events import codec, topics
from events.comparison import fingerprint
from events.event import Event
from events.instant import MINUTE, Instant
from events.partitioner import partition_of
from events.record import Outgoing, Record
from hub.ticks import build_tick
from tests.distributed.toy_worker import build
from tests.processors.toy_fold import START

POISON = b'{"type": "no version"'
_SPEAKING = 0.15
"""The share of keys that say something in one minute."""
_SOURCE = "/departments/a"


def build_log(keys: int, minutes: int, seed: int = 7) -> list[Outgoing]:
    """
    Return events of *keys* cases and parties over *minutes*, ticks between them, and a
    poison record in every journal partition.

    Silences over ten minutes are findings.
    """
    draw = random.Random(seed)
    log: list[Outgoing] = []
    for minute in range(minutes):
        for topic, name in (
            (topics.JOURNAL_CASES, "case.progressed"),
            (topics.JOURNAL_VISITS, "visit.recorded"),
        ):
            speaking = [f"{name[0]}{key}" for key in range(keys) if draw.random() < _SPEAKING]
            log += [_event(topic, name, key, minute) for key in speaking]
        if minute == minutes // 3:
            log += [Outgoing(t, b"poison", POISON, (), n) for t, n in _journal_places()]
        log += ticks(minute)
    return log


def ticks(minute: int) -> list[Outgoing]:
    """Return the ticks of *minute* for every journal partition."""
    at = Instant(START + minute * MINUTE)
    return [build_tick(topic, number, at) for topic, number in _journal_places()]


def _journal_places() -> list[tuple[str, int]]:
    return [(topic, n) for topic in topics.JOURNALS for n in range(topics.PARTITIONS[topic])]


def _event(topic: str, name: str, key: str, minute: int) -> Outgoing:
    at, id = Instant(START + minute * MINUTE), f"{name}-{key}-{minute}"
    event = Event(f"{_SOURCE}#{id}", name, 1, at, 0, _SOURCE, id, key, {})
    return Outgoing(topic, key.encode(), codec.encode(event))


def fold_in_memory(log: Iterable[Outgoing]) -> list[Record]:
    """Return all that the partitions publish for *log*, folded first in, first out."""
    places = [
        (topic, number)
        for topic in (*topics.JOURNALS, topics.BY_PARTY)
        for number in range(topics.PARTITIONS[topic])
    ]
    partitions = {place: build(*place) for place in places}
    ends: dict[tuple[str, int], int] = defaultdict(int)
    published: list[Record] = []
    fresh = deque(log)
    while fresh:
        topic, key, value, headers, number = fresh.popleft()
        if number is None:
            number = partition_of(key, topics.PARTITIONS[topic])
        record = Record(topic, number, ends[topic, number], key, value, headers)
        ends[topic, number] += 1
        published.append(record)
        if partition := partitions.get((topic, number)):
            fresh.extend([*partition.take(record), *partition.flush()])
    return published


def findings(records: Iterable[Record]) -> list[bytes]:
    """Return the findings in *records* as every comparison of the hub sees them, sorted."""
    values = [record.value for record in records if record.topic == topics.FINDINGS]
    return fingerprint(values).splitlines()


def rejected_raw(records: Sequence[Record]) -> int:
    """Return how many different entries of the log *records* of ``rejected`` speak of."""
    return len({record.headers for record in records if record.topic == topics.REJECTED})
