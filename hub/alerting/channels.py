"""
Channels: one message to one address. The only file that imports apprise.

Webhooks are signed: ``Hub-Signature: v1=<hex>`` is HMAC-SHA256 over ``<Hub-Timestamp>.<body>``
with the address's secret, the timestamp in seconds; ``Hub-Delivery`` is the message's key, the
same in every attempt. Alertmanager gets one alert per finding, which it groups and routes by its
own rules; one taken back is ended there. Everything else is apprise's.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

import apprise
import orjson

from events.instant import Instant, render
from hub.alerting.addresses import Address
from hub.alerting.grouping import Message

_TIMEOUT_S: Final = 10.0
_ACCEPTED: Final = range(200, 300)
_ALERTMANAGER: Final = "/api/v2/alerts"
_LONGEST: Final = 200


class ChannelError(Exception):
    """The message did not arrive; the text says why, without the address's secrets."""


Send = Callable[[Address, Message, Instant], None]
"""Returns when the address took the message; raises ``ChannelError``."""


def send(address: Address, message: Message, now: Instant) -> None:
    """Send *message* to *address*; *now* is wall time."""
    scheme, plus, _ = address.url.partition("+")
    way = _WAYS.get(scheme) if plus else None
    (way or _apprise)(address, message, now)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what stands in ``Hub-Signature``."""
    signed = timestamp.encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, sha256).hexdigest()


def _webhook(address: Address, message: Message, now: Instant) -> None:
    body = orjson.dumps(
        {
            "key": message.key,
            "receiver": message.receiver,
            "department": message.department,
            "title": message.title,
            "text": message.body,
            "urgent": message.urgent,
            "digest": message.digest,
            "findings": [{"finding_id": id, "rung": rung} for id, rung in message.findings],
        }
    )
    at = str(now // 1_000_000)
    headers = {
        "Content-Type": "application/json",
        "Hub-Delivery": message.key,
        "Hub-Timestamp": at,
        "Hub-Signature": signature(address.secret, at, body),
    }
    _post(address.url.partition("+")[2], body, headers)


def _alertmanager(address: Address, message: Message, now: Instant) -> None:
    alerts = [
        {
            "labels": {
                "alertname": "HubFinding",
                "finding_id": finding_id,
                "department": message.department,
                "receiver": message.receiver,
                "severity": "critical" if message.urgent else "warning",
            },
            "annotations": {"summary": message.title, "description": line, "rung": rung},
            "startsAt": render(now),
            **({"endsAt": render(now)} if rung == "retracted" else {}),
        }
        for (finding_id, rung), line in zip(message.findings, message.lines, strict=False)
    ]
    if not alerts:
        raise ChannelError("Alertmanager takes findings only")
    url = address.url.partition("+")[2].rstrip("/") + _ALERTMANAGER
    _post(url, orjson.dumps(alerts), {"Content-Type": "application/json"})


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    line = (HTTPSConnection if secure else HTTPConnection)(
        parts.hostname or "", parts.port, timeout=_TIMEOUT_S
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with closing(line):
            line.request("POST", path, body, dict(headers))
            answer = line.getresponse()
            said = answer.read(_LONGEST)
    except (OSError, HTTPException) as error:
        raise ChannelError(f"{type(error).__name__}: {error}"[:_LONGEST]) from error
    if answer.status not in _ACCEPTED:
        raise ChannelError(f"HTTP {answer.status}: {said.decode(errors='replace')}")


def _apprise(address: Address, message: Message, now: Instant) -> None:  # noqa: ARG001 - one shape for all
    service: Any = apprise.Apprise.instantiate(address.url, suppress_exceptions=True)
    if service is None:
        raise ChannelError(f"{address.channel}: apprise does not understand this address")
    kind = apprise.NotifyType.WARNING if message.urgent else apprise.NotifyType.INFO
    capture: Any = apprise.LogCapture
    with capture(level=apprise.logging.WARNING) as told:
        said = {"body": message.body, "title": message.title, "notify_type": kind}
        if not service.notify(**said, body_format=apprise.NotifyFormat.TEXT):
            why = " ".join(told.getvalue().split())
            raise ChannelError(f"{address.channel}: {why or 'not delivered'}"[:_LONGEST])


_WAYS: Final[Mapping[str, Send]] = {"webhook": _webhook, "alertmanager": _alertmanager}
