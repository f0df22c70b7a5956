"""Operations that hold a cluster against its log: the accounts of Kafka and ClickHouse."""

from __future__ import annotations

from typing import Any

from hub.cluster.hub import Cluster
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.standing import settled
from hub.proving.accounts import balance, replayed
from hub.publishing.rules_check import reference_of, unusable


def verify(hub: Cluster, patience_s: float) -> dict[str, Any]:
    """
    Return the problems found and what was looked at, as of an instant at which nothing moves.

    Raises:
        Failure: intake, a worker or the projector was still behind after *patience_s* seconds.
    """
    with _settled(hub, patience_s) as journal:
        return balance(journal, hub.warehouse(), cluster=True)


def replay(hub: Cluster, rule: str | None, patience_s: float) -> dict[str, Any]:
    """Return how the findings concluded again by one process differ from those on record."""
    with _settled(hub, patience_s) as journal:
        return replayed(journal, rule)


def rules(hub: Cluster) -> list[dict[str, Any]]:
    """Return the publications that folds pass over, with the reason; n >= 0."""
    with hub.reading() as journal:
        return unusable(*reference_of(journal))


def _settled(hub: Cluster, patience_s: float) -> KafkaJournal:
    ends = settled(hub.connection, patience_s)
    return KafkaJournal(hub.connection, {at: end for at, end in ends.items() if is_ours(at[0])})
