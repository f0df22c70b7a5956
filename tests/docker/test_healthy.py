"""A container is healthy when the broker counts it among its group, not when it merely runs."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from contextlib import closing

from kafka import KafkaAdminClient, KafkaConsumer

from tests.support.daemon import free_port
from tests.support.part import ROOT
from tests.support.waiting import wait_until

_SCRIPT = runpy.run_path(str(ROOT / "docker" / "healthy.py"))
problem_of: Callable[[str, str], str] = _SCRIPT["main"]


def test_a_member_of_its_group_is_healthy(kafka_bootstrap: str, kafka_prefix: str) -> None:
    """The check must pass for a part that does its work."""
    topic, group = f"{kafka_prefix}topic", f"{kafka_prefix}group"
    with closing(KafkaAdminClient(bootstrap_servers=kafka_bootstrap)) as admin:
        admin.create_topics({topic: {"num_partitions": 1, "replication_factor": 1}})
    consumer = KafkaConsumer(topic, bootstrap_servers=kafka_bootstrap, group_id=group)
    with closing(consumer):
        wait_until(lambda: _joined(consumer), "the consumer to join its group")

        assert "" == problem_of(group, kafka_bootstrap)


def test_a_part_that_is_in_no_group_is_not_healthy(kafka_bootstrap: str, kafka_prefix: str) -> None:
    """A process that hangs is put out of its group by the broker: this is what is then seen."""
    assert "no member of" in problem_of(f"{kafka_prefix}nobody", kafka_bootstrap)


def test_without_a_broker_nothing_is_healthy() -> None:
    """The check itself must end, and say what it could not reach."""
    nobody = f"127.0.0.1:{free_port()}"

    assert f"no answer from {nobody}" in problem_of("hub-worker", nobody)


def _joined(consumer: KafkaConsumer) -> bool:
    consumer.poll(timeout_ms=200)
    return bool(consumer.assignment())
