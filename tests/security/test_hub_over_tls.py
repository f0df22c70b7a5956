"""The hub's own parts, started by their commands, as a user that is no administrator, in TLS."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import orjson
import pytest

from events import topics
from events.kafka import Connection, Login, Producer, assigned
from events.record import Record
from hub.settings import Settings
from tests.distributed.test_intake import _event
from tests.security.conftest import DEPARTMENTS
from tests.support.daemon import Process
from tests.support.secured_kafka import PASSWORD, SecuredKafka
from tests.support.waiting import wait_until

OFFICE = DEPARTMENTS[7]


@pytest.fixture
def hub(hub_settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Give an intake and a worker, run by the commands a person types."""
    environment = {
        "HUB_DATA": str(hub_settings.data),
        "HUB_KAFKA": hub_settings.kafka,
        "HUB_KAFKA_USER": hub_settings.kafka_user,
        "HUB_KAFKA_PASSWORD_FILE": str(hub_settings.kafka_password),
        "HUB_KAFKA_CA": hub_settings.kafka_ca,
    }
    with ExitStack() as stack:
        for part in ("intake", "worker"):
            command = [sys.executable, "-m", "hub", part]
            process = Process(
                part, command, tmp_path / f"{part}.log", lambda: True, environment=environment
            )
            process.start()
            stack.callback(process.kill)
        yield


def _office(broker: SecuredKafka) -> Connection:
    return Connection(broker.secure, Login(OFFICE, PASSWORD, str(broker.authority)))


def _outcome(record: Record) -> str:
    """Return what the hub said; '' of what an administrator wrote here in another test."""
    return str(orjson.loads(record.value).get("outcome", ""))


def test_a_department_is_answered_over_tls_by_a_hub_with_rules(
    secured: SecuredKafka, hub: None
) -> None:
    """The least rights are enough for intake, worker, journals, state and conclusions."""
    with Producer(_office(secured)) as producer:
        producer.send([_event(OFFICE, 1)])
    with (
        assigned(_office(secured), [(topics.receipts(OFFICE), 0)]) as receipts,
        assigned(secured.as_user("hub"), [(topics.CONCLUSIONS, n) for n in range(4)]) as told,
    ):
        outcomes: list[str] = []
        concluded: list[bytes] = []

        def both() -> bool:
            outcomes.extend(map(_outcome, receipts.poll(0.2)))
            concluded.extend(r.value for r in told.poll(0.2) if f"{OFFICE}-1".encode() in r.value)
            return "accepted" in outcomes and bool(concluded)

        wait_until(both, "a receipt and a conclusion")
