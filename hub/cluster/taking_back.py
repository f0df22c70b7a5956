"""What only an older generation said is taken back on a cluster (``hub.generations.forsaken``)."""

from __future__ import annotations

from events.generations import Layout
from events.kafka import Connection, Producer, assigned
from hub.generations.forsaken import FORSAKEN


def take_back(connection: Connection, live: Layout) -> None:
    """
    Take back what no fold of the generation *live* said, once they have said all there is.

    Done twice, done once. Nobody may conclude meanwhile.

    Raises:
        NotDeliveredError, BrokersAwayError, TimeoutError: it is to be done again.
    """
    with Producer(connection) as producer, assigned(connection) as client:
        there = client.topics() & FORSAKEN.keys()
        for topic in sorted(there):
            for number in range(client.partitions(topic)):
                producer.send(FORSAKEN[topic](client.read(topic, number), live))
