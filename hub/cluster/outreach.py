"""
Outreach beside a cluster: ``hub outreach tell --cluster``, ``hub campaign … --cluster``.

Who is told, and what there is to tell, is asked of ClickHouse; a campaign is published through
``ingest.hub``. Letters go into the outbox of this machine's folder: it is the one that the alerter
of the cluster (``hub alert run``) delivers from, and whose secret its gateway reads links with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from events.instant import Instant, render
from hub.cluster.asking import rows_of
from hub.cluster.connecting import connection_of
from hub.cluster.saying import publish
from hub.operations.campaigning import campaign_schedule, campaign_topics
from hub.operations.reaching import campaign_invite, outreach_tell
from hub.publishing.publications import Publication
from hub.settings import Settings
from hub.wall import wall_now
from projections.clickhouse import ClickHouseWarehouse
from projections.warehouse import Warehouse

_PATIENCE_S: Final = 5.0


class Cluster:
    """The warehouse of a cluster, and the folder of its alerter."""

    def __init__(self, settings: Settings, warehouse: Warehouse | None = None) -> None:
        self.settings = settings
        self._warehouse = warehouse or ClickHouseWarehouse(
            settings.clickhouse, patience_s=_PATIENCE_S
        )

    def now(self) -> Instant:
        return wall_now()

    def query(self, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        return rows_of(self._warehouse, sql, params)

    def as_of(self) -> str:
        return render(self.now())

    def publish(self, published: Sequence[Publication]) -> None:
        connection = connection_of(self.settings)
        for one in published:
            publish(connection, one)

    def close(self) -> None:
        self._warehouse.close()


def ask(settings: Settings, operation: str, **asked: Any) -> Any:
    """Return the document of *operation*, one of ``ASKED``; raise ``Failure``."""
    with closing(Cluster(settings)) as cluster:
        return perform(cluster, operation, **asked)


def perform(cluster: Cluster, operation: str, **asked: Any) -> Any:
    """Return what ``ask`` does, of a cluster that is open."""
    return ASKED[operation](cluster, **asked)


ASKED: Final[Mapping[str, Callable[..., Any]]] = {
    "outreach_tell": outreach_tell,
    "campaign_invite": campaign_invite,
    "campaign_topics": campaign_topics,
    "campaign_schedule": campaign_schedule,
}
"""The operations of ``hub.operations`` that a cluster's side has all they need for."""
