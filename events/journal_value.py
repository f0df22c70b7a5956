"""
What the journal holds of an accepted event: what was said, completed, without personal data.

``journal_value`` gives its bytes. ``taken`` gives the event that ``codec.decode`` makes of those
bytes, for a host that folds what it took in itself and needs no second reading.

A party told by name gets its id, so that every reader knows one way only to name a party. A
signature stays beside what it signed, as evidence; but not where text was redacted, since from
its digest one could guess, number by number, what stood there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events import ids
from events.codec import split_type
from events.envelope import Envelope
from events.event import Event
from events.instant import Instant
from events.jsonbytes import dumps
from events.receipts import stamp
from events.refusal import RefusedError
from events.routing import stated_party_id
from events.upcasters import UPCASTERS, upcast
from events.verifiability import MATERIAL


def completed(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a party told by name its id; the party object stays, its name is needed later."""
    party = data.get("party")
    if party is None or data.get("party_id") is not None:
        return data
    return {**data, "party_id": stated_party_id(party)}


def journal_value(
    envelope: Envelope, data: Mapping[str, Any], received_at: Instant, whole: bool
) -> bytes:
    """
    Return the bytes of *envelope* with *data*; *whole*: nothing was taken out of it.

    Raises:
        RefusedError: ``too-deep``, an extension can be read and not written.
    """
    said = envelope.said
    if not whole:
        said.pop(MATERIAL, None)
    said["recordedtime"] = stamp(received_at)
    said["data"] = data
    try:
        return dumps(said)
    except TypeError as error:
        raise RefusedError("too-deep", "an extension") from error


def taken(envelope: Envelope, name: str, data: Mapping[str, Any], received_at: Instant) -> Event:
    """Return the event of *envelope* with its validated *data*, in the newest version."""
    version = split_type(envelope.type)[1]
    if (name, version) in UPCASTERS:
        version, data = upcast(name, version, data)
    return Event(
        ids.event_id(envelope.source, envelope.id),
        name,
        version,
        envelope.time,
        envelope.sequence,
        envelope.source,
        envelope.id,
        envelope.subject,
        data,
        received_at,
    )
