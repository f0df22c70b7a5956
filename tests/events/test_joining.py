"""A member that has begun to join its group anew joins it, whatever comes in between."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

from events import kafka
from events.kafka import Connection, Consumer, Place, Producer
from events.record import Outgoing
from tests.support.kafka import Kafka
from tests.support.waiting import wait_until

_SHORT_S = 0.05
"""A poll of a projector with a batch on its way is shorter still."""
FIRST, NEXT = "joining.first", "joining.next"


class _Spreading(RoundRobinPartitionAssignor):  # type: ignore[misc]
    """Spreads partitions as the hub does; ``meanwhile`` happens before the broker hears of it."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None

    def assign(self, *asked: Any) -> Any:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return super().assign(*asked)


def _member(connection: Connection, spreading: _Spreading) -> Consumer:
    """Return a member that has joined its group over the first topic, and has read it."""
    kafka.create_topics(connection, {FIRST: 1})
    _send(connection, FIRST)
    member = kafka.subscribed(
        connection,
        "joining",
        r"^joining\..*$",
        metadata_max_age_ms=500,
        partition_assignment_strategy=(spreading,),
    )
    _read(member, (FIRST, 0))
    return member


def _send(connection: Connection, topic: str) -> None:
    with Producer(connection) as producer:
        producer.send([Outgoing(topic, b"", b"x")])


def _read(member: Consumer, place: Place) -> None:
    wait_until(lambda: place in _polled(member), f"a record of {place}", 40)


def _polled(member: Consumer) -> set[Place]:
    return {(record.topic, record.partition) for record in member.poll(_SHORT_S)}


def test_a_join_that_outlasts_a_poll_is_finished_in_the_next(own_kafka: Kafka) -> None:
    """The client forgot it: it had its new partitions, and asked for no record of any, for ever."""
    connection, spreading = Connection(own_kafka.bootstrap), _Spreading()
    with _member(connection, spreading) as member:
        spreading.meanwhile = lambda: Event().wait(4 * _SHORT_S)  # a busy machine
        kafka.create_topics(connection, {NEXT: 1})
        _send(connection, NEXT)

        _read(member, (NEXT, 0))
        _send(connection, FIRST)
        _read(member, (FIRST, 0))


def test_a_join_that_the_broker_died_in_is_begun_again(own_kafka: Kafka) -> None:
    """Killed when it had asked who gets what, it never heard the answer."""
    connection, spreading = Connection(own_kafka.bootstrap), _Spreading()
    with _member(connection, spreading) as member:
        killed = Event()

        def kill() -> None:
            own_kafka.daemon.kill()
            killed.set()

        spreading.meanwhile = kill
        kafka.create_topics(connection, {NEXT: 1})
        wait_until(lambda: member.poll(_SHORT_S) == [] and killed.is_set(), "the join to begin", 40)
        own_kafka.daemon.start()
        _send(connection, NEXT)

        _read(member, (NEXT, 0))
