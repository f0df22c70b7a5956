"""
Rows of ``journal_records``: every journal record as it stands in the log, with its event
decoded beside the stored bytes. One record, one row, ticks and copies included; the views
decide what an analyst sees of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from events import codec
from events.event import Event
from events.jsonbytes import dumps
from events.record import Record
from projections.heads import PLACE, STORED, place, stored
from projections.tables import Kind, Row, table

JOURNAL = table(
    "journal_records",
    **PLACE,
    **STORED,
    appended_at=Kind.TIME,
    content_hash=Kind.TEXT,
    chain_hash=Kind.TEXT,
    ingest=Kind.TEXT,
    event_id=Kind.TEXT,
    type=Kind.TEXT,
    name=Kind.TEXT,
    source=Kind.TEXT,
    department=Kind.TEXT,
    subject=Kind.TEXT,
    party_id=Kind.TEXT,
    case_id=Kind.TEXT,
    time=Kind.TIME,
    recorded_time=Kind.TIME,
    sequence=Kind.WHOLE,
    data=Kind.BYTES,
)

_UNREADABLE = ("", "", "", "", "", "", "", "", 0, 0, 0, b"")
"""The event columns of a record that is no event: it is kept, and seen by ``hub verify``."""


def journal_row(record: Record, event: Event | None) -> Row:
    """Return the row of *record*; *event* is what it decodes to, None when it does not."""
    said = dict(record.headers)
    return Row(
        JOURNAL,
        (
            *place(record),
            *stored(record),
            record.timestamp * 1000,
            _text(said.get("hash")),
            _text(said.get("chain")),
            _text(said.get("ingest")),
            *(_UNREADABLE if event is None else _said(event)),
        ),
    )


def decoded(record: Record) -> Event | None:
    """Return the event in *record*, or None when the bytes are not one of the hub's."""
    try:
        return codec.decode(record.value)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _said(event: Event) -> tuple[Any, ...]:
    id, name, version, time, sequence, source, _, subject, data, recorded = event
    return (
        id,
        _type(name, version),
        name,
        source,
        _department(source),
        subject,
        data.get("party_id") or "",
        data.get("case_id") or "",
        time,
        recorded,
        sequence,
        dumps(data),
    )


@lru_cache(maxsize=4096)
def _type(name: str, version: int) -> str:
    return f"{name}.v{version}"


@lru_cache(maxsize=4096)
def _department(source: str) -> str:
    parts = source.split("/", 3)
    return parts[2] if len(parts) > 2 else ""


def _text(value: bytes | None) -> str:
    return "" if value is None else value.decode(errors="replace")
