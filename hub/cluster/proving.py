"""``hub verify --cluster`` and ``hub replay --cluster``: the accounts of Kafka and ClickHouse."""

from __future__ import annotations

from typing import Any

from hub.cluster.connecting import connection_of
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.standing import settled
from hub.proving.accounts import balance, replayed
from hub.settings import Settings
from projections.clickhouse import ClickHouseWarehouse


def verify(settings: Settings, patience_s: float) -> dict[str, Any]:
    """
    Return the problems found and what was looked at, as of an instant at which nothing moves.

    Raises:
        Failure: intake, a worker or the projector was still behind after *patience_s* seconds.
    """
    connection = connection_of(settings)
    ends = settled(connection, patience_s)
    warehouse = ClickHouseWarehouse(settings.clickhouse)
    ours = {place: end for place, end in ends.items() if is_ours(place[0])}
    try:
        with KafkaJournal(connection, ours) as journal:
            return balance(journal, warehouse, cluster=True)
    finally:
        warehouse.close()


def replay(settings: Settings, rule: str | None, patience_s: float) -> dict[str, Any]:
    """Return how the findings concluded again by one process differ from those on record."""
    connection = connection_of(settings)
    ends = settled(connection, patience_s)
    ours = {place: end for place, end in ends.items() if is_ours(place[0])}
    with KafkaJournal(connection, ours) as journal:
        return replayed(journal, rule)
