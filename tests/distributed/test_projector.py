"""Everything in the log stands in the warehouse once, whenever the projector or server dies."""

from __future__ import annotations

import pytest

from events import topics
from events.record import Outgoing
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.test_intake import PROCESS, _event
from tests.support.clickhouse import Server
from tests.support.waiting import wait_until

COUNT = 1500


@pytest.fixture
def journal(hub_log: KafkaLog) -> KafkaLog:
    """Give a journal of cases, as intake would have written it."""
    sent = (_event("fire", number, recordedtime="2026-09-28T01:00:05Z") for number in range(COUNT))
    hub_log.publish(
        Outgoing(topics.JOURNAL_CASES, f"fire-{number}".encode(), event.value)
        for number, event in enumerate(sent)
    )
    return hub_log


def _kind(server: Server) -> str:
    return "modern" if server.modern else "old"


def _offsets(server: Server, url: str) -> tuple[int, int]:
    """Return how many records there are, and how many different places they come from."""
    name = url.rsplit("/", 1)[1].partition("?")[0]
    ((rows, places),) = server.execute(
        f"SELECT count(), uniqExact(partition, offset) FROM {name}.journal_records FINAL"
    )
    return int(str(rows)), int(str(places))


def test_a_projector_killed_between_insert_and_commit_projects_nothing_twice(
    journal: KafkaLog, start: Start, group: str, clickhouse_server: Server, clickhouse_database: str
) -> None:
    """It notes the range before it inserts, and cuts the same one when it comes back."""
    kind = _kind(clickhouse_server)
    for inserts in ("1", "3"):
        dying = start(PROCESS, "project", clickhouse_database, kind, inserts)
        wait_until(lambda p=dying: p.pid is None, "the projector to die")  # type: ignore[misc]
    start(PROCESS, "project", clickhouse_database, kind, "0")
    journal.wait_until(
        lambda log: log.caught_up(group, [topics.JOURNAL_CASES]), "the log to be projected"
    )

    assert (COUNT, COUNT) == _offsets(clickhouse_server, clickhouse_database)


def test_two_projectors_share_the_log_and_one_may_leave(
    journal: KafkaLog, start: Start, group: str, clickhouse_server: Server, clickhouse_database: str
) -> None:
    """Partitions move with their notes."""
    kind = _kind(clickhouse_server)
    first = start(PROCESS, "project", clickhouse_database, kind, "0")
    start(PROCESS, "project", clickhouse_database, kind, "0")
    wait_until(lambda: any(journal.committed(group).values()), "the first commit")
    first.stop()
    journal.wait_until(
        lambda log: log.caught_up(group, [topics.JOURNAL_CASES]), "the log to be projected"
    )

    assert (COUNT, COUNT) == _offsets(clickhouse_server, clickhouse_database)
