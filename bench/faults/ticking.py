"""Ticks that a run writes itself: where time follows the events, no worker writes any."""

from __future__ import annotations

from events import topics
from events.instant import Instant, floor_minute
from hub.ticks import build_tick
from tests.distributed.kafka_log import KafkaLog


def publish_ticks(bootstrap: str, at: Instant) -> None:
    """Bring every journal partition to the minute of *at*; raise ``KafkaError`` when it fails."""
    places = [(topic, n) for topic in topics.JOURNALS for n in range(topics.PARTITIONS[topic])]
    KafkaLog(bootstrap).publish(build_tick(*place, floor_minute(at)) for place in places)
