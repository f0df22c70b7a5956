"""What a user can do on a secured broker, asked with a client of its own kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaError,
    TopicAuthorizationFailedError,
)

from events.brokers import Connection

_FORBIDDEN = (TopicAuthorizationFailedError, GroupAuthorizationFailedError)


@asynccontextmanager
async def _producer(connection: Connection) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(**connection.settings(), request_timeout_ms=10_000)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def writable(connection: Connection, topics: Iterable[str]) -> set[str]:
    """Return those of *topics* that the user could write a record to."""
    done = set()
    async with _producer(connection) as producer:
        for topic in topics:
            try:
                await producer.send_and_wait(topic, b"{}")
            except _FORBIDDEN:
                continue
            done.add(topic)
    return done


async def readable(connection: Connection, topics: Iterable[str]) -> set[str]:
    """
    Return those of *topics* of which a record came.

    A client asks where a topic stands before it fetches; to whom the broker does not say
    that, it gives no record either, so of those it hides nothing is waited for.
    """
    reader = AIOKafkaConsumer(**connection.settings(), auto_offset_reset="earliest")
    await reader.start()
    try:
        shown = await reader.topics()
        return {topic for topic in topics if topic in shown and await _came(reader, topic)}
    finally:
        await reader.stop()


async def _came(reader: AIOKafkaConsumer, topic: str) -> bool:
    reader.assign([TopicPartition(topic, 0)])
    try:
        return bool(await reader.getmany(timeout_ms=10_000))
    except _FORBIDDEN:
        return False


async def joins(connection: Connection, group: str, topic: str) -> bool:
    """Tell whether the user could read *topic* as a member of *group*."""
    consumer = AIOKafkaConsumer(topic, **connection.settings(), group_id=group)
    try:
        await consumer.start()
        await consumer.getmany(timeout_ms=1_000)
    except _FORBIDDEN:
        return False
    finally:
        await consumer.stop()
    return True


async def refused(connection: Connection) -> bool:
    """Tell whether the broker does not let the user in at all."""
    producer = AIOKafkaProducer(**connection.settings())
    try:
        await producer.start()
    except KafkaError:
        return True
    finally:
        await producer.stop()
    return False
