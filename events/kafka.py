"""
Kafka: the only file that imports kafka-python. Records in, records out, nothing decided.

What the client does by itself is switched off where it could lose something: offsets are
committed by whoever did the work, topics are created on purpose only. A ``Producer`` waits
until the brokers hold every record (acks=all, idempotent, so a retry is not a second copy),
and raises unless they do. A ``Consumer`` closed or revoked commits nothing.

kafka-python 3.0.12: ``create_topics`` takes a dict; a wrong password surfaces as a time-out;
a topic that may not be read gives no records and no error, so check with ``topics`` first.
``crc32c`` must be installed, or it is three times slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.errors import KafkaError, TopicAlreadyExistsError
from kafka.structs import OffsetAndMetadata

from events.record import Outgoing, Record

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of the largest record the hub writes: a refused event of 1 MiB as base64, and more."""

Place = tuple[str, int]
"""(topic, partition)"""


@dataclass(frozen=True, slots=True)
class Connection:
    """``bootstrap`` is ``host:port[,host:port]``; ``security`` holds kafka-python's settings."""

    bootstrap: str
    security: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        return {"bootstrap_servers": self.bootstrap.split(","), **self.security}


class NotDeliveredError(RuntimeError):
    """The brokers did not acknowledge every record: send them again, or stop."""


class NotCommittedError(RuntimeError):
    """The group did not take the offsets: the partitions may be another member's by now."""


class Committed(NamedTuple):
    """``offset`` is the next to be read."""

    offset: int
    metadata: str


class Producer:
    """Sends records and waits for the brokers to hold them. Not for use by several threads."""

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

    def send(self, records: Iterable[Outgoing], timeout_s: float = 60) -> None:
        """
        Append *records*, in order within each partition; return when all are acknowledged.

        Raises:
            NotDeliveredError: some may be in the log and some not; sending all again is safe
                for readers that drop repeats.
        """
        try:
            sent = [self._send(record) for record in records]
            self._client.flush(timeout=timeout_s)
            for future in sent:
                future.get(timeout=0)
        except KafkaError as error:
            raise NotDeliveredError(f"Kafka did not take the records: {error}") from error

    def close(self, timeout_s: float = 10) -> None:
        self._client.close(timeout=timeout_s)

    def _send(self, record: Outgoing) -> Any:
        topic, key, value, headers, partition = record
        return self._client.send(topic, value, key, list(headers), partition)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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


class Consumer:
    """Reads records; commits only when told. Made by ``assigned`` and ``subscribed``."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def poll(self, timeout_s: float = 1.0, most: int = 2000) -> list[Record]:
        """Return up to *most* records, in order within each partition; [] when none came."""
        polled = self._client.poll(timeout_ms=int(timeout_s * 1000), max_records=most)
        return [to_record(entry) for entries in polled.values() for entry in entries]

    def commit(self, offsets: Mapping[Place, int | Committed]) -> None:
        """
        Commit the next offset to read of each partition, with metadata where given.

        Raises:
            NotCommittedError: nothing was committed; what was read may be read again elsewhere.
        """
        said = {_partition(place): _offset(at) for place, at in offsets.items()}
        try:
            self._client.commit(said)
        except KafkaError as error:
            raise NotCommittedError(f"Kafka did not take the offsets: {error!r}") from error

    def committed(self, topic: str, partition: int) -> Committed | None:
        held = self._client.committed(TopicPartition(topic, partition), metadata=True)
        return None if held is None else Committed(held.offset, held.metadata or "")

    def seek(self, topic: str, partition: int, offset: int) -> None:
        self._client.seek(TopicPartition(topic, partition), offset)

    def position(self, topic: str, partition: int) -> int:
        return int(self._client.position(TopicPartition(topic, partition)))

    def assignment(self) -> list[Place]:
        return sorted((place.topic, place.partition) for place in self._client.assignment())

    def pause(self, places: Iterable[Place]) -> None:
        self._client.pause(*map(_partition, places))

    def resume(self, places: Iterable[Place]) -> None:
        self._client.resume(*map(_partition, places))

    def beginning_offsets(self, places: Iterable[Place]) -> dict[Place, int]:
        return _places(self._client.beginning_offsets([_partition(place) for place in places]))

    def end_offsets(self, places: Iterable[Place]) -> dict[Place, int]:
        """Return the offset that the next record of each partition will have."""
        return _places(self._client.end_offsets([_partition(place) for place in places]))

    def topics(self) -> set[str]:
        """Return the topics that this client may see."""
        return set(self._client.topics())

    def partitions(self, topic: str) -> int:
        """Return the partition count of *topic*; 0 when it is not there."""
        return len(self._client.partitions_for_topic(topic) or ())

    def close(self) -> None:
        self._client.close(autocommit=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def assigned(
    connection: Connection, places: Sequence[Place] = (), group: str | None = None, **settings: Any
) -> Consumer:
    """Return a reader of exactly *places*, from the committed offset of *group* or the start."""
    client = _client(connection, group, settings)
    client.assign([_partition(place) for place in places])
    return Consumer(client)


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
    return Consumer(client)


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
    place = (topic, partition)
    with assigned(connection, [place]) as consumer:
        stop = consumer.end_offsets([place])[place]
        stop = stop if end is None else min(end, stop)
        start = max(start, consumer.beginning_offsets([place])[place])
        consumer.seek(topic, partition, start)
        yield from _until(consumer, place, stop, timeout_s)


def end_offsets(connection: Connection, places: Sequence[Place]) -> dict[Place, int]:
    """Return the offset that the next record of each partition will have."""
    with assigned(connection, places) as consumer:
        return consumer.end_offsets(places)


def admin(connection: Connection, **settings: Any) -> Any:
    """Return kafka-python's admin client; close it after use."""
    return KafkaAdminClient(**connection.settings(), **settings)


def create_topics(
    connection: Connection,
    partitions: Mapping[str, int],
    config: Mapping[str, Mapping[str, str]] | None = None,
    replication: int = 1,
) -> list[str]:
    """Create the topics of *partitions* that are not there; return the names created, sorted."""
    client = admin(connection)
    try:
        there = set(client.list_topics())
        wanted = {
            name: {
                "num_partitions": count,
                "replication_factor": replication,
                "configs": {
                    "max.message.bytes": str(LARGEST),
                    **(config or {}).get(name, {}),
                },
            }
            for name, count in partitions.items()
            if name not in there
        }
        if wanted:
            client.create_topics(wanted, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return create_topics(connection, partitions, config, replication)  # another was faster
    finally:
        client.close()
    return sorted(wanted)


class Described(NamedTuple):
    """A topic as the brokers have it: its partition count and every setting."""

    partitions: int
    settings: Mapping[str, str]


def describe_topics(connection: Connection, names: Iterable[str]) -> dict[str, Described]:
    """Return those of *names* that are there."""
    client = admin(connection)
    try:
        there = sorted(set(names) & set(client.list_topics()))
        if not there:
            return {}
        counts = {
            found["name"]: len(found["partitions"]) for found in client.describe_topics(there)
        }
        asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
        found = client.describe_configs(asked, config_filter="all")
    finally:
        client.close()
    settings = next(iter(found.values()))
    return {
        name: Described(
            counts[name], {key: str(held["value"]) for key, held in settings[name].items()}
        )
        for name in there
    }


def count_brokers(connection: Connection) -> int:
    client = admin(connection)
    try:
        return len(client.describe_cluster()["brokers"])
    finally:
        client.close()


def to_record(entry: Any) -> Record:
    """Return a ``ConsumerRecord`` as a record; an absent key or value is empty."""
    return Record(
        entry.topic,
        entry.partition,
        entry.offset,
        entry.key or b"",
        entry.value or b"",
        tuple((name, value or b"") for name, value in entry.headers or ()),
        max(entry.timestamp or 0, 0),
    )


def _until(consumer: Consumer, place: Place, stop: int, timeout_s: float) -> Iterator[Record]:
    """Yield up to *stop*; the position passes offsets that compaction emptied."""
    patience = time.monotonic() + timeout_s
    while (before := consumer.position(*place)) < stop:
        records = consumer.poll()
        yield from (record for record in records if record.offset < stop)
        if consumer.position(*place) > before:
            patience = time.monotonic() + timeout_s
        elif time.monotonic() > patience:
            raise TimeoutError(f"{place[0]}/{place[1]} gave nothing at offset {before}")


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
    return KafkaConsumer(**connection.settings(), **(chosen | dict(settings)))


def _partition(place: Place) -> Any:
    return TopicPartition(*place)


def _offset(at: int | Committed) -> Any:
    offset, metadata = at if isinstance(at, Committed) else (at, "")
    return OffsetAndMetadata(offset, metadata, -1)


def _places(offsets: Mapping[Any, int]) -> dict[Place, int]:
    return {(place.topic, place.partition): offset for place, offset in offsets.items()}
