"""The broker the other tests trust is a real one: it keeps what it is given, over a kill too."""

from __future__ import annotations

import subprocess
from contextlib import closing
from itertools import islice

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from tests.support.kafka import Kafka, java


def _create(bootstrap: str, topic: str, partitions: int) -> None:
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:
        admin.create_topics(
            {topic: {"num_partitions": partitions, "replication_factor": 1}},
            wait_for_metadata=True,
        )


def _produce(bootstrap: str, topic: str, values: list[bytes]) -> None:
    with closing(KafkaProducer(bootstrap_servers=bootstrap, acks="all")) as producer:
        for value in values:
            producer.send(topic, value).get(timeout=30)


def _consume(bootstrap: str, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        group_id=None,
        consumer_timeout_ms=20_000,
    )
    with closing(consumer):
        return [record.value for record in islice(consumer, count)]


def test_what_is_produced_is_consumed(kafka_bootstrap: str, kafka_prefix: str) -> None:
    """A broker that loses or changes a value would make every other Kafka test worthless."""
    topic = f"{kafka_prefix}visits"
    _create(kafka_bootstrap, topic, partitions=1)
    _produce(kafka_bootstrap, topic, ["走访".encode(), b"two"])

    assert ["走访".encode(), b"two"] == _consume(kafka_bootstrap, topic, 2)


def test_a_broker_maps_the_classes_that_another_one_read(kafka_broker: Kafka) -> None:
    """Told to do without no such file, a JVM that cannot use it would not run."""
    tool = [*java(), "-Xshare:on", "kafka.tools.StorageTool", "random-uuid"]
    done = subprocess.run(tool, capture_output=True, text=True, timeout=60, check=False)

    assert (0, 22) == (done.returncode, len(done.stdout.strip())), done.stdout + done.stderr


def test_a_killed_broker_comes_back_with_what_it_acknowledged(own_kafka: Kafka) -> None:
    """Fault tests kill the broker: it must come back at the same address with its log."""
    _create(own_kafka.bootstrap, "kept", partitions=1)
    _produce(own_kafka.bootstrap, "kept", [b"before"])

    own_kafka.daemon.kill()
    own_kafka.daemon.start()
    _produce(own_kafka.bootstrap, "kept", [b"after"])

    assert [b"before", b"after"] == _consume(own_kafka.bootstrap, "kept", 2)
