"""
From an HTTP body to messages, as they would have stood in a Kafka topic.

CloudEvents over HTTP come structured (the body is the event), binary (attributes in ``ce-``
headers, the body is the data) and in batches; lines of NDJSON are a batch too, in which one bad
line harms no other. Messages stay the bytes that were sent wherever HTTP allows it: an event of
a binary request is put around its data, the data is not read into values and written again.
Whether a message is an event is for intake to say; refused here is only what cannot be cut.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote

import orjson

from events.raw_json import elements
from events.verifiability import MATERIAL

STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
LINES: Final = "application/x-ndjson"
JSON: Final = "application/json"
_PREFIX: Final = "ce-"


class BodyError(ValueError):
    """``code`` names a sentence of the gateway, ``detail`` what stood there."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}")
        self.code, self.detail = code, detail


class Messages(NamedTuple):
    """``single``: one event was sent, so the answer is its receipt and not a list."""

    values: tuple[bytes, ...]
    single: bool


def cut(content_type: str, headers: Iterable[tuple[str, str]], body: bytes) -> Messages:
    """
    Return the messages in *body*.

    Args:
        content_type: the request's, with or without parameters; '' where it names none.
        headers: the request's, in any case; ``ce-…`` make it binary.
        body: as it came.

    Raises:
        BodyError: the body is no batch, or of a type that carries no events.
    """
    media = content_type.partition(";")[0].strip().lower()
    attributes = {
        name.lower()[len(_PREFIX) :]: value
        for name, value in headers
        if name.lower().startswith(_PREFIX)
    }
    if attributes and not media.startswith("application/cloudevents"):
        return Messages((_bound(attributes, content_type.strip(), body),), single=True)
    match media:
        case "application/cloudevents-batch+json":
            return Messages(_elements(body), single=False)
        case "application/x-ndjson":
            lines = (line.strip() for line in body.split(b"\n"))
            return Messages(tuple(line for line in lines if line), single=False)
        case "application/cloudevents+json":
            return Messages((body,), single=True)
        case "application/json":
            return Messages((body,), single=True)
    raise BodyError("media-type", media or "none")


def _bound(attributes: dict[str, str], content_type: str, body: bytes) -> bytes:
    """Return a binary request as one JSON event; data that is no JSON travels as base64."""
    said: dict[str, str] = {name: unquote(value) for name, value in attributes.items()}
    if content_type:
        said["datacontenttype"] = content_type
    head = orjson.dumps(said)[:-1]
    if not body:
        return head + b"}"
    # Data that is signed is signed with the blanks around it.
    if MATERIAL in said or not _is_json(body):
        return head + b',"data_base64":"' + b64encode(body) + b'"}'
    return head + b',"data":' + body + b"}"


def _is_json(body: bytes) -> bool:
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return True


def _elements(body: bytes) -> tuple[bytes, ...]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BodyError("not-a-batch", error.msg) from error
    if not isinstance(found, list):
        raise BodyError("not-a-batch", "no JSON array")
    return tuple(elements(body))  # as they were sent: a signature is of the bytes
