"""
What the hub itself, and people through it, say on a cluster: sent to an ingest topic like anyone's.

Intake judges it there; that it was taken is told by its receipt, and not here.
"""

from __future__ import annotations

from collections.abc import Iterable

from events import topics
from events.kafka import Connection, Producer
from events.record import Outgoing
from hub.loading.files import Raw
from hub.publishing.publications import PUBLISHED, Publication, encode
from hub.wall import wall_now


def say(connection: Connection, raws: Iterable[Raw]) -> None:
    """Send *raws* to the ingest topics of their departments; return once brokers hold them."""
    with Producer(connection) as producer:
        producer.send(Outgoing(topics.ingest(name), b"", raw) for name, raw in raws)


def publish(connection: Connection, publication: Publication) -> None:
    """Say *publication* in the hub's own name, as of now on the wall."""
    say(connection, [encode(publication, PUBLISHED, wall_now())])
