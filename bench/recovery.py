"""
How long a worker with many keys is gone after kill -9.

Its changelog is written as a worker of the ``host`` job leaves it (an entry per key and the
position); a worker takes it up, is killed, and another is started at once. It works again when
a record published after the kill is committed. The group's session time-out is in the figure:
nobody tells the group that a killed member is gone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final, NamedTuple

import orjson

from bench.lab import Lab, Watch, new_group
from events import topics
from events.codec import encode
from events.event import Event
from events.instant import Instant
from events.record import Outgoing
from processors.folding.changelog import changelog_of, writes
from processors.folding.checkpoint import POSITION
from tests.support.waiting import wait_until

PARTITIONS: Final = topics.PARTITIONS[topics.JOURNAL_CASES]


class Recovery(NamedTuple):
    """Wall seconds from the kill to a commit, and of the first start; ``keys`` in all."""

    keys: int
    seconds: float
    first: float


def measure(lab: Lab, keys: int) -> Recovery:
    """Return how long the ``host`` job with *keys* keys is away after kill -9."""
    lab.fresh()
    lab.publish(_changelog(keys))
    group = new_group("hub")
    watch = Watch(lab, group, "host")
    began = time.monotonic()
    first = lab.start("hub", group, "host")
    second = None
    try:
        _works(lab, watch)
        started = time.monotonic() - began
        first.kill()
        began = time.monotonic()
        second = lab.start("hub", group, "host")
        _works(lab, watch)
        return Recovery(keys, time.monotonic() - began, started)
    finally:
        watch.close()
        for process in (first, second):
            if process is not None:
                process.kill()


def _works(lab: Lab, watch: Watch) -> None:
    lab.publish(_one_each())
    wait_until(watch.is_done, "the worker to work again", 240)


def _one_each() -> Iterator[Outgoing]:
    event = Event("", "case.progressed", 1, Instant(0), 0, "/departments/a", "1", "", {})
    for number in range(PARTITIONS):
        yield Outgoing(topics.JOURNAL_CASES, b"k", encode(event), (), number)


def _changelog(keys: int) -> Iterator[Outgoing]:
    topic = changelog_of(topics.JOURNAL_CASES)
    for number in range(PARTITIONS):
        packed = orjson.dumps([3, 0])
        entries: dict[str, bytes | None] = {
            f"K{key}": packed for key in range(number, keys, PARTITIONS)
        }
        for write in writes(entries | {POSITION: b"0"}, 1):
            yield Outgoing(topic, write.key, write.value or b"", write.headers, number)
