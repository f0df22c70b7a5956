"""
A join of a group that is begun is finished, by kafka-python's own coordinator with one more reason.

Before it asks to join, the coordinator keeps the partitions it has from being read, and stops its
heartbeat; both are given back when it has joined. It joins while it sees a reason to, and a change
of topics is no reason any more once it has said, as the leader, who gets what. A poll that ended
just then, or a broker that died just then, left it between the two, without an error: nothing was
read of any partition, until a topic more or another member gave it a new reason. (kafka-python
3.0.12; the Java client keeps the reason until it has joined.)
"""

from __future__ import annotations

from typing import Any


def joined_through(client: Any) -> Any:
    """Let *client*, a ``KafkaConsumer``, go on with whatever join it has begun; return it."""
    coordinator = client._coordinator  # noqa: SLF001 - see the module
    sees_a_reason = coordinator.need_rejoin
    coordinator.need_rejoin = lambda: coordinator.rejoining or sees_a_reason()
    return client
