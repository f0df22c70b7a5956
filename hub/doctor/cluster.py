"""Kafka and ClickHouse: do they answer, are topics and tables as they must be, do clocks agree."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from events import topics as names
from events.kafka import BrokersAwayError, Connection, count_brokers, describe_topics
from hub.answering import documents
from hub.cluster import topics
from hub.cluster.connecting import connection_of
from hub.cluster.generations import read_state
from hub.cluster.standing import all_ends
from hub.cluster.status import cluster_clocks
from hub.doctor import Seen, good, wrong
from hub.doctor.said import published, receivers
from hub.failure import Failure
from hub.generations.state import State
from hub.settings import Settings
from hub.wall import wall_now
from projections import schema
from projections.clickhouse import ClickHouseWarehouse
from projections.warehouse import WarehouseError

SKEW_S: Final = 30.0
"""Clocks that differ by more write receipts and ticks nobody can put in order."""
_PATIENCE_S: Final = 3.0
_NAMED: Final = 5
_LOGIN_S: Final = 10.0
"""Brokers that listen and let nobody in for so long refuse the login: the client asks on and on."""
_EXISTS: Final = """
SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migrations'
"""
_STANDING: Final = "SELECT number, argMax(applied, change) FROM schema_migrations GROUP BY number"
_NOW: Final = "SELECT toUnixTimestamp(now())"


def kafka(settings: Settings) -> Iterator[Seen]:
    """Reach the brokers with our login, and hold their topics against what they must be."""
    connection = connection_of(settings)
    try:
        _knock(settings.kafka)
        brokers = count_brokers(connection, _LOGIN_S)
    except (
        BrokersAwayError,
        OSError,
        ValueError,
    ) as error:  # so a wrong password shows itself, too
        user = settings.kafka_user or "-"
        yield wrong("doctor-brokers-away", brokers=settings.kafka, user=user, reason=error)
        return
    yield good("doctor-brokers", count=brokers, brokers=settings.kafka)
    stands = read_state(connection)
    wanted = topics.hub_topics(layout=stands.live)
    there = describe_topics(connection, [one.name for one in wanted])
    if not there:
        yield wrong("doctor-no-topics", user=settings.kafka_user or "-")
        return
    faults = [fault for one in wanted for fault in _faults(one, there, brokers)]
    yield from faults or [good("doctor-topics-good", count=len(wanted))]
    yield from _compressed(connection)
    yield from _generation(stands)
    if not faults:
        yield from _clocks(connection)


def _generation(stands: State) -> Iterator[Seen]:
    """A change of the log that was left lying keeps intake waiting."""
    if stands.step != "live":
        yield wrong("change-under-way", generation=stands.next.generation, step=stands.step)
    elif stands.live.generation:
        yield good("doctor-generation", generation=stands.live.generation)


def _knock(brokers: str) -> None:
    """Return when any of *brokers* listens; raise ``OSError`` soon where none does."""
    for address in (listed := brokers.split(",")):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE_S).close()
        except OSError:
            if address == listed[-1]:
                raise
        else:
            return


def _faults(wanted: topics.Topic, there: Mapping[str, Any], brokers: int) -> Iterator[Seen]:
    if wanted.name not in there:
        yield wrong("topic-missing", topic=wanted.name)
        return
    found = there[wanted.name]
    if found.partitions != wanted.partitions:
        yield wrong(
            "partitions-differ", topic=wanted.name, has=found.partitions, wanted=wanted.partitions
        )
    try:
        topics.check_settings(wanted, found.settings)
    except Failure as failure:
        yield wrong(failure.key, **failure.values)
    copies = min(topics.COPIES, brokers)
    if found.copies < copies:
        yield wrong("doctor-copies", topic=wanted.name, has=found.copies, wanted=copies)
    held = int(found.settings.get("min.insync.replicas", 1))
    if copies >= topics.COPIES and held < 2:
        yield wrong("doctor-in-sync", topic=wanted.name, has=held)


def _compressed(connection: Connection) -> Iterator[Seen]:
    """Look at what departments write to: a topic of an earlier hub keeps what comes as it is."""
    sent = {topic for topic, _ in all_ends(connection) if names.ingest_department(topic)}
    there = describe_topics(connection, sent)
    as_sent = sorted(name for name in there if not topics.is_readable(there[name].settings))
    if as_sent:
        yield wrong("doctor-compression", count=len(as_sent), listed=", ".join(as_sent[:_NAMED]))


def _clocks(connection: Connection) -> Iterator[Seen]:
    """What was written by a clock that is ahead of ours stands in our future."""
    ahead = [
        -one["behind_s"]
        for one in cluster_clocks(connection, time.time())
        if one["behind_s"] is not None
    ]
    if ahead and max(ahead) > SKEW_S:
        yield wrong("doctor-skew", part=names.JOURNAL_CASES, seconds=round(max(ahead)))


def warehouse(settings: Settings) -> Iterator[Seen]:
    """Reach ClickHouse, look which steps of the schema stand, and compare clocks."""
    with closing(ClickHouseWarehouse(settings.clickhouse, patience_s=_PATIENCE_S)) as house:
        try:
            before = time.time()
            [(now,)] = house.query(_NOW).rows
            yield good("doctor-warehouse-good")
            yield from skewed(float(now), before)
            missing = _missing(house)
        except WarehouseError as error:
            yield wrong("doctor-warehouse", reason=error)
            return
        if missing:
            yield wrong("doctor-migrations", listed=", ".join(map(str, missing)))
            return

        def ask(sql: str) -> Sequence[Mapping[str, Any]]:
            return documents(house.query(sql))

        yield from published(ask, wall_now())
        yield from receivers(ask, settings)


def skewed(theirs: float, ours: float) -> Iterator[Seen]:
    """Compare the warehouse's clock with ours, in seconds since 1970."""
    if abs(theirs - ours) > SKEW_S:
        yield wrong("doctor-skew", part="ClickHouse", seconds=round(theirs - ours))


def _missing(house: ClickHouseWarehouse) -> list[int]:
    [(there,)] = house.query(_EXISTS).rows
    numbers = [step.number for step in schema.steps(house.dialect)]
    if not there:
        return numbers
    standing = {int(number) for number, applied in house.query(_STANDING).rows if applied}
    return [number for number in numbers if number not in standing]
