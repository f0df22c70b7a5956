"""
Intake as a pure function: one received message is accepted, a duplicate, or rejected.

Theory of operation. ``judge`` reads the envelope, finds the model of the type, validates
``data``, redacts its free text, gives a party told by name its id, hashes the content, asks
the host what it remembers of (source, id), and says what to write. The host does the I/O:
it keeps the memory, and writes journal, then memory, then receipts, then its own position.

* The same (source, id) with the same content at other coordinates is a duplicate; at the
  same coordinates it is a redelivery: its first receipt again, and nothing else.
* The same (source, id) with other content is refused (``id-conflict``).
* A fault of ours on one message refuses that message (``internal-error``), so that no input
  stops a partition; an error of ``recall`` (the host's disk) is raised, and retried there.

What an event says is in ``events.models``; where it goes, in ``events.routing``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, NamedTuple

from events import ids
from events.codec import split_type
from events.content import content_hash
from events.envelope import Envelope, claimed_id, read
from events.event import Event
from events.instant import DAY, Instant, parse, render
from events.jsonbytes import dumps
from events.messages import Language, sentence
from events.receipts import Outcome, Receipt, stamp
from events.record import Headers, Outgoing
from events.redaction import redact_data
from events.refusal import RefusedError
from events.remembered import Coordinates, Remembered, headers_of
from events.replacing import Recall, replaced_id, route_of_own, withdrawal
from events.routing import DEFAULT_PARTITIONS, Route, deliver, route, stated_party_id
from events.taken import taken
from events.topics import REJECTED
from events.validation import known_model, validate

EARLIEST: Final = parse("2000-01-01T00:00:00Z")
"""No event happened before; a date of 1970 is a broken clock."""
AHEAD: Final = DAY
"""An event time may be this much later than its receipt (clocks differ), inclusive."""
_LONGEST_RAW: Final = 2 * 1024 * 1024


def _sealed(raw: bytes) -> str:
    return b64encode(raw).decode()


@dataclass(frozen=True, slots=True)
class Settings:
    """
    ``partitions`` of each journal; ``limit`` in bytes; ``seal`` turns a rejected message into
    the text kept as ``raw`` (a host with a key encrypts there; plain base64 without one).
    """

    partitions: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PARTITIONS)
    limit: int = 1024 * 1024
    language: Language = "en"
    seal: Callable[[bytes], str] = _sealed


class Received(NamedTuple):
    """One message of ``ingest.<department>``; ``received_at`` is wall time."""

    department: str
    value: bytes
    headers: Headers
    topic: str
    partition: int
    offset: int
    received_at: Instant

    @property
    def coordinates(self) -> Coordinates:
        return Coordinates(self.topic, self.partition, self.offset)


class Accepted(NamedTuple):
    """``event`` is what the last of ``journal`` decodes to, for a host that folds it itself."""

    journal: tuple[Outgoing, ...]
    remembered: Remembered
    receipt: Receipt
    event: Event

    @property
    def time(self) -> Instant:
        return self.event.time


class Duplicate(NamedTuple):
    """
    ``redelivered``: the log handed out the same entry again; the receipt is the first.

    ``journal`` repeats what a crash may have lost; harmless, readers drop what they know.
    """

    receipt: Receipt
    redelivered: bool
    journal: tuple[Outgoing, ...] = ()


class Rejected(NamedTuple):
    record: Outgoing
    receipt: Receipt


Judgement = Accepted | Duplicate | Rejected
DEFAULT: Final = Settings()


class _Checked(NamedTuple):
    envelope: Envelope
    name: str
    data: Mapping[str, Any]
    hash: str
    value: bytes
    replaces: str = ""


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
        gone = _replaced(received, checked, recall, settings)
        if before is not None:
            return _again(received, checked, before, settings, gone)
        way = _route(checked, received.department, recall)
    except RefusedError as refused:
        return _rejected(received, refused, settings)
    return _accepted(received, checked, way, settings, gone)


def _check(received: Received, settings: Settings) -> _Checked:
    if len(received.value) > settings.limit:
        raise RefusedError("too-large", detail=f"{len(received.value)} > {settings.limit} bytes")
    envelope = read(received.value, received.headers)
    if envelope.department != received.department:
        raise RefusedError("wrong-department", "source", envelope.source[:80])
    model = known_model(envelope.type, received.department)
    _in_range(envelope.time, received.received_at)
    validate(model, envelope.data)
    data = _completed(redact_data(envelope.data))
    name, _ = split_type(envelope.type)
    replaces = replaced_id(envelope.said, name)
    said = (envelope.type, envelope.time, envelope.subject, envelope.sequence, data, replaces)
    value = _journal_value(envelope, data, received)
    return _Checked(envelope, name, data, content_hash(*said), value, replaces)


def _in_range(time: Instant, received_at: Instant) -> None:
    if time < EARLIEST:
        raise RefusedError("time-out-of-range", "time", f"{render(time)} is before 2000")
    if time - received_at > AHEAD:
        raise RefusedError("time-out-of-range", "time", f"{render(time)} is over a day ahead")


def _completed(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a party told by name its id; the party object stays, its name is needed later."""
    party = data.get("party")
    if party is None or data.get("party_id") is not None:
        return data
    return {**data, "party_id": stated_party_id(party)}


def _journal_value(envelope: Envelope, data: Mapping[str, Any], received: Received) -> bytes:
    said = envelope.said
    said["recordedtime"] = stamp(received.received_at)
    said["data"] = data
    try:
        return dumps(said)
    except TypeError as error:
        raise RefusedError("too-deep", "an extension") from error


def _route(checked: _Checked, department: str, recall: Recall) -> Route:
    if checked.name != "event.withdrawn":
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
    message = sentence(refused.code, settings.language, refused.field, refused.detail)
    digest = sha256(received.value).hexdigest()
    receipt = Receipt(
        claimed_id(received.value[:_LONGEST_RAW], received.headers),
        "rejected",
        refused.code,
        message,
        refused.field,
        received.received_at,
        digest,
        *received.coordinates,
    )
    fits = len(received.value) <= _LONGEST_RAW
    document = receipt._asdict() | {
        "time": stamp(received.received_at),
        "department": received.department,
        "headers": {name: settings.seal(held or b"") for name, held in received.headers},
        "raw": settings.seal(received.value) if fits else "",
    }
    del document["outcome"]
    key = f"{received.topic}:{received.partition}:{received.offset}".encode()
    return Rejected(Outgoing(REJECTED, key, dumps(document)), receipt)
