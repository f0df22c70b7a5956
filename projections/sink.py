"""
How records become batches, and batches rows: what makes an insert repeatable.

A server drops a repeated batch only if it is the same batch. So before a range of offsets is
inserted, it is noted in the commit metadata of its first offset; after a crash the note is
read and the same range is cut again, to the record; once it is stored, the offset behind it is
committed with empty metadata:

    committed 40, ""  ──note──►  40, "40-57"  ──insert 40…57──►  58, ""

A crash before the note cuts a new range (nothing was inserted under the old one); a crash
after it repeats the range under the same token. These are pure functions; who reads, inserts
and commits is the projector's business.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from events.brokers import Committed, Place
from events.record import Record
from events.topics import CONCLUSIONS
from projections.rows import BY_NAME, rows
from projections.tables import Table
from projections.warehouse import Warehouse

BATCH = 10_000
"""Records of one range, by default."""

_NOTE = re.compile(r"([0-9]+)-([0-9]+)")


class Range(NamedTuple):
    """Offsets of one partition, both ends included; a compacted topic may have gaps inside."""

    first: int
    last: int


def plan(committed: int, metadata: str, end: int, limit: int = BATCH) -> Range | None:
    """
    Return the range to insert next, or None when there is nothing to insert yet.

    Args:
        committed: the committed offset: the next one to project (the log's start if none).
        metadata: what was committed with it.
        end: the offset behind the last record there is.
        limit: how many offsets a new range may span; a noted range keeps its own span.
    """
    noted = pending(committed, metadata)
    if noted is not None:
        return noted if noted.last < end else None
    if end <= committed:
        return None
    return Range(committed, min(end, committed + limit) - 1)


def pending(committed: int, metadata: str) -> Range | None:
    """Return the range noted in *metadata*; a note made for another offset is none."""
    note = _NOTE.fullmatch(metadata)
    if note is None:
        return None
    noted = Range(int(note[1]), int(note[2]))
    return noted if noted.first == committed <= noted.last else None


def note(range: Range) -> Committed:
    """Return what to commit before *range* is inserted."""
    return Committed(range.first, f"{range.first}-{range.last}")


def done(range: Range) -> Committed:
    """Return what to commit once *range* is stored."""
    return Committed(range.last + 1, "")


def token(ranges: Mapping[Place, Range]) -> str:
    """Return the deduplication token of *ranges*: it names exactly these records."""
    return ",".join(
        f"{topic}:{partition}:{range.first}-{range.last}"
        for (topic, partition), range in ranges.items()
    )


def token_of(records: Iterable[Record]) -> str:
    """Return the token of whole *records*: their range in each partition, in order."""
    ranges: dict[Place, Range] = {}
    for record in records:
        place, offset = (record.topic, record.partition), record.offset
        first, last = ranges.get(place, (offset, offset))
        ranges[place] = Range(min(first, offset), max(last, offset))
    return token(dict(sorted(ranges.items())))


def lasting(records: Iterable[Record]) -> Iterable[Record]:
    """Return *records* of one partition; of a compacted topic, only the last of each key."""
    held = list(records)
    if held and held[0].topic == CONCLUSIONS:
        return {record.key: record for record in held}.values()
    return held


def batches(records: Iterable[Record]) -> dict[Table, list[tuple[Any, ...]]]:
    """Return the rows of *records* by table, in the order of the records."""
    grouped: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for record in records:
        for table, values in rows(record):
            grouped[table.name].append(values)
    return {BY_NAME[name]: values for name, values in grouped.items()}


def project(records: Sequence[Record], warehouse: Warehouse, token: str | None = None) -> int:
    """
    Write the rows of *records*, one insert per table; return how many rows there were.

    Args:
        records: n >= 0, of any topics; after a failure the same records again, whole.
        warehouse: raises ``WarehouseAwayError`` when it must be repeated.
        token: names exactly these records; by default their ranges.
    """
    named = token_of(records) if token is None else token
    return insert(batches(records), warehouse, named)


def insert(
    rows: Mapping[Table, Sequence[tuple[Any, ...]]], warehouse: Warehouse, token: str
) -> int:
    """Write *rows*, which *token* names, one insert per table; return how many there were."""
    for table, values in rows.items():
        warehouse.insert(table, values, token)
    return sum(map(len, rows.values()))
