"""
The hub's topics on a Kafka cluster: what must exist, with which settings, and whether it does.

Journals, derived topics, findings and alerts are kept for ever; conclusions and changelogs
are compacted (a changelog that deletes by age would lose state in silence, so it is checked);
what departments write, and their receipts, last seven days.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from events import topics
from events.generations import FIRST, Layout
from events.kafka import Connection, count_brokers, create_topics, describe_topics
from events.validation import HUB
from hub.failure import Failure
from hub.names import is_department
from processors.broker import LARGEST
from processors.folding.changelog import changelog_of
from processors.topology import FOLDED

_DAY_MS: Final = 24 * 60 * 60 * 1000
_FOR_EVER: Final = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
_WEEK: Final = {"cleanup.policy": "delete", "retention.ms": str(7 * _DAY_MS)}
_SENT: Final = {**_WEEK, "compression.type": "uncompressed"}
"""Departments compress as they like; the broker unpacks it, so that no reader needs their codec."""
_READABLE: Final = frozenset({"uncompressed", "gzip"})
"""What a broker may make of what it is sent, so that every reader of ours can unpack it."""
_MONTH: Final = {"cleanup.policy": "delete", "retention.ms": str(30 * _DAY_MS)}
_COMPACTED: Final = {"cleanup.policy": "compact"}
_STATE: Final = {
    "cleanup.policy": "compact",
    "max.message.bytes": str(LARGEST),
    "segment.bytes": str(64 * 1024 * 1024),
    "min.cleanable.dirty.ratio": "0.2",
}
COPIES: Final = 3
"""How many brokers hold each record, where there are so many."""
_PATIENCE_S: Final = 15.0
_PAUSE_S: Final = 0.3
_CHECKED: Final = ("cleanup.policy", "retention.ms")
"""Settings whose loss would lose records; the others are the operator's to tune."""


class Topic(NamedTuple):
    """A topic as it must be; ``config`` holds Kafka's own names."""

    name: str
    partitions: int
    config: Mapping[str, str]


GENERATIONS: Final = Topic(topics.GENERATIONS, 1, _COMPACTED)


def hub_topics(departments: Iterable[str] = (), layout: Layout = FIRST) -> tuple[Topic, ...]:
    """
    Return every topic of the hub, those of *departments* and its own department included.

    *layout*: the live generation of the log.
    """
    return (
        GENERATIONS,
        *generation_topics(layout),
        *_fixed(),
        *(
            topic
            for name in {HUB: 0} | dict.fromkeys(departments, 0)
            for topic in department_topics(name)
        ),
    )


def department_topics(department: str) -> tuple[Topic, ...]:
    """
    Return the two topics of *department*.

    Raises:
        Failure: the name cannot stand in a topic's name.
    """
    if not is_department(department):
        raise Failure("department-wrong", value=department)
    return (
        Topic(topics.ingest(department), 1, _SENT),
        Topic(topics.receipts(department), 1, _WEEK),
    )


def _fixed() -> Iterator[Topic]:
    counts = topics.PARTITIONS
    for name in (topics.FINDINGS, topics.ALERTS):
        yield Topic(name, counts[name], _FOR_EVER)
    yield Topic(topics.CONCLUSIONS, counts[topics.CONCLUSIONS], _COMPACTED)
    yield Topic(topics.REJECTED, counts[topics.REJECTED], _MONTH)


def generation_topics(layout: Layout) -> tuple[Topic, ...]:
    """Return the topics of one generation of the log: journals, derived topics, changelogs."""
    named = [(layout.live(name), layout.counts[name]) for name in FOLDED]
    return (
        *(Topic(name, count, _FOR_EVER) for name, count in named),
        *(Topic(changelog_of(name), count, _STATE) for name, count in named),
    )


def create(connection: Connection, wanted: Iterable[Topic]) -> list[Topic]:
    """
    Make *wanted* exist; return those that were created. Done twice, done once.

    Brokers hear of each other's topics a moment later: one that was just deleted may still be
    listed, one that was just made not yet.

    Raises:
        Failure: one exists with another partition count, or would lose records by age.
    """
    wanted = tuple(wanted)
    created = ensure(connection, wanted)
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and _missing(connection, wanted):
        time.sleep(_PAUSE_S)
        created += [topic for topic in ensure(connection, wanted) if topic not in created]
    check(connection, wanted)
    return created


def _missing(connection: Connection, wanted: Iterable[Topic]) -> bool:
    names = {topic.name for topic in wanted}
    return bool(names - describe_topics(connection, names).keys())


def ensure(connection: Connection, wanted: Iterable[Topic]) -> list[Topic]:
    """Create those of *wanted* that are missing, however the others look; return them."""
    by_name = {topic.name: topic for topic in wanted}
    replication = min(COPIES, count_brokers(connection))
    counts = {name: topic.partitions for name, topic in by_name.items()}
    config = {name: _safe(topic.config, replication) for name, topic in by_name.items()}
    return [by_name[name] for name in create_topics(connection, counts, config, replication)]


def _safe(config: Mapping[str, str], replication: int) -> Mapping[str, str]:
    """Acknowledged means held by two brokers, where there are three to choose from."""
    return {**config, "min.insync.replicas": "2"} if replication >= COPIES else config


def check(connection: Connection, wanted: Iterable[Topic]) -> None:
    """
    Compare the cluster with *wanted*.

    Raises:
        Failure: a topic is missing, has another partition count, or would lose records.
    """
    by_name = {topic.name: topic for topic in wanted}
    there = describe_topics(connection, by_name)
    for name, topic in by_name.items():
        if name not in there:
            raise Failure("topic-missing", topic=name)
        has, settings = there[name][:2]
        if has != topic.partitions:
            raise Failure("partitions-differ", topic=name, has=has, wanted=topic.partitions)
        check_settings(topic, settings)


def is_readable(found: Mapping[str, str]) -> bool:
    """Tell whether a topic with the settings *found* holds nothing that only others can unpack."""
    return found.get("compression.type") in _READABLE


def check_settings(topic: Topic, found: Mapping[str, str]) -> None:
    """Raise ``Failure`` where a setting of *found* would lose records of *topic*."""
    for setting in _CHECKED:
        wanted = topic.config.get(setting)
        has = found.get(setting, wanted)
        if wanted is not None and has != wanted:
            raise Failure(
                "topic-setting-differs", topic=topic.name, setting=setting, has=has, wanted=wanted
            )
