"""
Does the log agree with itself, and the warehouse with the log? Nothing lost, nothing twice.

In the log: offsets are dense; every record a department sent has one receipt, and a receipt
names a record that exists; every accepted record stands once in each journal partition that
reads it, under the coordinates its receipt names, and nothing else stands there as sent.

In the warehouse: every record of the journals, findings, receipts and refusals stands with
the bytes the log has; and its findings are those that a fresh replay of the journals gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from events import topics
from events.record import Record
from hub.finding_check import differing_findings
from hub.journal import Journal
from hub.replay import Findings
from projections import evidence
from projections.journal_rows import record_hash
from projections.warehouse import Warehouse

Coordinates = tuple[str, int, int]
"""Topic, partition, offset."""

_CHUNK = 100_000


class Problem(NamedTuple):
    """``code`` names the kind of disagreement, ``where`` the record, ``what`` says it."""

    code: str
    where: str
    what: str


@dataclass(slots=True)
class Seen:
    """What a walk through the log gathered."""

    records: int = 0
    sent: set[Coordinates] = field(default_factory=set)
    receipts: dict[Coordinates, str] = field(default_factory=dict)
    entered: Counter[tuple[Coordinates, str, int, bytes]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return sum(outcome == "accepted" for outcome in self.receipts.values())

    def complain(self, code: str, where: object, what: str) -> None:
        self.problems.append(Problem(code, str(where), what))


def verify_log(journal: Journal) -> Seen:
    """Walk through every record of the log; return what was seen and what is wrong."""
    seen = Seen()
    for topic in journal.topics():
        for number in range(journal.partitions(topic)):
            _walk(journal, topic, number, seen)
    _match(seen)
    return seen


def _walk(journal: Journal, topic: str, number: int, seen: Seen) -> None:
    expected: int | None = None if topics.ingest_department(topic) else 0
    for record in journal.read(topic, number):
        if expected is not None and record.offset != expected:
            seen.complain("gap", f"{topic}:{number}:{expected}", f"then comes {record.offset}")
        expected = record.offset + 1
        seen.records += 1
        _see(record, seen)


def _see(record: Record, seen: Seen) -> None:
    place = (record.topic, record.partition, record.offset)
    if topics.ingest_department(record.topic):
        seen.sent.add(place)
    elif topics.receipts_department(record.topic):
        _see_receipt(record, seen)
    elif record.topic in topics.JOURNALS:
        for name, value in record.headers:
            if name == "ingest":
                sending = _coordinates(value)
                # A link stands under each of its two keys, which may share a partition.
                seen.entered[sending, record.topic, record.partition, record.key] += 1


def _see_receipt(record: Record, seen: Seen) -> None:
    said = orjson.loads(record.value)
    sent = (said["topic"], said["partition"], said["offset"])
    if seen.receipts.setdefault(sent, said["outcome"]) != said["outcome"]:
        seen.complain("two-receipts", _text(sent), "was told two different outcomes")


def _coordinates(header: bytes) -> Coordinates:
    topic, partition, offset = header.decode().rsplit(":", 2)
    return topic, int(partition), int(offset)


def _text(place: Coordinates) -> str:
    return ":".join(map(str, place))


def _match(seen: Seen) -> None:
    for place in sorted(seen.sent - seen.receipts.keys()):
        seen.complain("no-receipt", _text(place), "was sent and has no receipt")
    journalled = {place for place, *_ in seen.entered}
    accepted = {place for place, outcome in seen.receipts.items() if outcome == "accepted"}
    for place in sorted(accepted - journalled):
        seen.complain("lost", _text(place), "was accepted and stands in no journal")
    for place in sorted(journalled - accepted):
        seen.complain("uninvited", _text(place), "stands in a journal and was not accepted")
    for (place, topic, number, _), count in seen.entered.items():
        if count > 1:
            where = f"{topic}:{number}"
            seen.complain("twice", _text(place), f"stands {count} times in {where}")


def verify_warehouse(
    journal: Journal, warehouse: Warehouse, findings: Findings
) -> Iterator[Problem]:
    """Yield where *warehouse* differs from the log, and its findings from *findings*."""
    held = {(each.topic, each.partition): each for each in evidence.held(warehouse)}
    for topic, number in _shown(journal):
        end = journal.end(topic, number)
        stands = held.pop((topic, number), None)
        first = 0 if stands is None else stands.distinct
        if first != end or _hashed(topic):
            yield from _compare(journal, warehouse, topic, number)
    for topic, number in held:
        yield Problem("unknown-records", f"{topic}:{number}", "stand in no log")
    yield from (
        Problem("finding", id, what) for id, what in differing_findings(warehouse, findings)
    )


def _shown(journal: Journal) -> Iterator[tuple[str, int]]:
    for topic in journal.topics():
        if topic in (*topics.JOURNALS, topics.FINDINGS, topics.REJECTED) or (
            topics.receipts_department(topic) is not None
        ):
            for number in range(journal.partitions(topic)):
                yield topic, number


def _hashed(topic: str) -> bool:
    return topic in topics.JOURNALS or topic == topics.FINDINGS


def _compare(journal: Journal, warehouse: Warehouse, topic: str, number: int) -> Iterator[Problem]:
    end = journal.end(topic, number)
    for first in range(0, max(end, 1), _CHUNK):
        last = first + _CHUNK - 1
        stored = _stored(warehouse, topic, number, first, last)
        for record in journal.read(topic, number, first, min(last + 1, end)):
            where = f"{topic}:{number}:{record.offset}"
            found = stored.pop(record.offset, None)
            if found is None:
                yield Problem("not-in-warehouse", where, "stands in the log alone")
            elif found != "?" and found != record_hash(record):
                yield Problem("altered", where, "has other bytes in the warehouse")
        for offset in stored:
            where = f"{topic}:{number}:{offset}"
            yield Problem("not-in-log", where, "stands in the warehouse alone")


def _stored(warehouse: Warehouse, topic: str, number: int, first: int, last: int) -> dict[int, Any]:
    if _hashed(topic):
        return dict(evidence.hashes(warehouse, topic, number, first, last))
    return dict.fromkeys(evidence.offsets(warehouse, topic, number, first, last), "?")
