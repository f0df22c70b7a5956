"""
Does the log agree with itself? Nothing lost, nothing twice, everything answered.

Offsets are dense; every record a department sent has one receipt, and a receipt
names a record that exists; every accepted record stands once in each journal partition that
reads it, under the coordinates its receipt names, and nothing else stands there as sent; every
refused one stands in ``rejected`` under its coordinates, byte for byte.

A cluster writes at least once: there, a record may stand twice where it says the same event
with the same content (readers drop the second), and what departments sent, their receipts and
what was refused leave with age: what has left is not accounted for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from events import topics
from events.record import Record
from events.validation import HUB
from hub.intake.refused import SETTLED, Unseal, opened
from hub.journal import Journal, Shortened
from hub.publishing.publications import DEFAULTS
from hub.vault.sealing import AlteredError

Coordinates = tuple[str, int, int]
"""Topic, partition, offset."""

KEPT: Final = (*topics.JOURNALS, *topics.DERIVED, topics.FINDINGS, topics.ALERTS)
"""Topics that keep every record from the first."""
_OWN: Final = topics.ingest(HUB)


class Problem(NamedTuple):
    """``code`` names the kind of disagreement, ``where`` the record, ``what`` says it."""

    code: str
    where: str
    what: str


@dataclass(slots=True)
class Seen:
    """
    What a walk through the log gathered.

    ``journals``: those of the live generation. ``sent`` and ``refused`` hold digests of the bytes,
    ``contents`` of the events in the journals; ``own`` are sendings of the defaults that the hub
    gives an empty log. ``unfolded`` are the refusals of folds (``hub.proving.fold_check``),
    ``settled`` what was sent again or let go.
    """

    journals: tuple[str, ...] = topics.JOURNALS
    cluster: bool = False
    unseal: Unseal | None = None
    records: int = 0
    sent: dict[Coordinates, str] = field(default_factory=dict)
    receipts: dict[Coordinates, str] = field(default_factory=dict)
    refused: dict[Coordinates, str] = field(default_factory=dict)
    unfolded: dict[Coordinates, dict[str, Any]] = field(default_factory=dict)
    settled: set[Coordinates] = field(default_factory=set)
    entered: Counter[tuple[Coordinates, str, int, bytes]] = field(default_factory=Counter)
    contents: dict[Coordinates, str] = field(default_factory=dict)
    own: set[Coordinates] = field(default_factory=set)
    since: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return sum(outcome == "accepted" for outcome in self.receipts.values())

    @property
    def repeats(self) -> int:
        """How many journal records say again what stands there already."""
        return sum(self.entered.values()) - len(self.entered)

    def accountable(self, place: Coordinates) -> bool:
        """Tell whether neither the record sent nor its receipt can have left with age."""
        return place[2] >= self.since.get(place[0], 0)

    def complain(self, code: str, where: object, what: str) -> None:
        self.problems.append(Problem(code, str(where), what))


def verify_log(journal: Journal, cluster: bool = False, unseal: Unseal | None = None) -> Seen:
    """
    Walk through every record of the log; return what was seen and what is wrong.

    *unseal* opens what was refused; without it, and once its key has expired, its digest counts.
    """
    seen = Seen(journal.layout.journals, cluster, unseal)
    for topic in journal.topics():
        if topics.ingest_department(topic) and isinstance(journal, Shortened):
            seen.since[topic] = journal.begin(topic, 0)
        for number in range(journal.partitions(topic)):
            _walk(journal, topic, number, seen)
    _match(seen)
    return seen


def _walk(journal: Journal, topic: str, number: int, seen: Seen) -> None:
    expected: int | None = 0 if topics.kind(topic) in KEPT else None
    for record in journal.read(topic, number):
        if expected is not None and record.offset != expected:
            seen.complain("gap", f"{topic}:{number}:{expected}", f"then comes {record.offset}")
        if expected is None and seen.cluster:
            _begin(record, seen)
        expected = record.offset + 1
        seen.records += 1
        _see(record, seen)


def _begin(record: Record, seen: Seen) -> None:
    """Learn from the first record that a topic still keeps since when it can be accounted for."""
    topic, since = record.topic, record.offset
    if (department := topics.receipts_department(topic)) and record.offset:
        topic, since = topics.ingest(department), int(orjson.loads(record.value)["offset"])
    if topics.ingest_department(topic):
        seen.since[topic] = max(since, seen.since.get(topic, 0))


def _see(record: Record, seen: Seen) -> None:
    place = (record.topic, record.partition, record.offset)
    if topics.ingest_department(record.topic):
        seen.sent[place] = _digest(record.value)
    elif topics.receipts_department(record.topic):
        _see_receipt(record, seen)
    elif record.topic == topics.REJECTED:
        _see_refused(record, seen)
    elif record.topic in seen.journals:
        _see_entry(record, seen)


def _digest(value: bytes) -> str:
    return sha256(value).hexdigest()[:16]


def _see_entry(record: Record, seen: Seen) -> None:
    headers = dict(record.headers)
    if "ingest" not in headers:
        return
    sending = _coordinates(headers["ingest"])
    # A link stands under each of its two keys, which may share a partition.
    seen.entered[sending, record.topic, record.partition, record.key] += 1
    if sending[0] == _OWN and DEFAULTS.encode() in record.value:
        seen.own.add(sending)
    content = headers.get("hash", b"").decode()[:16]
    if seen.contents.setdefault(sending, content) != content:
        seen.complain("two-contents", text_of(sending), "stands in the journals in two versions")


def _see_receipt(record: Record, seen: Seen) -> None:
    said = orjson.loads(record.value)
    sent = (said["topic"], said["partition"], said["offset"])
    if seen.receipts.setdefault(sent, said["outcome"]) != said["outcome"]:
        seen.complain("two-receipts", text_of(sent), "was told two different outcomes")


def _see_refused(record: Record, seen: Seen) -> None:
    said = orjson.loads(record.value)
    sent = (said["topic"], said["partition"], said["offset"])
    if said["code"] in SETTLED:
        seen.settled.add(sent)
        return
    if topics.ingest_department(said["topic"]) is None:
        seen.unfolded[sent] = said
        return
    seen.refused[sent] = said["sha256"][:16]
    try:
        raw = opened(said["raw"], seen.unseal)
        altered = raw is not None and _digest(raw) != said["sha256"][:16]
    except AlteredError:
        altered = True
    if altered:
        seen.complain("refused-altered", text_of(sent), "has other bytes in what was refused")


def _coordinates(header: bytes) -> Coordinates:
    topic, partition, offset = header.decode().rsplit(":", 2)
    return topic, int(partition), int(offset)


def text_of(place: Coordinates) -> str:
    return ":".join(map(str, place))


def _match(seen: Seen) -> None:
    answered = {place for place in seen.receipts if seen.accountable(place)}
    for place in sorted(filter(seen.accountable, seen.sent.keys() - answered)):
        seen.complain("no-receipt", text_of(place), "was sent and has no receipt")
    for place in sorted(answered - seen.sent.keys()):
        seen.complain("receipt-of-nothing", text_of(place), "has a receipt and was never sent")
    _match_entered(seen, answered)
    _match_refused(seen, answered)


def _match_entered(seen: Seen, answered: set[Coordinates]) -> None:
    journalled = set(filter(seen.accountable, seen.contents))
    accepted = {place for place in answered if seen.receipts[place] == "accepted"}
    for place in sorted(accepted - journalled):
        seen.complain("lost", text_of(place), "was accepted and stands in no journal")
    for place in sorted(journalled - accepted):
        seen.complain("uninvited", text_of(place), "stands in a journal and was not accepted")
    for (place, topic, number, _), count in seen.entered.items():
        if count > 1 and not seen.cluster:
            where = f"{topic}:{number}"
            seen.complain("twice", text_of(place), f"stands {count} times in {where}")


def _match_refused(seen: Seen, answered: set[Coordinates]) -> None:
    told = {place for place in answered if seen.receipts[place] == "rejected"}
    for place in sorted(told - seen.refused.keys()):
        seen.complain("refused-unkept", text_of(place), "was refused and is not kept")
    for place in sorted(filter(seen.accountable, seen.refused.keys() - told)):
        seen.complain("refused-unsaid", text_of(place), "is kept as refused and was not told so")
    for place in sorted(seen.refused.keys() & seen.sent.keys()):
        if seen.refused[place] != seen.sent[place]:
            seen.complain("refused-altered", text_of(place), "was kept with other bytes than sent")
