"""``hub doctor --cluster`` on a real broker and a real ClickHouse, each thing broken once."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from kafka import KafkaProducer

from events import topics
from events.kafka import Connection, describe_topics
from hub.cluster.topics import hub_topics
from hub.doctor import cluster
from hub.settings import Settings
from tests.distributed.kafka_log import KafkaLog
from tests.support.daemon import free_port


def _settings(folder: Path, log: KafkaLog) -> Settings:
    return Settings(data=folder, kafka=log.bootstrap)


def test_topics_that_are_not_as_they_must_be_are_named(hub_log: KafkaLog, tmp_path: Path) -> None:
    """All well; then one topic has other partitions and would lose records by age."""
    settings = _settings(tmp_path, hub_log)
    well = [seen.key for seen in cluster.kafka(settings)]
    hub_log.recreate({topics.FINDINGS: 3})
    seen = [(one.key, one.values.get("topic")) for one in cluster.kafka(settings)]

    assert ["doctor-brokers", "doctor-topics-good"] == well
    assert [
        ("partitions-differ", topics.FINDINGS),
        ("topic-setting-differs", topics.FINDINGS),
    ] == seen[1:]


@pytest.mark.parametrize(
    ("kept", "told"),
    [("producer", True), ("zstd", True), ("gzip", False), ("uncompressed", False)],
)
def test_what_departments_send_must_be_kept_so_that_the_hub_can_unpack_it(
    hub_log: KafkaLog, tmp_path: Path, kept: str, told: bool
) -> None:
    """Topics made by an earlier hub keep any codec, and one nobody here has would stop intake."""
    mine = topics.ingest("tax")
    hub_log.set(mine, "compression.type", kept)
    seen = {one.key: one.values for one in cluster.kafka(_settings(tmp_path, hub_log))}

    assert told == ("doctor-compression" in seen)
    if told:
        assert {"count": 1, "listed": mine} == seen["doctor-compression"]


def test_a_broker_without_the_hubs_topics_is_told(hub_log: KafkaLog, tmp_path: Path) -> None:
    """Nothing made, or nothing to be seen: both have one mend each."""
    hub_log.clear()

    assert "doctor-no-topics" == list(cluster.kafka(_settings(tmp_path, hub_log)))[-1].key


def test_brokers_and_a_warehouse_that_are_away_are_told(tmp_path: Path) -> None:
    """One line each, and the address that was tried."""
    nowhere = f"127.0.0.1:{free_port()}"
    settings = Settings(data=tmp_path, kafka=nowhere, clickhouse=f"clickhouse://{nowhere}/x")

    assert ["doctor-brokers-away"] == [seen.key for seen in cluster.kafka(settings)]
    assert ["doctor-warehouse"] == [seen.key for seen in cluster.warehouse(settings)]


def test_an_empty_warehouse_lacks_every_step(clickhouse_database: str, tmp_path: Path) -> None:
    """It answers, its clock is ours, and nobody has made its tables."""
    assert urlsplit(clickhouse_database).port
    settings = Settings(data=tmp_path, clickhouse=clickhouse_database)
    seen = list(cluster.warehouse(settings))

    assert ["doctor-warehouse-good", "doctor-migrations"] == [one.key for one in seen]
    assert "1, 2, 3" in seen[-1].values["listed"]


@pytest.mark.parametrize(
    ("ahead", "told"), [(-30.1, True), (-30, False), (30, False), (30.1, True)]
)
def test_clocks_that_differ_are_told(ahead: float, told: bool) -> None:
    """Half a minute is borne; beyond it receipts and ticks cannot be put in order."""
    assert told == bool(list(cluster.skewed(1e9 + ahead, 1e9)))


def test_a_topic_with_one_copy_among_three_brokers_is_told(hub_log: KafkaLog) -> None:
    """Two copies more could stand, and one that is enough to write would lose it."""
    [wanted] = [one for one in hub_topics() if one.name == topics.FINDINGS]
    there = describe_topics(Connection(hub_log.bootstrap), [wanted.name])
    by_brokers = {
        brokers: [seen.key for seen in cluster._faults(wanted, there, brokers)]
        for brokers in (1, 2, 3)
    }

    assert {1: [], 2: ["doctor-copies"], 3: ["doctor-copies", "doctor-in-sync"]} == by_brokers


@pytest.mark.parametrize(("ahead_s", "told"), [(0, False), (25, False), (90, True)])
def test_a_broker_whose_clock_is_ahead_is_told(
    hub_log: KafkaLog, tmp_path: Path, ahead_s: int, told: bool
) -> None:
    """What it wrote last stands in our future."""
    with closing(KafkaProducer(bootstrap_servers=hub_log.bootstrap)) as producer:
        at = int((time.time() + ahead_s) * 1000)
        producer.send(topics.JOURNAL_CASES, b"x", b"K-1", partition=0, timestamp_ms=at)
        producer.flush(timeout=60)
    keys = [one.key for one in cluster.kafka(_settings(tmp_path, hub_log))]

    assert told == ("doctor-skew" in keys)
