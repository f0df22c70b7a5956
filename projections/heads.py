"""
The columns with which rows of many tables begin: where a record stands, and what its event is.

Each is declared once, beside the function that gives its values.
"""

from __future__ import annotations

from typing import Any, Final

from events.event import Event
from events.instant import Instant
from events.record import Record
from projections.tables import Kind
from projections.values import time

PLACE: Final = {"topic": Kind.TEXT, "partition": Kind.WHOLE, "offset": Kind.WHOLE}
"""Where a row's record stands in the log: the sort key of every table of records."""
STORED: Final = {
    "key": Kind.BYTES,
    "value": Kind.BYTES,
    "header_names": Kind.TEXTS,
    "header_values": Kind.MANY_BYTES,
}
"""The record's own bytes, as the log gave them."""
SAID: Final = {**PLACE, "event_id": Kind.TEXT, "time": Kind.TIME, "sequence": Kind.WHOLE}
"""A record, and the event in it: of a table whose rows are of one kind of event."""
SAID_BY: Final = {
    **PLACE,
    "event_id": Kind.TEXT,
    "name_of_event": Kind.TEXT,
    "time": Kind.TIME,
    "sequence": Kind.WHOLE,
}
"""The same where several kinds of event have rows."""


def place(record: Record) -> tuple[str, int, int]:
    """Return the columns of ``PLACE``."""
    return record.topic, record.partition, record.offset


def stored(record: Record) -> tuple[bytes, bytes, tuple[str, ...], tuple[bytes, ...]]:
    """Return the columns of ``STORED``."""
    names, values = zip(*record.headers, strict=True) if record.headers else ((), ())
    return record.key, record.value, names, values


def said(record: Record, event: Event) -> tuple[Any, ...]:
    """Return the columns of ``SAID``."""
    return (*place(record), event.event_id, event.time, event.sequence)


def said_by(record: Record, event: Event) -> tuple[Any, ...]:
    """Return the columns of ``SAID_BY``."""
    return (*place(record), event.event_id, event.name, event.time, event.sequence)


def valid_from(event: Event) -> Instant:
    """Return since when *event* holds: as it says, else since it happened (event time)."""
    stated = time(event.data, "valid_from")
    return event.time if stated is None else stated
