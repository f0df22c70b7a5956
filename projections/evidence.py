"""
What the warehouse holds of the log, record by record: ``hub verify`` compares it with the log.

Both sides of the comparison stand here: what is asked of the warehouse, and the hash that the
log's own record has.

Every record of a journal, of findings, receipts and refusals stands once per
(topic, partition, offset). Twins that no merge has removed yet are counted apart: they are
harmless, views show one. Snapshots are replaced on purpose and leave no such trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

from events import topics
from events.record import Record
from projections.finding_rows import FINDINGS
from projections.heads import PLACE
from projections.journal_rows import JOURNAL, decoded, journal_row
from projections.receipt_rows import RECEIPTS, REJECTED, receipt_rows, rejected_rows
from projections.rows import is_projected
from projections.tables import Row, Table
from projections.warehouse import Warehouse

_KINDS: Final = {
    **dict.fromkeys(topics.JOURNALS, JOURNAL),
    topics.FINDINGS: FINDINGS,
    topics.REJECTED: REJECTED,
}
TABLES: Final = (JOURNAL.name, FINDINGS.name, RECEIPTS.name, REJECTED.name)
"""The tables in which every record of their topics leaves a row."""

_HELD = """
SELECT toString(topic), partition, uniqExact(offset), min(offset), max(offset), count()
FROM {table} GROUP BY topic, partition ORDER BY topic, partition
"""
_OFFSETS = """
SELECT DISTINCT offset FROM {table}
WHERE topic = {{topic:String}} AND partition = {{partition:UInt32}}
    AND offset BETWEEN {{first:UInt64}} AND {{last:UInt64}}
ORDER BY offset
"""
_HASHES = """
SELECT offset, any(hash), uniqExact(hash) FROM (
    SELECT offset, lower(hex(SHA256(concat(
        toString(length(value)), ':', value, arrayStringConcat(arrayMap(
            at -> concat(
                header_names[at], '=', toString(length(header_values[at])), ':', header_values[at]
            ),
            arrayEnumerate(header_names)
        )),
        if(length(header_names) = length(header_values), '', '!')
    )))) AS hash
    FROM {table}
    WHERE topic = {{topic:String}} AND partition = {{partition:UInt32}}
        AND offset BETWEEN {{first:UInt64}} AND {{last:UInt64}}
) GROUP BY offset ORDER BY offset
"""
_SHOWN = """
SELECT offset, any(hash), uniqExact(hash) FROM (
    SELECT offset, lower(hex(SHA256(arrayStringConcat(arrayMap(
        text -> concat(toString(length(text)), ':', text),
        [{columns}]
    ))))) AS hash
    FROM {table}
    WHERE topic = {{topic:String}} AND partition = {{partition:UInt32}}
        AND offset BETWEEN {{first:UInt64}} AND {{last:UInt64}}
) GROUP BY offset ORDER BY offset
"""


class _Shown(NamedTuple):
    """The columns of a table by which a row is held against its record, in the order hashed."""

    texts: tuple[str, ...]
    times: tuple[str, ...]

    @property
    def sql(self) -> str:
        """The columns as texts; an instant as whole milliseconds."""
        texts = [f"toString({name})" for name in self.texts]
        times = [f"toString(toUnixTimestamp64Milli({name}))" for name in self.times]
        return ", ".join((*texts, *times))


def _all_shown(table: Table) -> _Shown:
    names = (name for name in table.column_names if name not in PLACE and name != "time")
    return _Shown(tuple(names), ("time",))


_SHOWN_OF: Final[Mapping[str, _Shown]] = {
    JOURNAL.name: _Shown(
        (
            *("key", "content_hash", "chain_hash", "ingest", "event_id", "type", "name", "source"),
            *("department", "subject", "party_id", "case_id", "sequence", "data"),
        ),
        ("time", "recorded_time", "appended_at"),
    ),
    RECEIPTS.name: _all_shown(RECEIPTS),
    REJECTED.name: _all_shown(REJECTED),
}
_GRAINS: Final = (1_000, 1_000_000)
"""In microseconds: an old server keeps whole seconds of an instant."""


class Held(NamedTuple):
    """What stands of a partition: ``distinct`` offsets in ``first``…``last``, in ``rows`` rows."""

    topic: str
    partition: int
    distinct: int
    first: int
    last: int
    rows: int

    @property
    def gaps(self) -> int:
        """How many offsets between the first and the last are missing."""
        return self.last - self.first + 1 - self.distinct

    @property
    def twins(self) -> int:
        """How many rows repeat an offset that stands already."""
        return self.rows - self.distinct


def held(warehouse: Warehouse) -> tuple[Held, ...]:
    """Return what stands of every partition, by topic and number."""
    answers = (warehouse.query(_HELD.format(table=table)).rows for table in TABLES)
    return tuple(sorted(Held(*row) for rows in answers for row in rows))


def leaves_rows(topic: str) -> bool:
    """Tell whether every record of *topic* leaves a row; of snapshots only the last one does."""
    return is_projected(topic) and topic != topics.CONCLUSIONS


def table_of(topic: str) -> str:
    """Return the table of the rows that records of *topic* leave."""
    return _KINDS.get(topics.kind(topic), RECEIPTS).name


def offsets(
    warehouse: Warehouse, topic: str, partition: int, first: int, last: int
) -> tuple[int, ...]:
    """Return the offsets that stand, of *first* to *last* included."""
    sql = _OFFSETS.format(table=table_of(topic))
    return tuple(offset for (offset,) in _ask(warehouse, sql, topic, partition, first, last))


def hashes(
    warehouse: Warehouse, topic: str, partition: int, first: int, last: int
) -> dict[int, str]:
    """
    Return the hash of the bytes as they stand now, by offset, of *first* to *last* included.

    It is made of the bytes in the warehouse: it differs from ``record_hash`` of the log's record
    when either was altered.

    Rows of one offset that differ give '' (they cannot both be the log's). Only journals and
    findings keep the stored bytes.
    """
    found = _ask(warehouse, _HASHES.format(table=table_of(topic)), topic, partition, first, last)
    return {offset: hash if kinds == 1 else "" for offset, hash, kinds in found}


def shown(
    warehouse: Warehouse, topic: str, partition: int, first: int, last: int
) -> dict[int, str]:
    """
    Return the hash of what analysts are shown of records of a topic but ``findings``, by offset.

    It is one of ``shown_hashes`` of the log's record, unless a column was altered. Rows of one
    offset that differ give ''.
    """
    table = table_of(topic)
    sql = _SHOWN.format(table=table, columns=_SHOWN_OF[table].sql)
    found = _ask(warehouse, sql, topic, partition, first, last)
    return {offset: hash if kinds == 1 else "" for offset, hash, kinds in found}


def record_hash(record: Record) -> str:
    """Return the SHA-256 (hex) of a record's bytes: value, then headers, each with its length."""
    value = record.value
    parts = [b"%d:" % len(value), value]
    for name, header in record.headers:
        parts += (name.encode(), b"=%d:" % len(header), header)
    return sha256(b"".join(parts)).hexdigest()


def shown_hashes(record: Record) -> frozenset[str]:
    """
    Return the SHA-256 (hex) of what *record*, of a journal, a receipt or a refusal, has shown.

    There are two: an old server keeps whole seconds of an instant.
    """
    table, values = _row(record)
    row, shown = dict(zip(table.column_names, values, strict=True)), _SHOWN_OF[table.name]
    texts = [_bytes(row[name]) for name in shown.texts]
    times = [row[name] for name in shown.times]
    return frozenset(
        _hash((*texts, *(b"%d" % (at // grain * grain // 1000) for at in times)))
        for grain in _GRAINS
    )


def _row(record: Record) -> Row:
    """Return the row of *record* itself, in the table in which records of its topic leave one."""
    table = table_of(record.topic)
    if table == JOURNAL.name:
        return journal_row(record, decoded(record))
    [row] = rejected_rows(record) if table == REJECTED.name else receipt_rows(record)
    return row


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _hash(texts: Iterable[bytes]) -> str:
    return sha256(b"".join(b"%d:%s" % (len(text), text) for text in texts)).hexdigest()


def _ask(
    warehouse: Warehouse, sql: str, topic: str, partition: int, first: int, last: int
) -> tuple[tuple[Any, ...], ...]:
    params = {"topic": topic, "partition": partition, "first": first, "last": last}
    return warehouse.query(sql, params).rows
