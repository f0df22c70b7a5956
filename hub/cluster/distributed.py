"""
The parts of a cluster, each a process: ``hub topics create``, ``intake``, ``worker``, ``project``.

Any number of each may run; Kafka's groups share the work out. All end kindly on SIGTERM and
SIGINT, and lose nothing when they are killed instead.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

from events import access, topics
from events.generations import Layout
from events.kafka import BrokersAwayError, Connection, end_offsets
from events.validation import HUB
from hub.cluster import topics as administration
from hub.cluster.access_rules import rules_of_department, rules_of_hub
from hub.cluster.caring import at_work, cared_for, telling, watched, worker_cared_for
from hub.cluster.connecting import connection_of
from hub.cluster.generations import Following, read_state, wait_for
from hub.cluster.hub import Cluster
from hub.cluster.projector import Projector
from hub.embedded.lock import Ownership
from hub.failure import FOUND_WRONG, Failure
from hub.garbage import in_pieces
from hub.generations.state import INTAKE, STEPS, WORKER, State, Step
from hub.intake.worker import IntakeWorker
from hub.intake.worker_memory import IntakeMemory
from hub.lasting import LEVEL, ended_by_signal, write_log
from hub.publishing.publications import default_raws
from hub.settings import Settings
from hub.ticks import build_tick
from hub.vault.store import Vault
from processors.topology import FOLDED, build_partition
from projections.warehouse import Warehouse, WarehouseAwayError, WarehouseError

log = logging.getLogger(__name__)

_PAUSE_S: Final = 1.0


def create_topics(settings: Settings, departments: Sequence[str]) -> list[tuple[str, int]]:
    """
    Make the topics exist and give an empty log its default policies and calendar.

    Returns:
        Name and partition count of each topic that was created.

    Raises:
        Failure: a topic exists that would lose records, or has another partition count.
    """
    with Cluster(settings) as hub:
        layout = read_state(hub.connection).live
        wanted = administration.hub_topics(departments, layout)
        created = administration.create(hub.connection, wanted)
        if _is_empty(hub.connection, layout):
            hub.take(default_raws())  # said twice, they are duplicates
    return [(topic.name, topic.partitions) for topic in created]


def allow(settings: Settings, departments: Sequence[str], user: str) -> None:
    """
    Make the rules by which *departments* reach their own topics only, and *user* the hub's.

    Raises:
        RefusedByBrokerError: the brokers keep no such rules, or we may not tell them.
    """
    rules = (*rules_of_hub(user), *(rule for d in departments for rule in rules_of_department(d)))
    access.allow(connection_of(settings), rules)


def _is_empty(connection: Connection, layout: Layout) -> bool:
    own = topics.ingest(HUB)
    return not any(end_offsets(connection, [*layout.journal_places, (own, 0)]).values())


def run_intake(settings: Settings) -> None:
    """Judge what departments send, until told to stop."""
    connection, stands = _ready(settings, INTAKE)
    following = Following(connection, stands, INTAKE)
    with Ownership(settings.data):
        memory = IntakeMemory(_memory_of(settings, stands.live), connection, stands.live)
        vault, still = Vault(settings.vault), following.still
        worker = IntakeWorker(connection, memory, layout=stands.live, vault=vault, still=still)
        try:
            with (
                ended_by_signal() as ended,
                cared_for(settings, connection, "intake", worker),
                following,
            ):
                worker.run(ended.is_set)
        finally:
            worker.close()


def _memory_of(settings: Settings, layout: Layout) -> Path:
    generation = f".g{layout.generation}" if layout.generation else ""
    return settings.data / f"intake{generation}.sqlite"


def run_worker(settings: Settings, ticks: bool = True) -> NoReturn:
    """Fold a share of the partitions, until told to stop; *ticks* of the wall clock or none."""
    from processors.app import run
    from processors.worker_settings import WorkerSettings

    connection, stands = _ready(settings, WORKER)
    layout, following = stands.live, Following(connection, stands, WORKER)
    how = WorkerSettings(
        settings.kafka,
        tuple(map(layout.live, FOLDED)),
        layout.journals if ticks else (),
        level=LEVEL,
        login=connection.login,
        live=layout.live,
        ticking=following.is_live,
    )
    build = partial(build_partition, counts=layout.counts)
    with following, in_pieces():
        run(how, build, build_tick, lambda host: worker_cared_for(settings, connection, host))


def run_projector(settings: Settings) -> None:
    """
    Write what stands in Kafka to ClickHouse, until told to stop; a server away is waited for.

    Raises:
        Failure: the server refused tables or rows, which repeating does not help.
    """
    from projections.clickhouse import ClickHouseWarehouse

    connection, _ = _ready(settings)
    warehouse, begun = ClickHouseWarehouse(settings.clickhouse), list[Projector]()
    ready: Callable[[], bool] = lambda: all(map(at_work, begun)) and bool(begun)  # noqa: E731
    try:
        with (
            ended_by_signal() as ended,
            telling(settings, connection, "project", ready),  # a server away is told of, too
        ):
            _migrate(warehouse, ended.is_set)
            begun.append(Projector(connection, warehouse))
            with closing(begun[0]), watched(connection, "project", begun[0]):
                begun[0].run(ended.is_set)
    except WarehouseError as error:
        raise Failure("projection-stopped", FOUND_WRONG, reason=error) from error


def _migrate(warehouse: Warehouse, stopping: Callable[[], bool]) -> None:
    while not stopping():
        try:
            warehouse.migrate()
        except WarehouseAwayError as error:
            log.warning("%s: trying again", error)
        else:
            return


def _ready(settings: Settings, steps: frozenset[Step] = STEPS) -> tuple[Connection, State]:
    """
    Return the way to a cluster whose topics are as they must be, and how its log stands.

    A cluster that is away is waited for, and a change of the log until it is in one of *steps*.
    """
    write_log()
    connection = connection_of(settings)
    while True:
        try:
            stands = wait_for(connection, steps)
            administration.check(connection, administration.hub_topics(layout=stands.live))
        except (BrokersAwayError, TimeoutError) as error:
            log.warning("%s: trying again", error)
            time.sleep(_PAUSE_S)
        else:
            return connection, stands
