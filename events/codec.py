"""
The one way between the bytes of a log and an ``Event``.

A log holds structured CloudEvents 1.0 JSON in UTF-8. ``decode`` trusts it (intake validated
it once, and the hub writes its own events correctly), ignores attributes it does not know,
and lifts old versions to the newest, so no reader ever sees an old one.

Departments' bytes are not trusted: they go through ``events.intake`` instead.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson

from events.event import Event
from events.instant import Instant, parse, render
from events.jsonbytes import dumps
from events.upcasters import UPCASTERS, upcast


@lru_cache(maxsize=4096)
def split_type(type: str) -> tuple[str, int]:
    """
    Return the name and version of *type*: ``case.opened.v1`` gives ``("case.opened", 1)``.

    Raises:
        ValueError: *type* does not end in ``.v`` and a whole number from 1.
    """
    name, dot, version = type.rpartition(".v")
    if not (dot and name and version.isascii() and version.isdigit() and version[0] != "0"):
        raise ValueError(f"type {type!r} has no version: write it like case.opened.v1")
    return name, int(version)


def decode(value: bytes) -> Event:
    """
    Return the event in *value*, upcast to the newest version of its type.

    ``time`` is event time, ``recorded_time`` when the hub took it (0 when absent); a missing
    ``sequence`` is 0.

    Raises:
        ValueError, KeyError: *value* was not written by the hub.
    """
    return from_document(orjson.loads(value))


def from_document(said: dict[str, Any]) -> Event:
    """Return the event in *said*, a structured CloudEvent as JSON values; see ``decode``."""
    name, version = split_type(said["type"])
    data = said.get("data") or {}
    if (name, version) in UPCASTERS:
        version, data = upcast(name, version, data)
    source, id = said["source"], said["id"]
    recorded = said.get("recordedtime")
    return Event(
        f"{source}#{id}",
        name,
        version,
        parse(said["time"]),
        int(said.get("sequence") or 0),
        source,
        id,
        said.get("subject") or "",
        data,
        parse(recorded) if recorded else Instant(0),
    )


def encode(event: Event) -> bytes:
    """
    Return *event* as structured CloudEvent JSON.

    ``decode(encode(event)) == event`` for every event whose data is of the newest version.
    """
    said = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "time": render(event.time),
        "datacontenttype": "application/json",
        "data": event.data,
    }
    if event.subject:
        said["subject"] = event.subject
    if event.sequence:
        said["sequence"] = str(event.sequence)
    if event.recorded_time:
        said["recordedtime"] = render(event.recorded_time)
    return dumps(said)
