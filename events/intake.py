"""
Intake as a pure function: one received message is accepted, a duplicate, or rejected.

Theory of operation. ``judge`` reads the envelope, finds the model of the type, validates
``data``, redacts its free text, puts pseudonyms in the place of people, gives a party told by
name its id, hashes the content, asks the host what it remembers of (source, id), and says what
to write. The host does the I/O: it keeps the memory and the vault, and writes what the vault is
entrusted with, journal, then memory, then receipts, then its own position.

* The same (source, id) with the same content at other coordinates is a duplicate; at the
  same coordinates it is a redelivery: its first receipt again, and nothing else.
* The same (source, id) with other content is refused (``id-conflict``).
* A fault of ours on one message refuses that message (``internal-error``), so that no input
  stops a partition; an error of ``recall`` (the host's disk) is raised, and retried there.

What an event says is in ``events.models``; where it goes, in ``events.routing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

from events import ids
from events.codec import split_type
from events.content import content_hash
from events.envelope import Envelope, claimed_id, read
from events.event import WITHDRAWN
from events.instant import DAY, Instant, parse, render
from events.journal_value import completed, journal_value, taken
from events.jsonbytes import dumps
from events.judgement import (
    DEFAULT,
    Accepted,
    Duplicate,
    Judgement,
    Received,
    Rejected,
    Settings,
)
from events.messages import sentence
from events.people import Entrusted, part
from events.receipts import Outcome, Receipt, stamp
from events.record import Outgoing
from events.redaction import redact, redact_data
from events.refusal import RefusedError
from events.remembered import Remembered, headers_of
from events.replacing import Recall, replaced_id, route_of_own, withdrawal
from events.routing import Route, deliver, route
from events.signature_check import check_signature, check_unsigned
from events.topics import REJECTED
from events.validation import known_model, validate
from events.verifiability import MATERIAL

EARLIEST: Final = parse("2000-01-01T00:00:00Z")
"""No event happened before; a date of 1970 is a broken clock."""
AHEAD: Final = DAY
"""An event time may be this much later than its receipt (clocks differ), inclusive."""
_LONGEST_RAW: Final = 2 * 1024 * 1024
_MOST_HEADERS: Final = 200

__all__ = [
    "DEFAULT",
    "Accepted",
    "Duplicate",
    "Judgement",
    "Received",
    "Rejected",
    "Settings",
    "judge",
]


class _Checked(NamedTuple):
    envelope: Envelope
    name: str
    data: Mapping[str, Any]
    hash: str
    value: bytes
    replaces: str = ""
    entrusted: tuple[Entrusted, ...] = ()
    signed: bool = False


def judge(received: Received, recall: Recall, settings: Settings = DEFAULT) -> Judgement:
    """
    Return what to do about *received*. The same arguments give the same judgement.

    Raises:
        Exception: only what *recall* raises.
    """
    try:
        checked = _check(received, settings)
    except Exception as error:  # noqa: BLE001  # one message must never stop a partition
        return _rejected(received, _refusal(error), settings)
    before = recall(checked.envelope.source, checked.envelope.id)
    try:
        _prove(received, checked, before, settings)
        gone = _replaced(received, checked, recall, settings)
        if before is not None:
            return _again(received, checked, before, settings, gone)
        way = _route(checked, received.department, recall)
    except RefusedError as refused:
        return _rejected(received, refused, settings)
    return _accepted(received, checked, way, settings, gone)


def _check(received: Received, settings: Settings) -> _Checked:
    _small_enough(received, settings.limit)
    envelope = read(received.value, received.headers)
    if envelope.department != received.department:
        raise RefusedError("wrong-department", "source", envelope.source[:80])
    model = known_model(envelope.type, received.department)
    _in_range(envelope.time, received.received_at)
    validate(model, envelope.data)
    sent, signed = envelope, bool(envelope.said.get(MATERIAL))
    envelope, data, entrusted = _parted(envelope, redact_data(envelope.data), settings)
    whole = data is sent.data and envelope is sent
    data = completed(data)
    name, _ = split_type(envelope.type)
    replaces = replaced_id(envelope.said, name)
    said = (envelope.type, envelope.time, envelope.subject, envelope.sequence, data, replaces)
    value = journal_value(envelope, data, received.received_at, whole)
    hash = content_hash(*said)
    return _Checked(envelope, name, data, hash, value, replaces, entrusted, signed)


def _small_enough(received: Received, limit: int) -> None:
    if len(received.headers) > _MOST_HEADERS:  # not even looked at: a million fit in a message
        raise RefusedError("too-large", detail=f"{len(received.headers)} headers")
    size = len(received.value)
    if received.headers:
        size += sum(len(name) + len(held or b"") for name, held in received.headers)
    if size > limit:
        raise RefusedError("too-large", detail=f"{size} > {limit} bytes")


def _parted(
    envelope: Envelope, data: Mapping[str, Any], settings: Settings
) -> tuple[Envelope, Mapping[str, Any], tuple[Entrusted, ...]]:
    """Return *envelope* and *data* with pseudonyms for people, and what was taken out."""
    if settings.pseudonym is None:
        return envelope, data, ()
    parted = part(data, envelope.subject, settings.pseudonym)
    if parted.subject != envelope.subject:
        envelope.said["subject"] = parted.subject
        envelope = envelope._replace(subject=parted.subject)
    return envelope, parted.data, parted.entrusted


def _prove(
    received: Received, checked: _Checked, before: Remembered | None, settings: Settings
) -> None:
    """Refuse what is wrongly signed, or must be and is not; a redelivery keeps its receipt."""
    redelivered = before is not None and before.first == received.coordinates
    if settings.signers is None or redelivered:
        return
    if checked.signed:
        check_signature(checked.envelope, received.value, received.headers, settings.signers)
    else:
        check_unsigned(checked.envelope.department, settings.signers, received.received_at)


def _in_range(time: Instant, received_at: Instant) -> None:
    if time < EARLIEST:
        raise RefusedError("time-out-of-range", "time", f"{render(time)} is before 2000")
    if time - received_at > AHEAD:
        raise RefusedError("time-out-of-range", "time", f"{render(time)} is over a day ahead")


def _route(checked: _Checked, department: str, recall: Recall) -> Route:
    if checked.name != WITHDRAWN:
        return route(checked.name, checked.data)
    return route_of_own(checked.data["event_id"], "data.event_id", department, recall)


def _replaced(
    received: Received, checked: _Checked, recall: Recall, settings: Settings
) -> tuple[Outgoing, ...]:
    """Return the withdrawal of the event that *checked* replaces; nothing for most events."""
    if not checked.replaces:
        return ()
    way = route_of_own(checked.replaces, "replaces", received.department, recall)
    value = withdrawal(checked.envelope, checked.replaces, received.received_at)
    return deliver(way, value, (), settings.partitions)


def _again(
    received: Received,
    checked: _Checked,
    before: Remembered,
    settings: Settings,
    gone: tuple[Outgoing, ...],
) -> Judgement:
    if before.hash != checked.hash:
        refused = RefusedError("id-conflict", "id", checked.envelope.id[:200])
        return _rejected(received, refused, settings)
    redelivered = before.first == received.coordinates
    outcome: Outcome = "accepted" if redelivered else "duplicate"
    at = before.recorded_time if redelivered else received.received_at
    receipt = _taken(received, checked, outcome, at, settings)
    return Duplicate(receipt, redelivered, gone if redelivered else ())


def _accepted(
    received: Received,
    checked: _Checked,
    way: Route,
    settings: Settings,
    gone: tuple[Outgoing, ...],
) -> Accepted:
    envelope = checked.envelope
    headers = headers_of(checked.hash, received.coordinates)
    return Accepted(
        (*gone, *deliver(way, checked.value, headers, settings.partitions)),
        Remembered(
            envelope.source,
            envelope.id,
            checked.hash,
            received.coordinates,
            received.received_at,
            way,
        ),
        _taken(received, checked, "accepted", received.received_at, settings),
        taken(envelope, checked.name, checked.data, received.received_at),
        checked.entrusted,
    )


def _taken(
    received: Received, checked: _Checked, outcome: Outcome, at: Instant, settings: Settings
) -> Receipt:
    return Receipt(
        ids.event_id(checked.envelope.source, checked.envelope.id),
        outcome,
        "",
        sentence(outcome, settings.language),
        "",
        at,
        checked.hash,
        *received.coordinates,
    )


def _refusal(error: Exception) -> RefusedError:
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, RecursionError):
        return RefusedError("too-deep", "data")
    return RefusedError("internal-error", detail=type(error).__name__)


def _rejected(received: Received, refused: RefusedError, settings: Settings) -> Rejected:
    # What is quoted of the input is kept longer than the input.
    field, detail = redact(refused.field), redact(refused.detail)
    message = sentence(refused.code, settings.language, field, detail)
    digest, headers = sha256(received.value).hexdigest(), received.headers[:_MOST_HEADERS]
    receipt = Receipt(
        claimed_id(received.value[:_LONGEST_RAW], headers),
        "rejected",
        refused.code,
        message,
        field,
        received.received_at,
        digest,
        *received.coordinates,
    )
    seal, at = settings.seal, received.received_at
    fits = len(received.value) <= _LONGEST_RAW
    document = receipt._asdict() | {
        "time": stamp(received.received_at),
        "department": received.department,
        "headers": {name: seal(held or b"", at) for name, held in headers},
        "raw": seal(received.value, at) if fits else "",
    }
    del document["outcome"]
    key = f"{received.topic}:{received.partition}:{received.offset}".encode()
    return Rejected(Outgoing(REJECTED, key, dumps(document)), receipt)
