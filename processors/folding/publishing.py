"""
How a partition's conclusions look in the log: pure functions from a saying to a record.

Every record carries its origin: readers take a finding's or snapshot's version from it, and
derived topics skip what they have folded before.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson

from events import codec, ids, topics
from events.event import Event
from events.instant import DAY, Instant, parse, render
from events.jsonbytes import dumps
from events.record import Origin, Outgoing, Record
from processors.folding import handover
from processors.folding.fold import Forward
from processors.folding.raising import FindingSaying, NoticeSaying, Said, Saying, SnapshotSaying

FINDINGS_SOURCE = "/departments/hub/findings"


def publish(saying: Saying, now: Instant, origin: Origin) -> Outgoing:
    """Return the record for *saying*; *now* is the partition's clock (event time)."""
    match saying:
        case FindingSaying():
            return _finding(saying, now, origin)
        case NoticeSaying():
            return _notice(saying, origin)
        case SnapshotSaying():
            return _snapshot(saying, origin)


def _finding(saying: FindingSaying, now: Instant, origin: Origin) -> Outgoing:
    data = {**saying.document, "revision": saying.revision}
    # The text is part of the id: after a crash other batches may give a revision other words.
    text = _with_revision(saying.text, saying.revision).decode()
    id = ids.make(saying.finding_id, str(saying.revision), text)
    time = _changed_at(saying, now)
    event = _event(id, saying.name, time, saying.subject, data)
    return _outgoing(topics.FINDINGS, saying.finding_id, codec.encode(event), origin)


def _with_revision(text: bytes, revision: int) -> bytes:
    """Return the canonical *text* of a finding with its *revision* in the place it sorts to."""
    place = text.rindex(b',"rule":')  # no object follows it, and inside a text quotes are escaped
    return b'%b,"revision":%d%b' % (text[:place], revision, text[place:])


def _changed_at(saying: FindingSaying, now: Instant) -> Instant:
    """When the finding changed: the condition's own instant if it has one, else the clock's."""
    if saying.name == "finding.raised":
        return parse(saying.document["raised_at"])
    if saying.name == "finding.resolved":
        return parse(saying.document["resolved_at"])
    return now


def _notice(saying: NoticeSaying, origin: Origin) -> Outgoing:
    notice = saying.notice
    event = _event(saying.id, notice.name, notice.time, notice.subject, notice.data)
    return _outgoing(topics.FINDINGS, saying.id, codec.encode(event), origin)


def _event(id: str, name: str, time: Instant, subject: str, data: Mapping[str, Any]) -> Event:
    name_id = ids.event_id(FINDINGS_SOURCE, id)
    return Event(name_id, name, 1, time, 0, FINDINGS_SOURCE, id, subject, data)


def _snapshot(saying: SnapshotSaying, origin: Origin) -> Outgoing:
    row = orjson.Fragment(saying.row)
    value = dumps({"kind": saying.kind, "id": saying.id, "row": row})
    return _outgoing(topics.CONCLUSIONS, f"{saying.kind}:{saying.id}", value, origin)


def _outgoing(topic: str, key: str, value: bytes, origin: Origin) -> Outgoing:
    return Outgoing(topic, key.encode(), value, (origin.header(),))


def forward(
    forward: Forward, record: Record, origin: Origin, handed: Said | None = None
) -> Outgoing:
    """Return *forward* of *record* for its derived topic; *handed* goes along with it."""
    value = record.value if forward.value is None else forward.value
    outgoing = _outgoing(forward.topic, forward.key, value, origin)
    if handed is None:
        return outgoing
    said = handover.header(forward.hands_over, handed)
    return outgoing._replace(headers=(*outgoing.headers, said))


def copy(record: Record, topic: str, number: int, origin: Origin) -> Outgoing:
    """Return *record* as it goes to partition *number* of a derived *topic*."""
    return Outgoing(topic, record.key, record.value, (origin.header(),), number)


def beyond_horizon(event: Event, now: Instant, origin: Origin) -> Outgoing:
    """Return the flag of an event that came too late to be concluded."""
    row = {
        "event_id": event.event_id,
        "time": render(event.time),
        "late_days": late_days(event, now),
    }
    return _snapshot(SnapshotSaying("late", event.event_id, dumps(row)), origin)


def late_days(event: Event, now: Instant) -> int:
    """Return how many whole days before *now* the event happened."""
    return (now - event.time) // DAY


def unfoldable(record: Record, error: Exception, origin: Origin) -> Outgoing:
    """Return the ``rejected`` record of a journal entry that could not be decoded or folded."""
    at = render(Instant(record.timestamp * 1000))
    return _rejected("unfoldable", error, record.value, at, origin)


def unconcludable(key: str, error: Exception, origin: Origin) -> Outgoing:
    """Return the ``rejected`` record of a key whose conclusion failed; its state is kept."""
    return _rejected("unconcludable", error, key.encode(), render(Instant(0)), origin)


def _rejected(code: str, error: Exception, raw: bytes, at: str, origin: Origin) -> Outgoing:
    value = {
        "code": code,
        "message": f"{type(error).__name__}: {error}",
        "field": "",
        "department": "hub",
        "topic": origin.topic,
        "partition": origin.partition,
        "offset": origin.offset,
        "sha256": sha256(raw).hexdigest(),
        "raw": b64encode(raw).decode(),
        "time": at,
    }
    return _outgoing(topics.REJECTED, "hub", dumps(value), origin)
