"""
What a run must end in: the accounts of the publishers, the log, the warehouse and the findings.

The publishers' side: what was acknowledged stands in its ingest topic with the same bytes, was
receipted, and is refused exactly when it was poison. The receiver's side is in
``bench.faults.alerts``. The rest is ``hub verify --cluster``, over the server's tables where
its views run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

import orjson

from bench.faults import alerts
from bench.faults.load import Acknowledged, Publishers
from bench.faults.ticking import publish_ticks
from events import topics
from events.instant import DAY, Instant
from events.kafka import Connection
from events.record import Record
from hub.cluster.kafka_journal import KafkaJournal, is_ours
from hub.cluster.standing import all_ends, settled
from hub.failure import Failure
from hub.journal import whole
from hub.proving.accounts import balance
from hub.proving.log_check import Problem
from projections.embedded import EmbeddedWarehouse
from tests.support.clickhouse import Server
from tests.support.old_clickhouse import copied

LOST: Final = frozenset(
    {
        "unheard",
        "no-receipt",
        "lost",
        "not-in-warehouse",
        "event-missing",
        "refused-unkept",
        "gap",
        "not-refused",
        "alert-missing",
        "alert-unlogged",
    }
)
TWICE: Final = frozenset(
    {
        "two-receipts",
        "two-contents",
        "event-twice",
        "twice",
        "uninvited",
        "alert-twice",
        "alert-of-nothing",
    }
)


class Stand(Protocol):
    """Where a run took place."""

    @property
    def bootstrap(self) -> str: ...
    @property
    def server(self) -> Server: ...
    @property
    def database(self) -> str: ...


def tally(document: Mapping[str, Any]) -> dict[str, int]:
    """Return how many problems of *document* are losses, repeats, and anything else."""
    codes = [problem["code"] for problem in document["problems"]]
    lost, twice = (sum(code in among for code in codes) for among in (LOST, TWICE))
    wrong = document["disagreements"] - lost - twice
    return {"lost": lost, "twice": twice, "wrong": wrong}


def rested(
    lab: Stand, data: Path, patience_s: float, sent_to: Instant | None
) -> dict[tuple[str, int], int]:
    """
    Wait until the hub has done all there is, and the alerter of *data* too; return the log's ends.

    *sent_to*: where time follows the events, it goes a month further; None: at the wall clock.

    Raises:
        Failure: one of them was not at rest *patience_s* seconds after the one before.
    """
    connection = Connection(lab.bootstrap)
    if sent_to is not None:
        settled(connection, patience_s)
        publish_ticks(lab.bootstrap, Instant(sent_to + 30 * DAY))
    ends = settled(connection, patience_s)
    alerts.settle(data, ends, patience_s)
    return ends


def unrested(failure: Failure) -> dict[str, Any]:
    """Return the document of a run that came to no rest: nothing was balanced."""
    problem = {"code": "not-settled", "where": str(failure.values), "what": failure.key}
    return {"problems": [problem], "disagreements": 1, "figures": {}}


def accounts(
    lab: Stand,
    publishers: Publishers,
    ends: dict[tuple[str, int], int],
    folder: Path,
    heard: Sequence[alerts.Heard],
) -> dict[str, Any]:
    """Return the document of ``hub verify``, with what publishers and receiver miss before it."""
    connection = Connection(lab.bootstrap)
    said = {place: end for place, end in all_ends(connection).items() if place[0] == topics.ALERTS}
    ours = {place: end for place, end in (ends | said).items() if is_ours(place[0])}
    warehouse = EmbeddedWarehouse(folder / "clone")
    try:
        copied(lab.server, lab.database, warehouse)
        with KafkaJournal(connection, ours) as journal:
            document = balance(journal, warehouse, cluster=True)
            sent = list(_sent(journal))
            refused = _refused(journal)
            mine = list(alerts.problems(journal, heard))
    finally:
        warehouse.close()
    mine += _unheard(publishers.acknowledged, sent)
    mine += _wrongly(publishers.poison, sent, refused)
    document["problems"] = [problem._asdict() for problem in mine] + document["problems"]
    document["disagreements"] += len(mine)
    return document


def _sent(journal: KafkaJournal) -> Iterator[Record]:
    for topic in journal.topics():
        if topics.ingest_department(topic) not in (None, "hub"):
            yield from journal.read(topic, 0)


def _refused(journal: KafkaJournal) -> dict[tuple[str, int], str]:
    """Return the code of each refusal, by topic and offset."""
    found = {}
    for record in whole(journal, topics.REJECTED):
        said = orjson.loads(record.value)
        found[said["topic"], said["offset"]] = said["code"]
    return found


def _unheard(acknowledged: Acknowledged, sent: list[Record]) -> Iterator[Problem]:
    stands = {(record.topic, record.offset): _digest(record.value) for record in sent}
    for place, digest in sorted(acknowledged.items()):
        if place[0] != topics.ingest("hub") and stands.get(place) != digest:
            yield Problem("unheard", f"{place[0]}:{place[1]}", "was acknowledged and is not there")


def _wrongly(
    poison: set[str], sent: list[Record], refused: dict[tuple[str, int], str]
) -> Iterator[Problem]:
    for record in sent:
        where, code = f"{record.topic}:{record.offset}", refused.get((record.topic, record.offset))
        if _digest(record.value) in poison and code is None:
            yield Problem("not-refused", where, "is poison and was not refused")
        if _digest(record.value) not in poison and code is not None:
            yield Problem("refused-good", where, f"is no poison and was refused ({code})")


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()[:16]
