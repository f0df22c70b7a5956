"""
Rows of ``receipt_records`` and ``rejected_records``: what became of each record a department
sent, and why some were refused.

``topic``, ``partition`` and ``offset`` are the row's own place in the log; ``ingest_topic``,
``ingest_partition`` and ``ingest_offset`` are those of the sent record (-1: not said). The
views show one row per sent record: a receipt repeated after a crash is the same receipt.
"""

from __future__ import annotations

from typing import Any

import orjson

from events import topics
from events.instant import Instant
from events.record import Record
from projections.heads import PLACE, place
from projections.tables import Kind, Row, all_text, table
from projections.values import Json, each_text, maybe_whole, text, time, whole

_ANSWERED = ("event_id", "outcome", "code", "message", "field")
_REFUSED = ("code", "message", "field", "department")

RECEIPTS = table(
    "receipt_records",
    **PLACE,
    **all_text(_ANSWERED),
    time=Kind.TIME,
    department=Kind.TEXT,
    ingest_topic=Kind.TEXT,
    ingest_partition=Kind.WHOLE,
    ingest_offset=Kind.WHOLE,
    sha256=Kind.TEXT,
)
REJECTED = table(
    "rejected_records",
    **PLACE,
    **all_text(_REFUSED),
    ingest_topic=Kind.TEXT,
    ingest_partition=Kind.WHOLE,
    ingest_offset=Kind.WHOLE,
    sha256=Kind.TEXT,
    raw=Kind.TEXT,
    time=Kind.TIME,
)


def receipt_rows(record: Record) -> tuple[Row, ...]:
    """Return the one row of a record of a topic ``receipts.<department>``."""
    said = orjson.loads(record.value)
    department = text(said, "department") or topics.receipts_department(record.topic)
    tail = (_time(said), department, *_sent(said), text(said, "sha256"))
    return (Row(RECEIPTS, (*place(record), *each_text(said, _ANSWERED), *tail)),)


def rejected_rows(record: Record) -> tuple[Row, ...]:
    """Return the one row of a record of topic ``rejected``."""
    said = orjson.loads(record.value)
    tail = (text(said, "sha256"), text(said, "raw"), _time(said))
    return (Row(REJECTED, (*place(record), *each_text(said, _REFUSED), *_sent(said), *tail)),)


def _sent(said: Json) -> tuple[Any, ...]:
    offset = maybe_whole(said, "offset")
    return text(said, "topic"), whole(said, "partition"), -1 if offset is None else offset


def _time(said: Json) -> Instant:
    return time(said, "time") or Instant(0)
