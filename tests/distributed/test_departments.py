"""A department joins a cluster: what the broker has enabled is made, the rest is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from events import access, quotas, topics
from events.kafka import Connection, read_range
from hub.client import ask
from hub.cluster import distributed
from hub.settings import Settings
from tests.distributed.kafka_log import KafkaLog
from tests.support.kafka import Kafka

SAID = {"name": "消防大队", "level": "county", "valid_from": "2026-01-01"}


@pytest.fixture
def empty(broker: Kafka) -> Connection:
    """Give the broker of this folder without a topic."""
    KafkaLog(broker.bootstrap).clear()
    return Connection(broker.bootstrap)


def _added(settings: Settings, department: str, quota: int) -> list[dict[str, Any]]:
    said: dict[str, Any] = {"department": department, "said": SAID, "quota": quota}
    rows: list[dict[str, Any]] = ask(settings, "department_add", cluster=True, **said)
    return rows


def test_a_department_joins_a_cluster_as_far_as_its_broker_allows(
    empty: Connection, tmp_path: Path
) -> None:
    """A broker without an authorizer: access is told as not made, the other parts stand."""
    settings = Settings(kafka=empty.bootstrap, data=tmp_path / "hub")
    distributed.create_topics(settings, ())
    parts = _added(settings, "fire", 1000)
    made = {row["part"]: row["made"] for row in parts}
    sent = list(read_range(empty, topics.ingest("hub"), 0))

    assert (True, True) == (made["registry"], made["topic"])
    assert (False, True) == (made["access"], made["quota"])
    assert made["key"]
    assert all(row["note"] for row in parts)
    assert b"department.registered.v1" in sent[-1].value


def test_the_quota_of_a_department_is_the_broker_s_own(empty: Connection, tmp_path: Path) -> None:
    """Read back as the broker has it; set again, the last one counts; nobody else has it."""
    settings = Settings(kafka=empty.bootstrap, data=tmp_path / "hub")
    distributed.create_topics(settings, ())
    for quota in (1000, 2000):
        _added(settings, "health", quota)

        assert {quotas.SENDING: float(quota)} == quotas.limits(empty, "health")
    assert {} == quotas.limits(empty, "nobody")


def test_a_quota_that_is_none_is_refused_by_the_broker(empty: Connection) -> None:
    """What it says is told in one line."""
    with pytest.raises(access.RefusedByBrokerError, match="must be greater"):
        quotas.limit(empty, "health", 0)
