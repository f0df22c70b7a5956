"""
How histories come into the two runtimes: the same events, the same last tick, the same late ones.

Embedded, a history is one merged load by event time, with ticks between its events. On the
cluster each department publishes to its own topic and intake takes them in as they come; only
the last tick is written. What is found must be the same: no conclusion follows from arrival.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from events import topics
from events.instant import floor_minute, parse
from events.record import Outgoing, Record
from hub.cluster import distributed
from hub.cluster.projector import GROUP as PROJECTOR
from hub.embedded.hub import Embedded
from hub.embedded.local_client import LocalClient
from hub.intake.worker import GROUP as INTAKE
from hub.loading.files import Raw
from hub.settings import Settings
from hub.ticks import build_tick
from hub.wall import wall_now
from processors.topology import FOLDED
from tests.real.cluster import Cluster, Limits
from tests.scenarios.office import ClusterHub, KeptJournal
from tests.scenarios.rows import NOW, Row
from tests.scenarios.words import Said
from tests.support.clickhouse import Server
from tests.support.old_clickhouse import copied
from tests.support.warehouses import Begun

_WORKER = "hub-worker"
_LIMITS = Limits(300, 120)
_KEPT = (*topics.JOURNALS, topics.FINDINGS, topics.REJECTED)


def raws(events: Iterable[Said]) -> list[Raw]:
    """Return *events* as their departments send them, in the order of their time."""
    ordered = sorted(events, key=lambda event: parse(event["time"]))
    return [(event["source"].split("/")[2], orjson.dumps(event)) for event in ordered]


@contextmanager
def embedded(folder: Path, told: Sequence[Row]) -> Iterator[LocalClient]:
    """Give an embedded hub that took the rows *told* in; each event as its row expects."""
    with Embedded(Settings(data=folder), wall_now) as hub:
        hub.begin(defaults=True)
        waves = [raws(e for row in told for e in row.history)]
        waves += [raws(row.late) for row in told]
        refused = 0
        for wave in waves:
            counts = hub.accept(wave, "event")
            hub.engine.finish("event", parse(NOW))
            assert 0 == counts.duplicate, "an event needs an id of its own"
            refused += counts.rejected
        office = LocalClient(hub)
        expected = sum(row.refused for row in told)
        assert expected == refused, office.ask("sql", query="SELECT * FROM rejected")
        yield office


@contextmanager
def on_cluster(
    bootstrap: str, server: Server, database: str, folder: Path, told: Sequence[Row]
) -> Iterator[ClusterHub]:
    """Give a cluster that took the rows *told* in; its processes have ended."""
    cluster = Cluster(bootstrap, server, server.database(database), folder)
    try:
        _load(cluster, bootstrap, told)
        journal = KeptJournal(_kept(cluster, _KEPT))
    finally:
        cluster.stop()
    warehouse = Begun(folder / "clone")
    try:
        yield ClusterHub(journal, copied(server, database, warehouse), bootstrap)
    finally:
        warehouse.close()


def _load(cluster: Cluster, bootstrap: str, told: Sequence[Row]) -> None:
    waves = [
        raws(e for row in told for e in row.history),
        raws(e for row in told for e in row.late),
    ]
    departments = sorted({department for wave in waves for department, _ in wave})
    distributed.create_topics(Settings(kafka=bootstrap), departments)
    ingested = [topics.ingest(department) for department in ("hub", *departments)]
    cluster.start("intake")
    cluster.start("worker", "--no-ticks")
    cluster.start("worker", "--no-ticks")
    cluster.start("project")
    for wave in waves:
        cluster.log.publish(Outgoing(topics.ingest(by), b"", raw) for by, raw in wave)
        cluster.follow(INTAKE, ingested, _LIMITS)
        cluster.log.publish(_last_ticks())
    cluster.follow(_WORKER, FOLDED, _LIMITS)
    receipts = [topics.receipts(department) for department in departments]
    shown = (*_KEPT, topics.CONCLUSIONS, topics.receipts("hub"), *receipts)
    cluster.follow(PROJECTOR, shown, _LIMITS)


def _last_ticks() -> Iterator[Outgoing]:
    minute = floor_minute(parse(NOW))
    for topic in topics.JOURNALS:
        for number in range(topics.PARTITIONS[topic]):
            yield build_tick(topic, number, minute)


def _kept(cluster: Cluster, names: Iterable[str]) -> dict[str, dict[int, list[Record]]]:
    kept: dict[str, dict[int, list[Record]]] = {
        name: {number: [] for number in range(topics.PARTITIONS[name])} for name in names
    }
    by_place: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in cluster.log.read(*kept):
        by_place[record.topic, record.partition].append(record)
    for (name, number), records in by_place.items():
        kept[name][number] = records
    return kept
