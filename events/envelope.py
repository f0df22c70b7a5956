"""
The CloudEvents 1.0 envelope as departments send it: structured JSON, or Kafka's binary mode.

``read`` is intake's own reader. The CloudEvents SDK fills a missing id with a new one and a
missing time with now; intake must refuse both, or a second sending would be a second event.
The SDK writes what publishers send (``events.binding``), and the tests hold this reader
against it. Extensions that the hub does not know are kept as they came.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from events import ids, moments
from events.instant import Instant
from events.raw_json import members
from events.record import Headers
from events.refusal import RefusedError

PREFIX: Final = "ce_"
LONGEST: Final = 512
"""The most characters of an id, a source or a subject."""
_BOM: Final = b"\xef\xbb\xbf"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SEQUENCE: Final = re.compile(r"-?[0-9]{1,18}")
_SOURCE: Final = re.compile(r"/departments/([A-Za-z0-9._-]+)(?:/[^#]*)?")


class Envelope(NamedTuple):
    """``said`` holds every attribute as it came, without the data; ``data`` is unvalidated."""

    id: str
    source: str
    department: str
    type: str
    time: Instant
    subject: str
    sequence: int
    data: Any
    said: dict[str, Any]


def read(value: bytes, headers: Headers = ()) -> Envelope:
    """
    Return the envelope in *value*, or in *headers* where any is named ``ce_…`` (binary mode).

    Raises:
        RefusedError: with the code of the rejection, for every input that is no CloudEvent.
    """
    return _envelope(attributes(value, headers))


def attributes(value: bytes, headers: Headers = ()) -> dict[str, Any]:
    """Return the attributes and ``data`` of a CloudEvent, unchecked; null counts as absent."""
    if is_binary(headers):
        return _binary(value, headers)
    said = _load(value)
    if not isinstance(said, dict):
        raise RefusedError("not-cloudevent", detail=f"a JSON {_kind(said)}, not an object")
    if None in said.values():
        said = {name: held for name, held in said.items() if held is not None}
    if "data_base64" in said:
        said["data"] = _load(_unpacked(said.pop("data_base64")))
    return said


def raw_data(value: bytes, headers: Headers = ()) -> bytes:
    """
    Return the bytes of the data of an event that ``read`` could read, as they were sent.

    Raises:
        ValueError, RecursionError: they cannot be told apart from the rest.
    """
    if is_binary(headers):
        return value
    said = members(value)
    packed = said.get("data_base64", "null")
    if packed == "null":
        return said.get("data", "").encode()
    text = orjson.loads(packed)
    data = _unpacked(text)
    if b64encode(data).decode() != text:
        raise ValueError("data_base64 in a form that is not canonical")
    return data


def claimed_id(value: bytes, headers: Headers = ()) -> str:
    """Return the event_id that a refused message claims, '' when none can be read."""
    try:
        said = attributes(value, headers)
    except (RefusedError, RecursionError):
        return ""
    source, id = said.get("source"), said.get("id")
    if not (isinstance(source, str) and isinstance(id, str)):
        return ""
    return ids.event_id(source, id)[: 2 * LONGEST]


def source_department(source: str) -> str | None:
    """Return the department in ``/departments/<department>[/<system>]``; None for others."""
    found = _SOURCE.fullmatch(source)
    return found[1] if found else None


def _envelope(said: dict[str, Any]) -> Envelope:
    version = said.get("specversion")
    if version != "1.0":
        raise RefusedError("not-cloudevent", "specversion", f"specversion {str(version)[:20]}")
    id, source = _name(said, "id"), _name(said, "source")
    if "data" not in said:
        raise RefusedError("missing-field", "data")
    return Envelope(
        id,
        source,
        _department(source),
        _name(said, "type"),
        _time(said),
        _name(said, "subject") if said.get("subject") else "",
        _sequence(said),
        said.pop("data"),
        said,
    )


def _name(said: Mapping[str, Any], field: str) -> str:
    text = said.get(field)
    if text is None or text == "":
        raise RefusedError("missing-field", field)
    if not isinstance(text, str):
        raise RefusedError("invalid-field", field, "it must be a text")
    if not text.isprintable() and _CONTROL.search(text):
        raise RefusedError("control-character", field)
    if len(text) > LONGEST:
        raise RefusedError("invalid-field", field, f"it is longer than {LONGEST} characters")
    return text


def _department(source: str) -> str:
    department = source_department(source)
    if department is None:
        raise RefusedError("wrong-department", "source", source[:80])
    return department


def _time(said: Mapping[str, Any]) -> Instant:
    text = said.get("time")
    if text is None or text == "":
        raise RefusedError("missing-field", "time")
    if not isinstance(text, str):
        raise RefusedError("invalid-field", "time", "it must be a text")
    try:
        return moments.read(text)
    except moments.BadTimeError as error:
        raise RefusedError(error.code, "time", str(error)) from error


def _sequence(said: dict[str, Any]) -> int:
    """Return the sequence (0 when absent); a number is rewritten as the text it should be."""
    sequence = said.get("sequence")
    if sequence is None or sequence == "":
        return 0
    if type(sequence) is int:
        sequence = said["sequence"] = str(sequence)
    if not isinstance(sequence, str) or not _SEQUENCE.fullmatch(sequence):
        raise RefusedError("invalid-field", "sequence", "it must be a whole number, as text")
    return int(sequence)


def is_binary(headers: Headers) -> bool:
    """Return whether the attributes stand in *headers*, and the value is the data alone."""
    return any(name[:3].lower() == PREFIX for name, _ in headers)


def _binary(value: bytes, headers: Headers) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, held in headers:
        lower = name.lower()
        if lower.startswith(PREFIX):
            said[lower[len(PREFIX) :]] = _text(held)
        elif lower == "content-type":
            said["datacontenttype"] = _text(held)
    if value:
        said["data"] = _load(value)
    return said


def _load(value: bytes) -> Any:
    value = value.removeprefix(_BOM)
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        _text(value)
        code = "too-deep" if "depth" in error.msg else "not-json"
        raise RefusedError(code, detail=error.msg) from error


def _text(value: bytes) -> str:
    try:
        return (value or b"").decode()
    except UnicodeDecodeError as error:
        raise RefusedError("not-utf8") from error


def _unpacked(packed: Any) -> bytes:
    try:
        return b64decode(packed, validate=True)
    except (ValueError, TypeError) as error:
        raise RefusedError("invalid-field", "data_base64", "it is no base64 text") from error


def _kind(said: Any) -> str:
    names = {list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(said), "number")
