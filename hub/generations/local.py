"""
Another number of partitions in the embedded hub: all of it in one transaction, or none of it.

The journals are copied (``hub.generations.plan``), the new generation goes live and the
checkpoints are dropped; the next start folds it from nothing. The old generation stays in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from events import topics
from events.generations import Layout
from hub.batching import batched
from hub.embedded.checkpoints import Checkpoints
from hub.embedded.hub import Embedded
from hub.embedded.lock import Ownership
from hub.embedded.log import Log
from hub.failure import Failure
from hub.generations import plan
from hub.settings import Settings
from hub.sqlite import Database

_BATCH: Final = 10_000


def repartition(settings: Settings, asked: plan.Counts) -> list[dict[str, Any]]:
    """
    Copy the journals into a new generation with the partition counts *asked*, and conclude it.

    Returns:
        A row per journal topic: its name, partitions and records.

    Raises:
        Failure: there is no log, somebody holds it, or the counts are none.
    """
    if not settings.log.exists():
        raise Failure("no-log", data=settings.data)
    with Ownership(settings.data):
        with _opened(settings) as database:
            copy_journals(database, asked)
        for path in settings.data.glob(f"{settings.answers.name}*"):
            path.unlink()
        with Embedded(settings) as hub:
            return rows(hub.engine.log)


def copy_journals(database: Database, asked: plan.Counts) -> None:
    """Make the generation with the counts *asked* live in the log of *database*."""
    log = Log(database)
    new = plan.next_layout(log.layout, asked)
    with database.transaction():
        for topic in (*topics.JOURNALS, *topics.DERIVED):
            log.create(new.live(topic), new.counts[topic])
        cut = plan.cut_of(log, log.layout)
        for some in batched(plan.copies(log, log.layout, new, cut), _BATCH):
            for copy in some:
                log.append(copy.outgoing, copy.timestamp)
            log.write()
        log.write()
        log.go_live(new.generation)
        Checkpoints(database).clear()


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.log)
    try:
        yield database
    finally:
        database.close()


def rows(log: Log) -> list[dict[str, Any]]:
    """Return what the live generation of *log* holds, journal by journal."""
    return [_row(log, log.layout, kind) for kind in topics.JOURNALS]


def _row(log: Log, layout: Layout, kind: str) -> dict[str, Any]:
    topic, count = layout.live(kind), layout.counts[kind]
    records = sum(log.end(topic, number) for number in range(count))
    return {
        "topic": topic,
        "generation": layout.generation,
        "partitions": count,
        "records": records,
    }
