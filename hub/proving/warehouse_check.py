"""
Does the warehouse agree with the log?

Every record of the journals, findings, receipts and refusals stands there with the bytes the
log has, and what is shown of a journal's record, a receipt or a refusal is what they say, and so
are the facts that its event tells, of a party, a department, a menu;
analysts see each accepted event once; and its findings and snapshots are those that a fresh
replay of the journals gives. Records that have left a cluster's log with age may stand on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from events import topics
from events.brokers import Place
from events.generations import is_copy, original
from events.record import Record
from hub.batching import batched
from hub.journal import Growing, Journal, places
from hub.proving.fact_check import Facts
from hub.proving.finding_check import differing_findings
from hub.proving.log_check import KEPT, Problem, Seen
from hub.proving.replay import Concluded
from hub.proving.snapshot_check import differing_snapshots
from projections import evidence, fact_evidence
from projections.warehouse import Warehouse

_CHUNK: Final = 100_000
_LAST: Final = 2**63 - 1
"""Behind the end of every log."""
_SEEN: Final = """
SELECT count(), uniqExact(event_id) FROM events WHERE (topic, partition, offset) IN (
    SELECT topic, partition, offset FROM journal_records WHERE ingest != ''
)
"""


def verify_warehouse(
    journal: Journal, warehouse: Warehouse, concluded: Concluded, seen: Seen
) -> Iterator[Problem]:
    """Yield where *warehouse* differs from the log, and from what a replay *concluded*."""
    held = {(each.topic, each.partition) for each in evidence.held(warehouse)}
    held |= fact_evidence.places(warehouse)
    for topic, number in places(journal, filter(evidence.leaves_rows, journal.topics())):
        held.discard((topic, number))
        held -= _copied_from(journal, topic, number)
        yield from compare_partition(journal, warehouse, topic, number)
        yield from _compare_deleted(journal, warehouse, topic, number)
    for topic, number in sorted(held):
        if _is_deleted(journal, topic):
            continue
        yield Problem("unknown-records", f"{topic}:{number}", "stand in no log")
    yield from _compare_events(warehouse, len(seen.contents.keys() - seen.own))
    for id, what in differing_findings(warehouse, concluded.findings):
        yield Problem("finding", id, what)
    for key, what in differing_snapshots(warehouse, concluded.shown):
        yield Problem("snapshot", key, what)


def _copied_from(journal: Journal, topic: str, number: int) -> set[tuple[str, int]]:
    """Return the partitions of older generations of which *topic*'s partition has copies."""
    if not topics.generation_of(topic):
        return set()
    return {original(record)[:2] for record in journal.read(topic, number) if is_copy(record)}


def _is_deleted(journal: Journal, topic: str) -> bool:
    """Tell whether *topic* is a journal of an older generation that is there no more."""
    journals = topics.kind(topic) in topics.JOURNALS
    older = topics.generation_of(topic) < journal.layout.generation
    return journals and older and topic not in journal.topics()


def _compare_deleted(
    journal: Journal, warehouse: Warehouse, topic: str, number: int
) -> Iterator[Problem]:
    """Yield where rows of a deleted generation differ from the copies in one partition."""
    if not topics.generation_of(topic):
        return
    copies = (original(record) for record in journal.read(topic, number) if is_copy(record))
    gone = (record for record in copies if _is_deleted(journal, record.topic))
    for some in batched(gone, _CHUNK):
        for (was, at), those in _by_place(some).items():
            first, last = min(those), max(those)
            stored = _stored(warehouse, was, at, first, last)
            shown = _shown_rows(warehouse, was, at, first, last)
            facts = Facts(warehouse, was, at, first, last)
            for offset, record in sorted(those.items()):
                yield from _compare_row(record, stored.get(offset), shown)
                yield from facts.compare(record, stands=offset in stored)


def _by_place(records: Iterable[Record]) -> dict[Place, dict[int, Record]]:
    found: defaultdict[Place, dict[int, Record]] = defaultdict(dict)
    for record in records:
        found[record.topic, record.partition][record.offset] = record
    return found


def _hashed(topic: str) -> bool:
    return topics.kind(topic) in topics.JOURNALS or topic == topics.FINDINGS


def compare_partition(
    journal: Journal, warehouse: Warehouse, topic: str, number: int
) -> Iterator[Problem]:
    """
    Yield where the rows of one partition differ from its records, one way or the other.

    A record copied from an older generation of the log has its row where it stood there.
    """
    end, kept = journal.end(topic, number), topics.kind(topic) in KEPT
    for first in range(0, max(end, 1), _CHUNK):
        last = first + _CHUNK - 1 if first + _CHUNK < end else _LAST
        stored = _stored(warehouse, topic, number, first, last)
        shown = _shown_rows(warehouse, topic, number, first, last)
        facts = Facts(warehouse, topic, number, first, last)
        for record in journal.read(topic, number, first, min(last + 1, end)):
            if is_copy(record):
                continue
            if not kept:
                stored = {offset: at for offset, at in stored.items() if offset >= record.offset}
                kept = True
            yield from facts.compare(record, stands=record.offset in stored)
            yield from _compare_row(record, stored.pop(record.offset, None), shown)
        for offset in _unknown(journal, topic, number, stored.keys() | facts.left) if kept else ():
            where = f"{topic}:{number}:{offset}"
            yield Problem("not-in-log", where, "stands in the warehouse alone")


def _unknown(journal: Journal, topic: str, number: int, left: Iterable[int]) -> list[int]:
    """Return those of *left* that the log does not have now: ticks come also while we look."""
    unread, end = sorted(left), journal.end(topic, number)
    if not (isinstance(journal, Growing) and any(offset >= end for offset in unread)):
        return unread
    newest = journal.newest(topic, number)
    return [offset for offset in unread if offset < end or offset >= newest]


def _compare_row(record: Record, found: str | None, shown: Mapping[int, str]) -> Iterator[Problem]:
    where = f"{record.topic}:{record.partition}:{record.offset}"
    if found is None:
        yield Problem("not-in-warehouse", where, "stands in the log alone")
    elif found not in ("?", evidence.record_hash(record)):
        yield Problem("altered", where, "has other bytes in the warehouse")
    elif record.offset in shown and shown[record.offset] not in evidence.shown_hashes(record):
        yield Problem("altered", where, "is shown otherwise than its bytes say")


def _stored(warehouse: Warehouse, topic: str, number: int, first: int, last: int) -> dict[int, Any]:
    if _hashed(topic):
        return dict(evidence.hashes(warehouse, topic, number, first, last))
    return dict.fromkeys(evidence.offsets(warehouse, topic, number, first, last), "?")


def _shown_rows(
    warehouse: Warehouse, topic: str, number: int, first: int, last: int
) -> dict[int, str]:
    if topic == topics.FINDINGS:  # held against a replay, field by field
        return {}
    return evidence.shown(warehouse, topic, number, first, last)


def _compare_events(warehouse: Warehouse, accepted: int) -> Iterator[Problem]:
    [(rows, events)] = warehouse.query(_SEEN).rows
    if rows != events:
        yield Problem("event-twice", "events", f"shows {rows - events} events more than once")
    if events != accepted:
        yield Problem("event-missing", "events", f"shows {events} of {accepted} accepted events")
