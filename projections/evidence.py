"""
What the warehouse holds of the log, record by record: ``hub verify`` compares it with the log.

Every record of a journal, of findings, receipts and refusals stands once per
(topic, partition, offset). Twins that no merge has removed yet are counted apart: they are
harmless, views show one. Snapshots are replaced on purpose and leave no such trace.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from projections.warehouse import Warehouse

TABLES = ("journal_records", "finding_records", "receipt_records", "rejected_records")
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


_COLUMNS = {
    "journal_records": """
        key, content_hash, chain_hash, ingest, event_id, toString(type), toString(name),
        toString(source), toString(department), subject, party_id, case_id,
        toString(sequence), data, toString(toUnixTimestamp64Milli(time)),
        toString(toUnixTimestamp64Milli(recorded_time)),
        toString(toUnixTimestamp64Milli(appended_at))
    """,
    "receipt_records": """
        event_id, toString(outcome), toString(code), message, toString(field),
        toString(department), ingest_topic, toString(ingest_partition), toString(ingest_offset),
        sha256, toString(toUnixTimestamp64Milli(time))
    """,
    "rejected_records": """
        toString(code), message, toString(field), toString(department), ingest_topic,
        toString(ingest_partition), toString(ingest_offset), sha256, raw,
        toString(toUnixTimestamp64Milli(time))
    """,
}
"""What is shown of a record, as texts, in the order in which it is hashed on the other side."""


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


def table_of(topic: str) -> str:
    """Return the table in which records of *topic* leave a row."""
    if topic.startswith("journal."):
        return "journal_records"
    if topic.startswith("receipts."):
        return "receipt_records"
    return "finding_records" if topic == "findings" else "rejected_records"


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

    It is made of the bytes in the warehouse: it differs from ``journal_rows.record_hash`` of
    the log's record when either was altered.

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

    It is one of ``journal_rows.shown_hashes`` or ``receipt_rows.told_hashes`` of the log's record,
    unless a column was altered. Rows of one offset that differ give ''.
    """
    table = table_of(topic)
    sql = _SHOWN.format(table=table, columns=_COLUMNS[table])
    found = _ask(warehouse, sql, topic, partition, first, last)
    return {offset: hash if kinds == 1 else "" for offset, hash, kinds in found}


def _ask(
    warehouse: Warehouse, sql: str, topic: str, partition: int, first: int, last: int
) -> tuple[tuple[Any, ...], ...]:
    params = {"topic": topic, "partition": partition, "first": first, "last": last}
    return warehouse.query(sql, params).rows
