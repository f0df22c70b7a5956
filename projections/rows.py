"""
From a record of the log to rows of the warehouse: a pure function, the same rows every time.

Which rows a record gives depends on its topic alone and on its bytes; nothing is looked up.
A record of a topic that is not projected gives none. Which topics are is said here, for whoever
reads them: both projectors, ``hub status`` and ``hub verify``.
"""

from __future__ import annotations

from collections.abc import Callable

from events import topics
from events.generations import original
from events.record import Record
from projections import (
    fact_rows,
    finding_rows,
    menu_rows,
    reaching_rows,
    receipt_rows,
    setting_rows,
    snapshot_rows,
)
from projections.journal_rows import JOURNAL, decoded, journal_row
from projections.tables import Row, Table

FACTS: tuple[Table, ...] = (
    *fact_rows.TABLES,
    setting_rows.SETTINGS,
    menu_rows.MENU_ITEMS,
    *reaching_rows.TABLES,
)
"""The tables of what single journal events say, beside the rows of the records themselves."""

TABLES: tuple[Table, ...] = (
    JOURNAL,
    *FACTS,
    finding_rows.FINDINGS,
    *snapshot_rows.TABLES,
    receipt_rows.RECEIPTS,
    receipt_rows.REJECTED,
)
"""Every table that rows are written to."""

BY_NAME = {table.name: table for table in TABLES}


def rows(record: Record) -> tuple[Row, ...]:
    """
    Return the rows of *record*, the row of the record itself first.

    Bytes that are not the hub's give a journal row with empty event columns, and no row
    elsewhere: ``hub verify`` shows the difference.
    """
    record = original(record) if record.headers else record
    builder = _builder(record.topic)
    if builder is None:
        return ()
    try:
        return builder(record)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def is_projected(topic: str) -> bool:
    """Tell whether records of *topic*, of whatever generation of the log, have rows."""
    return _builder(topic) is not None


def _builder(topic: str) -> Callable[[Record], tuple[Row, ...]] | None:
    builder = _BUILDERS.get(topics.kind(topic))
    if builder is None and topics.receipts_department(topic):
        return receipt_rows.receipt_rows
    return builder


def _journal(record: Record) -> tuple[Row, ...]:
    event = decoded(record)
    first = journal_row(record, event)
    if event is None or not (event.name in _TOLD or event.data.get("party")):
        return (first,)
    facts = (*fact_rows.fact_rows(record, event), *setting_rows.setting_rows(record, event))
    reached = reaching_rows.reaching_rows(record, event)
    return (first, *facts, *menu_rows.menu_rows(record, event), *reached)


_TOLD = frozenset(
    {*fact_rows.NAMES, *reaching_rows.NAMES, setting_rows.NAME, menu_rows.NAME},
)
"""The events that are rows of other tables too; every other one is so only by its party."""

_BUILDERS: dict[str, Callable[[Record], tuple[Row, ...]]] = {
    topics.JOURNAL_VISITS: _journal,
    topics.JOURNAL_CASES: _journal,
    topics.FINDINGS: finding_rows.finding_rows,
    topics.CONCLUSIONS: snapshot_rows.snapshot_rows,
    topics.REJECTED: receipt_rows.rejected_rows,
}

KINDS = tuple(_BUILDERS)
"""The contract's names of the topics that have rows, beside ``receipts.<department>``."""
