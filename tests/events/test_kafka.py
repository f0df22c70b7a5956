"""
The thin layer over Kafka, against a real broker.

Run with a broker at hand (see ``tests/conftest.py``); without one these tests are skipped.
"""

from __future__ import annotations

import time

import pytest
from kafka.errors import KafkaConnectionError

from events import kafka, topics
from events.instant import parse
from events.intake import Accepted, Received, judge
from events.kafka import (
    _NATIVE,
    Committed,
    Connection,
    Consumer,
    NotDeliveredError,
    Producer,
)
from events.partitioner import partition_of
from events.publisher import Publisher
from events.record import Outgoing, Record

NOON = parse("2026-10-09T04:00:00Z")


@pytest.fixture
def connection(kafka_bootstrap: str) -> Connection:
    return Connection(kafka_bootstrap)


def _poll_until(consumer: Consumer, count: int, limit_s: float = 30) -> list[Record]:
    """Poll until *count* records came; fail after *limit_s*."""
    records: list[Record] = []
    stop = time.monotonic() + limit_s
    while len(records) < count:
        assert time.monotonic() < stop, f"only {len(records)} of {count} records came"
        records += consumer.poll(0.2)
    return records


def test_what_is_sent_is_read_back(connection: Connection, kafka_prefix: str) -> None:
    """Key, value, headers and an explicit partition all survive the way through the broker."""
    topic = kafka_prefix + "journal"
    assert [topic] == kafka.create_topics(connection, {topic: 2})
    with Producer(connection) as producer:
        producer.send([Outgoing(topic, b"k", b"v", (("hash", b"h"),), 1)])

    (record,) = kafka.read_range(connection, topic, 1)

    assert (topic, 1, 0, b"k", b"v", (("hash", b"h"),)) == record[:6]
    assert {(topic, 0): 0, (topic, 1): 1} == kafka.end_offsets(connection, [(topic, 0), (topic, 1)])


class _NoText(str):
    """A header's name as a client in another language may send it."""

    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        return b"\xff\xfe"


def test_a_name_that_is_no_text_comes_through(connection: Connection, kafka_prefix: str) -> None:
    """The client by itself raises, and then asks for ever: one header ended whoever read it."""
    topic = kafka_prefix + "odd"
    kafka.create_topics(connection, {topic: 1})
    with Producer(connection) as producer:
        producer.send([Outgoing(topic, b"k", b"v", ((_NoText("?"), b"h"),), 0)])
        producer.send([Outgoing(topic, b"k", b"w", (), 0)])

    odd, after = kafka.read_range(connection, topic, 0)

    assert ((("\ufffd\ufffd", b"h"),), b"w") == (odd.headers, after.value)


def test_keys_go_where_the_partitioner_says(connection: Connection, kafka_prefix: str) -> None:
    """The embedded log and Kafka must put one key into the same partition."""
    topic = kafka_prefix + "keys"
    kafka.create_topics(connection, {topic: 4})
    keys = [b"", *(f"P-{n}".encode() for n in range(40))]
    with Producer(connection) as producer:
        producer.send([Outgoing(topic, key, b"x") for key in keys])

    found = {
        record.key: number
        for number in range(4)
        for record in kafka.read_range(connection, topic, number)
    }

    assert {key: partition_of(key, 4) for key in keys} == found


def test_creating_a_topic_twice_creates_it_once(connection: Connection, kafka_prefix: str) -> None:
    """Every part may make sure of its topics when it starts."""
    topic = kafka_prefix + "once"
    kafka.create_topics(connection, {topic: 1})

    assert [] == kafka.create_topics(connection, {topic: 1})


def test_sending_to_a_missing_topic_is_an_error(connection: Connection, kafka_prefix: str) -> None:
    """A record that no broker holds must never look delivered."""
    with (
        Producer(connection, max_block_ms=2000) as producer,
        pytest.raises(NotDeliveredError),
    ):
        producer.send([Outgoing(kafka_prefix + "nowhere", b"", b"x")])


def test_a_range_is_read_from_start_to_just_before_end(
    connection: Connection, kafka_prefix: str
) -> None:
    """The projector reads the same range again after a restart."""
    topic = kafka_prefix + "range"
    kafka.create_topics(connection, {topic: 1})
    with Producer(connection) as producer:
        producer.send([Outgoing(topic, b"", str(n).encode()) for n in range(10)])

    records = kafka.read_range(connection, topic, 0, 3, 7)

    assert [3, 4, 5, 6] == [record.offset for record in records]


def test_only_what_was_committed_is_not_read_again(
    connection: Connection, kafka_prefix: str
) -> None:
    """Closing commits nothing: work that was not finished comes again, with its metadata."""
    topic, group = kafka_prefix + "work", kafka_prefix + "group"
    kafka.create_topics(connection, {topic: 1})
    with Producer(connection) as producer:
        producer.send([Outgoing(topic, b"", str(n).encode()) for n in range(5)])
    with kafka.assigned(connection, [(topic, 0)], group) as consumer:
        _poll_until(consumer, 5)
        consumer.commit({(topic, 0): Committed(2, "range 2-4")})

    with kafka.assigned(connection, [(topic, 0)], group) as consumer:
        assert Committed(2, "range 2-4") == consumer.committed(topic, 0)
        assert [2, 3, 4] == [record.offset for record in _poll_until(consumer, 3)]


def test_a_new_department_is_picked_up_while_running(
    connection: Connection, kafka_prefix: str
) -> None:
    """Nobody restarts intake because a department joined."""
    first, second = kafka_prefix + "ingest.fire", kafka_prefix + "ingest.tax"
    given: list[tuple[str, int]] = []
    kafka.create_topics(connection, {first: 1})
    pattern = f"^{kafka_prefix}ingest\\..*".replace(".ingest", "\\.ingest")
    with (
        Producer(connection) as producer,
        kafka.subscribed(
            connection, kafka_prefix + "intake", pattern, given.extend, metadata_max_age_ms=500
        ) as consumer,
    ):
        producer.send([Outgoing(first, b"", b"1")])
        _poll_until(consumer, 1)
        kafka.create_topics(connection, {second: 1})
        producer.send([Outgoing(second, b"", b"2")])

        (record,) = (r for r in _poll_until(consumer, 1) if r.topic == second)

    assert b"2" == record.value
    assert {(first, 0), (second, 0)} == set(given)


@pytest.mark.parametrize("mode", ["structured", "binary"])
def test_what_a_department_publishes_is_accepted(connection: Connection, mode: str) -> None:
    """The publisher and intake agree in both content modes."""
    department = f"fire-{mode}"
    topic = topics.ingest(department)
    kafka.create_topics(connection, {topic: 1})
    data = {"case_id": "K-1", "outcome": "solved"}
    with Publisher(connection, department, "cases", mode) as publisher:  # type: ignore[arg-type]
        publisher.say("case.closed", id="c1", time="2026-10-09T10:00:00+08:00", data=data)

    *_, record = kafka.read_range(connection, topic, 0)
    received = Received(department, record.value, record.headers, topic, 0, record.offset, NOON)

    assert isinstance(judge(received, lambda _source, _id: None), Accepted)


class _Gone:
    """A client as kafka-python was seen to be when all brokers were restarted."""

    def poll(self, **_: object) -> object:
        raise KafkaConnectionError("socket disconnected")


def test_brokers_that_go_away_in_a_poll_give_nothing() -> None:
    """They are waited for: a part that ends each time takes its partitions along."""
    assert [] == Consumer(_Gone(), _NATIVE).poll(0.01)
