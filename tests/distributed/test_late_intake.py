"""An intake that sleeps through a whole change of the log, and then writes what it had judged."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from bench.faults.parts import Parts
from bench.faults.ticking import publish_ticks
from events import topics
from events.instant import parse
from events.kafka import Connection, Place, read_range
from events.record import Outgoing
from hub.cluster import projector
from hub.cluster.distributed import create_topics
from hub.cluster.generations import read_state
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.repartition import repartition
from hub.cluster.standing import all_ends, part_named, settled
from hub.proving.accounts import balance
from hub.settings import Settings
from projections import sink
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.hub.history import troubled_month
from tests.support.daemon import Process
from tests.support.waiting import wait_until
from tests.support.warehouses import Begun

PROCESS = "tests.distributed.hub_process"
MORE = {topics.JOURNAL_CASES: 6, topics.JOURNAL_VISITS: 3}
WORKING = (part_named("intake"), part_named("worker"))
_PATIENCE_S = 240


@pytest.fixture
def parts(hub_log: KafkaLog, tmp_path: Path) -> Iterator[Parts]:
    """Give a worker, which a supervisor starts again when it ends."""
    environment = os.environ | {"HUB_KAFKA": hub_log.bootstrap}
    parts = Parts(environment, tmp_path, "", ())
    try:
        parts.add("worker", "--no-ticks")
        yield parts
    finally:
        parts.end()


def _asleep(process: Process) -> bool:
    stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    return stat.rsplit(")", 1)[1].split()[0] == "T"


def _written_late(log: KafkaLog) -> int:
    """Return how many records stand in the old journals behind what was copied."""
    cut = read_state(Connection(log.bootstrap)).cut
    ends = all_ends(Connection(log.bootstrap))
    return sum(ends[place] - end for place, end in cut.items())


def _balanced(log: KafkaLog, ends: dict[Place, int], folder: Path) -> dict[str, Any]:
    """Return the accounts of the log at *ends*, with all of it projected."""
    connection = Connection(log.bootstrap)
    warehouse = Begun(folder)
    warehouse.migrate()
    try:
        for (topic, number), end in sorted(all_ends(connection).items()):
            if end and re.match(projector.PATTERN, topic):
                sink.project(list(read_range(connection, topic, number)), warehouse)
        ours = {place: end for place, end in ends.items() if is_ours(place[0])}
        with KafkaJournal(connection, ours) as journal:
            return balance(journal, warehouse, cluster=True)
    finally:
        warehouse.close()


def test_what_an_intake_writes_that_slept_through_a_change_comes_again(
    hub_log: KafkaLog, parts: Parts, start: Start, tmp_path: Path
) -> None:
    """
    It writes behind what was copied, and may not commit: started again, it takes all of it in anew.

    What it remembers of the generation before does not count: else all would be repeats of what
    stands in no live journal.
    """
    connection, settings = Connection(hub_log.bootstrap), Settings(kafka=hub_log.bootstrap)
    month = troubled_month()
    departments = sorted({department for department, _ in month})
    create_topics(settings, departments)
    hub_log.publish(Outgoing(topics.ingest(name), b"", raw) for name, raw in month)
    sleeper = start(PROCESS, "asleep", str(tmp_path / "asleep"))
    wait_until(lambda: _asleep(sleeper), "an intake that judged a batch", _PATIENCE_S)
    repartition(settings, MORE, _PATIENCE_S, lambda *_, **__: None)

    os.kill(sleeper.pid or 0, signal.SIGCONT)
    wait_until(lambda: _written_late(hub_log) > 0, "the sleeper to write", _PATIENCE_S)
    wait_until(lambda: sleeper.pid is None, "the sleeper to end", _PATIENCE_S)
    parts.add("intake", data=tmp_path / "asleep")
    settled(connection, _PATIENCE_S, WORKING)
    publish_ticks(hub_log.bootstrap, parse("2026-05-01T00:00:00Z"))
    document = _balanced(hub_log, settled(connection, _PATIENCE_S, WORKING), tmp_path / "shown")

    receipts = hub_log.read(*map(topics.receipts, (*departments, "hub")))
    told = [orjson.loads(record.value) for record in receipts]
    assert [] == document["problems"]
    assert len(month) <= document["figures"]["events"]
    assert {"accepted"} == {receipt["outcome"] for receipt in told}
    assert document["figures"]["findings"] > 5
