"""
Rows of ``journal_records``: every journal record as it stands in the log, with its event
decoded beside the stored bytes. One record, one row, ticks and copies included; the views
decide what an analyst sees of them.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any

from events import codec
from events.event import Event
from events.jsonbytes import dumps
from events.record import Record
from projections.tables import PLACE, Kind, Row, table

STORED = {
    "key": Kind.BYTES,
    "value": Kind.BYTES,
    "header_names": Kind.TEXTS,
    "header_values": Kind.MANY_BYTES,
}
"""The record's own bytes, as the log gave them."""

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
    topic, partition, offset, key, value, headers, timestamp = record
    names, kept = zip(*headers, strict=True) if headers else ((), ())
    said = dict(headers)
    return Row(
        JOURNAL,
        (
            topic,
            partition,
            offset,
            key,
            value,
            names,
            kept,
            timestamp * 1000,
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


def place(record: Record) -> tuple[str, int, int]:
    """Return the columns of ``PLACE``."""
    return record.topic, record.partition, record.offset


def stored(record: Record) -> tuple[bytes, bytes, tuple[str, ...], tuple[bytes, ...]]:
    """Return the columns of ``STORED``."""
    headers = record.headers
    names = tuple([name for name, _ in headers])
    return record.key, record.value, names, tuple([value for _, value in headers])


def record_hash(record: Record) -> str:
    """Return the SHA-256 (hex) of a record's bytes: value, then headers, each with its length."""
    value = record.value
    parts = [b"%d:" % len(value), value]
    for name, header in record.headers:
        parts += (name.encode(), b"=%d:" % len(header), header)
    return sha256(b"".join(parts)).hexdigest()


def shown_hashes(record: Record) -> frozenset[str]:
    """
    Return the SHA-256 (hex) of what ``journal_records`` shows of *record* beside its bytes.

    There are two: an old server keeps whole seconds of an instant.
    """
    row = dict(zip(JOURNAL.column_names, journal_row(record, decoded(record)).values, strict=True))
    texts = [_bytes(row[name]) for name in _SHOWN]
    return frozenset(
        sha256(
            b"".join(
                b"%d:%s" % (len(text), text)
                for text in (*texts, *(b"%d" % (row[at] // unit * unit // 1000) for at in _TIMES))
            )
        ).hexdigest()
        for unit in (1_000, 1_000_000)
    )


_SHOWN = (
    *("key", "content_hash", "chain_hash", "ingest", "event_id", "type", "name", "source"),
    *("department", "subject", "party_id", "case_id", "sequence", "data"),
)
_TIMES = ("time", "recorded_time", "appended_at")


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


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
