"""
Kafka, by kafka-python: records in, records out, nothing decided.

What the client does by itself is switched off where it could lose something: offsets are
committed by whoever did the work, topics are created on purpose only. A ``Producer`` waits
until the brokers hold every record (acks=all, idempotent, so a retry is not a second copy),
and raises unless they do. A ``Consumer`` closed or revoked commits nothing.

kafka-python 3.0.12: ``create_topics`` takes a dict; a wrong password surfaces as a time-out;
a topic that may not be read gives no records and no error, so check with ``topics`` first.
``crc32c`` must be installed, or it is three times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.errors import (
    KafkaError,
)
from kafka.structs import OffsetAndMetadata

from events.administering import (
    admin,
    asking,
    count_brokers,
    create_topics,
    delete_topics,
    describe_topics,
    group_members,
    group_offsets,
)
from events.brokers import (
    LARGEST,
    BrokersAwayError,
    Committed,
    Connection,
    Described,
    Login,
    NotCommittedError,
    NotDeliveredError,
    Place,
)
from events.closing import Closing
from events.consumer import Consumer, Native
from events.fetched import read_with
from events.joining import joined_through
from events.record import Outgoing, Record

__all__ = [
    "LARGEST",
    "BrokersAwayError",
    "Committed",
    "Connection",
    "Consumer",
    "Described",
    "Login",
    "NotCommittedError",
    "NotDeliveredError",
    "Place",
    "Producer",
    "admin",
    "assigned",
    "count_brokers",
    "create_topics",
    "delete_topics",
    "describe_topics",
    "end_offsets",
    "group_members",
    "group_offsets",
    "read_range",
    "subscribed",
]


_NATIVE: Final = Native(TopicPartition, OffsetAndMetadata, KafkaError, asking)


class Producer(Closing):
    """Sends records and waits for the brokers to hold them. Not for use by several threads."""

    @asking()
    def __init__(self, connection: Connection, **settings: Any) -> None:
        chosen = {
            "acks": "all",
            "enable_idempotence": True,
            "linger_ms": 5,
            "batch_size": 262_144,
            "max_request_size": LARGEST,
            "allow_auto_create_topics": False,
        }
        self._client = KafkaProducer(**connection.settings(), **(chosen | settings))

    def send(self, records: Iterable[Outgoing], timeout_s: float = 60) -> list[int]:
        """
        Append *records*, in order within each partition; return their offsets when all are held.

        Raises:
            NotDeliveredError: some may be in the log and some not; sending all again is safe
                for readers that drop repeats.
        """
        return self._held((self._send(record) for record in records), timeout_s)

    def send_at(self, records: Iterable[tuple[Outgoing, int]], timeout_s: float = 60) -> None:
        """Append records as ``send`` does, each as of its time (ms since 1970)."""
        self._held((self._send(record, at) for record, at in records), timeout_s)

    def _held(self, sending: Iterable[Any], timeout_s: float) -> list[int]:
        try:
            sent = list(sending)
            self._client.flush(timeout=timeout_s)
            return [int(future.get(timeout=0).offset) for future in sent]
        except KafkaError as error:
            raise NotDeliveredError(f"Kafka did not take the records: {error}") from error

    def close(self, timeout_s: float = 10) -> None:
        self._client.close(timeout=timeout_s)

    def _send(self, record: Outgoing, at: int | None = None) -> Any:
        topic, key, value, headers, partition = record
        return self._client.send(topic, value, key, list(headers), partition, at)


Rebalanced = Callable[[list[Place]], None]


def _ignore(places: list[Place]) -> None:
    """Do nothing about *places*."""


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, given: Rebalanced, taken: Rebalanced) -> None:
        self._given = given
        self._taken = taken

    def on_partitions_assigned(self, assigned: Iterable[Any]) -> None:
        self._given(sorted((place.topic, place.partition) for place in assigned))

    def on_partitions_revoked(self, revoked: Iterable[Any]) -> None:
        self._taken(sorted((place.topic, place.partition) for place in revoked))


def assigned(
    connection: Connection, places: Sequence[Place] = (), group: str | None = None, **settings: Any
) -> Consumer:
    """Return a reader of exactly *places*, from the committed offset of *group* or the start."""
    client = _client(connection, group, settings)
    client.assign([TopicPartition(*place) for place in places])
    return Consumer(client, _NATIVE)


def subscribed(
    connection: Connection,
    group: str,
    pattern: str,
    given: Rebalanced = _ignore,
    taken: Rebalanced = _ignore,
    **settings: Any,
) -> Consumer:
    """
    Return a member of *group* over every topic that matches *pattern*, present and future.

    Partitions are spread round-robin, so that many one-partition topics spread too; a new
    topic is noticed within five seconds. *given* and *taken* hear of each rebalance, inside
    ``poll``, before records of the new assignment come.
    """
    spread = {"partition_assignment_strategy": (RoundRobinPartitionAssignor,)}
    client = _client(connection, group, spread | settings)
    client.subscribe(pattern=pattern, listener=_Listener(given, taken))
    return Consumer(client, _NATIVE)


def read_range(
    connection: Connection,
    topic: str,
    partition: int,
    start: int = 0,
    end: int | None = None,
    timeout_s: float = 60,
) -> Iterator[Record]:
    """
    Yield the records of one partition with ``start <= offset < end`` (None: to its present end).

    Raises:
        TimeoutError: nothing came for *timeout_s* before the range was read.
    """
    with assigned(connection) as consumer:
        yield from consumer.read(topic, partition, start, end, timeout_s)


def end_offsets(connection: Connection, places: Sequence[Place]) -> dict[Place, int]:
    """Return the offset that the next record of each partition will have."""
    with assigned(connection, places) as consumer:
        return consumer.end_offsets(places)


@asking()
def _client(connection: Connection, group: str | None, settings: Mapping[str, Any]) -> Any:
    chosen = {
        "group_id": group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "allow_auto_create_topics": False,
        "metadata_max_age_ms": 5_000,
        "session_timeout_ms": 10_000,
        "heartbeat_interval_ms": 3_000,
        "max_partition_fetch_bytes": LARGEST,
    }
    client = KafkaConsumer(**connection.settings(), **(chosen | dict(settings)))
    return joined_through(read_with(client))
