"""
Writing CloudEvents for Kafka, structured or binary, with the CloudEvents SDK.

The SDK's own JSON format escapes every Chinese letter, which doubles the bytes; the format
here writes UTF-8. Every attribute must be given: the SDK would invent a missing id or time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import orjson
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.kafka import KafkaMessage, to_binary, to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from events.instant import parse, to_datetime
from events.record import Headers

Mode = Literal["structured", "binary"]


class Utf8Json(JSONFormat):
    """The SDK's JSON format, written as UTF-8."""

    def write(self, event: BaseCloudEvent) -> bytes:
        return orjson.dumps({**event.get_attributes(), "data": event.get_data()})

    def write_data(
        self, data: dict[str, Any] | str | bytes | None, datacontenttype: str | None
    ) -> bytes:
        if isinstance(data, dict):
            return orjson.dumps(data)
        return super().write_data(data, datacontenttype)


def write(
    attributes: Mapping[str, Any], data: Mapping[str, Any], mode: Mode = "structured"
) -> tuple[bytes, Headers]:
    """
    Return the value and headers of a Kafka message that carries one event.

    Args:
        attributes: ``id``, ``source``, ``type``, ``time`` (RFC 3339 with an offset); ``subject``
            and extensions such as ``sequence`` where there are any.
        data: the fields of the event's type, as JSON values.
        mode: structured (all in the value) or binary (attributes in ``ce_`` headers).

    Raises:
        KeyError: an attribute that every event needs is missing.
        CloudEventValidationError: an attribute breaks the CloudEvents rules.
    """
    said = {name: attributes[name] for name in ("id", "source", "type")} | {
        **attributes,
        "time": to_datetime(parse(attributes["time"])),
        "datacontenttype": "application/json",
    }
    event = CloudEvent(said, dict(data))
    to = to_structured if mode == "structured" else to_binary
    return _message(to(event, Utf8Json()))


def _message(message: KafkaMessage) -> tuple[bytes, Headers]:
    return message.value, tuple(message.headers.items())
