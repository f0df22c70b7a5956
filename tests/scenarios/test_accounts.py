"""The accounts of the cluster that took all rows in, as ``hub verify --cluster`` balances them."""

from __future__ import annotations

import pytest

from events.kafka import Connection
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.standing import settled
from hub.proving.accounts import balance, replayed
from tests.scenarios.office import ClusterHub
from tests.scenarios.rows import rows

pytestmark = [pytest.mark.real_kafka, pytest.mark.real_clickhouse]


def test_the_accounts_of_a_cluster_balance(cluster: ClusterHub) -> None:
    """Each event once to every reader, once to analysts, receipted once; findings as replayed."""
    connection = Connection(cluster.brokers)
    ends = settled(connection, 30)
    ours = {place: end for place, end in ends.items() if is_ours(place[0])}

    with KafkaJournal(connection, ours) as journal:
        document = balance(journal, cluster.warehouse(), cluster=True)
        again = replayed(journal)

    assert [] == document["problems"][:5]
    assert document["ok"]
    assert sum(row.refused for row in rows()) == document["figures"]["refused"]
    assert document["figures"]["findings"] > 100
    assert again["same"]
