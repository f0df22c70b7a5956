"""A change of a log's generation in a test without workers: their group is spoken for."""

from __future__ import annotations

from events.kafka import Connection, assigned
from hub.cluster.generations import read_state
from processors.topology import FOLDED
from tests.distributed.kafka_log import KafkaLog


def fold(log: KafkaLog) -> None:
    """Say for the workers that they have folded all there is of the live generation."""
    connection = Connection(log.bootstrap)
    layout = read_state(connection).live
    places = [(layout.live(name), n) for name in FOLDED for n in range(layout.counts[name])]
    with assigned(connection, places, "hub-worker") as worker:
        worker.commit(worker.end_offsets(places))


def stands(log: KafkaLog) -> tuple[str, int]:
    """Return the step of the log, and its live generation."""
    state = read_state(Connection(log.bootstrap))
    return state.step, state.live.generation
