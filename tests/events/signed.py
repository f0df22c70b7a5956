"""Helpers of the tests about signatures: departments with keys, and what they sign."""

from __future__ import annotations

from typing import Any

import orjson

from events.event import Event
from events.instant import Instant, parse
from events.signed_message import signed
from events.signers import NOBODY, Signers
from events.signing import Signer, fingerprint
from tests.events.messages_sent import CLOSED

FIRE = Signer.make()
TAX = Signer.make()
SAID = {
    "specversion": "1.0",
    "id": "e1",
    "source": "/departments/fire/cases",
    "type": "case.closed.v1",
    "time": "2026-10-09T10:00:00+08:00",
    "subject": "K-77",
    "datacontenttype": "application/json",
    "sequence": "7",
    "data": CLOSED,
}


def said(name: str, number: int = 1, time: str = "2026-01-01T00:00:00Z", **data: Any) -> Event:
    """Return an event of the hub about signing."""
    source, id = "/departments/hub/publications", f"{name}-{number}"
    return Event(f"{source}#{id}", name, 1, parse(time), 0, source, id, "", data, Instant(0))


def published(
    signer: Signer, department: str = "fire", since: str = "2026-01-01T00:00:00Z", **more: Any
) -> Event:
    id = fingerprint(signer.public)
    more = {"department_id": department, "key_id": id, "public": signer.public} | more
    return said("key.published", hash((id, since, *more.values())), valid_from=since, **more)


def revoked(signer: Signer, department: str = "fire", **more: Any) -> Event:
    id = fingerprint(signer.public)
    return said("key.revoked", department_id=department, key_id=id, reason="lost", **more)


def duty(*departments: str, version: int = 1, since: str = "2026-01-01T00:00:00Z") -> Event:
    content = {"must_sign": list(departments)}
    head = {"policy_id": "signing", "kind": "signing", "valid_from": since}
    return said("policy.published", version, version=version, content=content, **head)


def learnt(*events: Event) -> Signers:
    signers = NOBODY
    for event in events:
        signers = signers.learn(event)
    return signers


def sent(signer: Signer = FIRE, **changes: Any) -> bytes:
    """Return a structured event, signed."""
    return signed(orjson.dumps(SAID | changes), (), signer)[0]
