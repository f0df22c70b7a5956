"""
Topics, groups and brokers asked about and made, by kafka-python's admin client.

``events.kafka`` is where others import this from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, Final

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    CoordinatorNotAvailableError,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    TopicAlreadyExistsError,
)

from events.brokers import LARGEST, BrokersAwayError, Connection, Described, Place

_AWAY: Final = (KafkaConnectionError, KafkaTimeoutError)


@contextmanager
def asking() -> Iterator[None]:
    """Tell brokers that are away from those that refuse."""
    try:
        yield
    except KafkaError as error:
        if not (error.retriable or isinstance(error, _AWAY)):
            raise
        raise BrokersAwayError(f"Kafka does not answer: {error!r}") from error


@asking()
def group_offsets(connection: Connection, group: str) -> dict[Place, int]:
    """Return what *group* has committed: the next offset of each partition it ever read."""
    try:
        with closing(admin(connection)) as client:
            held = client.list_group_offsets({group: None}).get(group, {})
    except CoordinatorNotAvailableError:  # a new broker makes it on first demand
        return {}
    return {(place.topic, place.partition): at.offset for place, at in held.items()}


@asking()
def group_members(connection: Connection, group: str) -> int:
    """Return how many members *group* has now."""
    try:
        with closing(admin(connection)) as client:
            return len(client.describe_groups([group])[group]["members"])
    except CoordinatorNotAvailableError:  # as above
        return 0


def admin(connection: Connection, **settings: Any) -> Any:
    """Return kafka-python's admin client; close it after use."""
    return KafkaAdminClient(**connection.settings(), **settings)


@asking()
def create_topics(
    connection: Connection,
    partitions: Mapping[str, int],
    config: Mapping[str, Mapping[str, str]] | None = None,
    replication: int = 1,
) -> list[str]:
    """Create the topics of *partitions* that are not there; return the names created, sorted."""
    try:
        with closing(admin(connection)) as client:
            there = set(client.list_topics())
            wanted = {
                name: {
                    "num_partitions": count,
                    "replication_factor": replication,
                    "configs": {
                        "max.message.bytes": str(LARGEST),
                        **(config or {}).get(name, {}),
                    },
                }
                for name, count in partitions.items()
                if name not in there
            }
            if wanted:
                client.create_topics(wanted, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return create_topics(connection, partitions, config, replication)  # another was faster
    return sorted(wanted)


@asking()
def delete_topics(connection: Connection, names: Iterable[str]) -> None:
    """Delete the topics *names*, which are there."""
    with closing(admin(connection)) as client:
        client.delete_topics(list(names))


@asking()
def describe_topics(connection: Connection, names: Iterable[str]) -> dict[str, Described]:
    """
    Return those of *names* that are there.

    Raises:
        BrokersAwayError: nobody answers.
    """
    with closing(admin(connection)) as client:
        there = sorted(set(names) & set(client.list_topics()))
        if not there:
            return {}
        parts = {found["name"]: found["partitions"] for found in client.describe_topics(there)}
        asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
        found = client.describe_configs(asked, config_filter="all")
    settings = next(iter(found.values()))
    return {
        name: Described(
            len(parts[name]),
            {key: str(held["value"]) for key, held in settings[name].items()},
            min((len(part["replica_nodes"]) for part in parts[name]), default=0),
        )
        for name in there
    }


@asking()
def count_brokers(connection: Connection, patience_s: float = 30) -> int:
    """Return how many brokers there are; the first must let us in within *patience_s*."""
    with closing(admin(connection, bootstrap_timeout_ms=round(1_000 * patience_s))) as client:
        return len(client.describe_cluster()["brokers"])
