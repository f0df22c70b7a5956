"""Ticks that a run writes itself: where time follows the events, no worker writes any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Final

from kafka.errors import KafkaError

from events.instant import Instant, floor_minute
from events.kafka import BrokersAwayError, Connection
from hub.cluster.generations import read_state
from hub.side_work import beside
from hub.ticks import build_tick
from tests.distributed.kafka_log import KafkaLog

_TICK_S: Final = 2.0


def publish_ticks(bootstrap: str, at: Instant) -> None:
    """Bring every journal partition to the minute of *at*; raise when it fails."""
    places = read_state(Connection(bootstrap)).live.journal_places
    KafkaLog(bootstrap).publish(build_tick(*place, floor_minute(at)) for place in places)


@contextmanager
def ticking(bootstrap: str, reached: Callable[[], Instant]) -> Iterator[None]:
    """Let time in the log follow what was *reached*, 0 for nothing yet, while the body runs."""
    ended = Event()

    def tick() -> None:
        while not ended.wait(_TICK_S):
            if at := reached():
                with suppress(KafkaError, BrokersAwayError, TimeoutError):
                    publish_ticks(bootstrap, at)

    with beside("ticks", tick, ended):
        yield
