"""``hub forget --cluster``: forgotten on every machine that has an intake, in log and warehouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from events import topics
from events.kafka import Connection
from events.record import Outgoing
from hub.client import ask
from hub.cluster import topics as administration
from hub.cluster.projector import Projector
from hub.intake.worker import IntakeWorker
from hub.intake.worker_memory import IntakeMemory
from hub.settings import Settings
from hub.vault.store import Vault
from projections.rows import TABLES
from tests.distributed.kafka_log import KafkaLog
from tests.security.test_forgotten import GONE, KEPT, Person, _events
from tests.support.clickhouse import Server
from tests.support.old_clickhouse import warehouse_on


@pytest.fixture
def log(hub_log: KafkaLog) -> KafkaLog:
    """Give the topics of every department that speaks here."""
    connection = Connection(hub_log.bootstrap)
    told = {department for one in (GONE, KEPT) for department, _ in _events(one)}
    administration.create(connection, administration.hub_topics(sorted(told - {"hub"})))
    return hub_log


def _say(log: KafkaLog, *people: Person) -> None:
    log.publish(
        Outgoing(topics.ingest(department), b"", raw)
        for one in people
        for department, raw in _events(one)
    )


@pytest.fixture
def machines(tmp_path: Path, log: KafkaLog) -> list[Settings]:
    """Give two machines with an intake each, which share the hub's key."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    Vault(Settings(data=folders[0]).vault).close()
    shutil.copy(folders[0] / "hub.key", folders[1])
    return [Settings(data=folder, kafka=log.bootstrap) for folder in folders]


def _take_in(log: KafkaLog, machine: Settings, group: str) -> None:
    """Let the intake of *machine* answer all there is."""
    connection = Connection(log.bootstrap)
    memory = IntakeMemory(machine.data / "intake.sqlite", connection)
    worker = IntakeWorker(connection, memory, group, vault=Vault(machine.vault))
    with closing(worker):
        worker.run(lambda: log.caught_up(group, _ingests(log)))


def _ingests(log: KafkaLog) -> list[str]:
    return [name for name in _names(log) if topics.ingest_department(name)]


def _names(log: KafkaLog) -> list[str]:
    departments = {department for one in (GONE, KEPT) for department, _ in _events(one)} | {"hub"}
    made = [topics.ingest(one) for one in departments] + [
        topics.receipts(one) for one in departments
    ]
    return [*topics.PARTITIONS, *made]


def _kept_in_log(log: KafkaLog) -> Iterator[bytes]:
    """Yield all that lasts longer than the seven days of what departments sent."""
    for record in log.read(*(name for name in _names(log) if not topics.ingest_department(name))):
        yield record.key + record.value + b"".join(value for _, value in record.headers)


def _kept_in_warehouse(log: KafkaLog, server: Server, url: str, group: str) -> Iterator[bytes]:
    warehouse = warehouse_on(server, url)
    warehouse.migrate()
    reads = [*topics.JOURNALS, topics.REJECTED]
    with closing(Projector(Connection(log.bootstrap), warehouse, group, wait_s=0.1)) as projector:
        projector.run(lambda: log.caught_up(group, reads))
    name = url.rsplit("/", 1)[1].partition("?")[0]
    for table in TABLES:
        yield repr(server.execute(f"SELECT * FROM {name}.{table.name}")).encode()


def _hits(kept: bytes, one: Person) -> list[bytes]:
    return [word for word in one.plain() if word in kept]


def test_a_person_is_forgotten_on_every_machine_that_has_an_intake(
    log: KafkaLog,
    machines: list[Settings],
    group: str,
    clickhouse_server: Server,
    clickhouse_database: str,
) -> None:
    """Each has a vault of its own, and either may have taken the person in."""
    _say(log, GONE, KEPT)
    _take_in(log, machines[0], group)
    _say(log, GONE._replace(key="h"), KEPT._replace(key="m"))
    _take_in(log, machines[1], group)
    said: dict[str, Any] = {"person": GONE.number, "reason": "asked", "copies": ()}
    found = {ask(one, "forget", cluster=True, **said)["party_id"] for one in machines}
    log.wait_until(lambda log: log.count(topics.ingest("hub")) > 0, "the tombstone to be said")
    _take_in(log, machines[0], group)

    (party,) = found
    for machine in machines:
        with closing(Vault(machine.vault)) as vault:
            assert {} == vault.facts(party)
            assert KEPT.name == vault.facts(vault.pseudonym(KEPT.number))["name"]
    kept = b"".join(
        [
            *_kept_in_log(log),
            *_kept_in_warehouse(log, clickhouse_server, clickhouse_database, f"{group}-p"),
            *(file.read_bytes() for one in machines for file in one.data.iterdir()),
        ]
    )
    assert [] == _hits(kept, GONE)
    assert b"party.forgotten" in kept
