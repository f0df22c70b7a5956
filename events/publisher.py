"""
A small publisher for departments: say what happened, and it stands in your ingest topic.

    with Publisher(Connection("broker:9092"), department="fire", system="visits") as publisher:
        publisher.say("visit.recorded", id="v1", time="2026-09-28T09:00:00+08:00",
                      subject="V-1", data={...})

``data`` is checked against the model of its type before it is sent, so a mistake is found
where it was made; ``flush`` returns when the brokers hold everything said.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from events import topics
from events.binding import Mode, write
from events.codec import split_type
from events.kafka import Connection, Producer
from events.models import MODELS
from events.record import Outgoing
from events.refusal import RefusedError
from events.signed_message import signed
from events.signing import Signer
from events.validation import known_model, validate

_MOST = 1000


class Publisher:
    """Publishes events of one *department*; *system* tells its systems apart."""

    def __init__(
        self,
        connection: Connection,
        department: str,
        system: str = "",
        mode: Mode = "structured",
        signer: Signer | None = None,
        **settings: Any,
    ) -> None:
        """*signer*: signs each event; publish its public key with ``hub keys add``."""
        self._producer = Producer(connection, **settings)
        self._signer = signer
        self._department = department
        self._source = f"/departments/{department}" + (f"/{system}" if system else "")
        self._mode = mode
        self._said: list[Outgoing] = []

    def say(
        self,
        type: str,
        *,
        id: str,
        time: str,
        data: Mapping[str, Any],
        subject: str = "",
        sequence: int | None = None,
    ) -> None:
        """
        Say one event; ``case.opened`` means its newest version, ``case.opened.v1`` that one.

        Saying the same *id* with the same content again is harmless.

        Raises:
            RefusedError: *data* is not what the type says.
            ValueError: what is to be signed has a *time* with a fraction of a second.
            NotDeliveredError: the brokers did not take what was said.
        """
        full = _versioned(type)
        validate(known_model(full, self._department), data)
        attributes = {"id": id, "source": self._source, "type": full, "time": time}
        if subject:
            attributes["subject"] = subject
        if sequence is not None:
            attributes["sequence"] = str(sequence)
        value, headers = write(attributes, data, self._mode)
        if self._signer is not None:
            value, headers = signed(value, headers, self._signer)
        key = (subject or id).encode()
        self._said.append(Outgoing(topics.ingest(self._department), key, value, headers))
        if len(self._said) >= _MOST:
            self.flush()

    def flush(self) -> None:
        """Return when the brokers hold everything said; else raise ``NotDeliveredError``."""
        self._producer.send(self._said)
        self._said.clear()

    def close(self) -> None:
        self._producer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.flush()
        finally:
            self.close()


def _versioned(type: str) -> str:
    versions = [version for name, version in MODELS if name == type]
    if versions:
        return f"{type}.v{max(versions)}"
    try:
        split_type(type)
    except ValueError as error:
        raise RefusedError("unknown-type", "type", type) from error
    return type
