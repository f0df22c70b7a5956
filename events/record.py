"""
Records: what stands in a log, whatever keeps the log (Kafka or SQLite).

``Origin`` names the log entry that a derived record was made from. A reader of a derived
topic skips origins at or below the last one it folded, so a worker that repeats its work
after a crash is heard once.
"""

from __future__ import annotations

from typing import NamedTuple

Headers = tuple[tuple[str, bytes], ...]


class Record(NamedTuple):
    """One entry read from a log. ``timestamp`` is the broker's, in milliseconds."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: Headers = ()
    timestamp: int = 0


class Outgoing(NamedTuple):
    """One entry to be appended. ``partition`` None: the partitioner decides by key."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers = ()
    partition: int | None = None


class Origin(NamedTuple):
    """Where a forwarded record came from; ``part`` counts the forwards of one entry."""

    topic: str
    partition: int
    offset: int
    part: int = 0

    def header(self) -> tuple[str, bytes]:
        return ("origin", f"{self.topic}:{self.partition}:{self.offset}:{self.part}".encode())


def origin_of(headers: Headers) -> Origin | None:
    """Return the origin written in *headers*, or None for an entry that was not forwarded."""
    for name, value in headers:
        if name == "origin":
            topic, partition, offset, part = value.decode().rsplit(":", 3)
            return Origin(topic, int(partition), int(offset), int(part))
    return None
