"""
What intake remembers of every event it took: enough to know it again, and to withdraw it.

The memory is kept on disk by the host, and can be built again from the journal, whose
headers carry the content hash and the coordinates of the first sending.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from events.codec import split_type
from events.event import WITHDRAWN
from events.instant import Instant, parse
from events.record import Headers, Record
from events.routing import Route, route
from events.topics import kind


class Coordinates(NamedTuple):
    """Where a department wrote an event: its place in ``ingest.<department>``."""

    topic: str
    partition: int
    offset: int

    def header(self) -> tuple[str, bytes]:
        return ("ingest", f"{self.topic}:{self.partition}:{self.offset}".encode())


class Remembered(NamedTuple):
    """``route`` says where the event stands; ``recorded_time`` is wall time at intake."""

    source: str
    id: str
    hash: str
    first: Coordinates
    recorded_time: Instant
    route: Route


def from_journal(record: Record) -> Remembered | None:
    """
    Return what intake remembers of the event in a journal *record*; None for the hub's own.

    Any one of the records of an event that stands in several places gives the whole.
    """
    headers = dict(record.headers)
    if "ingest" not in headers or "hash" not in headers:
        return None
    said = orjson.loads(record.value)
    return Remembered(
        said["source"],
        said["id"],
        headers["hash"].decode(),
        _coordinates(headers["ingest"].decode()),
        parse(said["recordedtime"]),
        _route(record, said, headers.get("route")),
    )


def headers_of(hash: str, first: Coordinates) -> Headers:
    """Return the headers of a journal record that ``from_journal`` reads."""
    return (("hash", hash.encode()), first.header())


def _coordinates(text: str) -> Coordinates:
    topic, partition, offset = text.rsplit(":", 2)
    return Coordinates(topic, int(partition), int(offset))


def _route(record: Record, said: dict[str, Any], header: bytes | None) -> Route:
    if header is not None:
        topic, keys = orjson.loads(header)
        return Route(topic, tuple(keys))
    name, _ = split_type(said["type"])
    if name == WITHDRAWN:
        return Route(kind(record.topic), (record.key.decode(),))
    return route(name, said["data"])
