"""
The signature of an event: the CloudEvents extension "Verifiable CloudEvents with DSSE", v0.1.

The attribute ``dssematerial`` holds, in base64, a DSSE envelope (protocol 1.0.2):

    {"payloadType": "https://cloudevents.io/verifiability/dsse/v0.1",
     "payload": base64(M), "signatures": [{"keyid": K, "sig": base64(S)}]}

    M = {"core": base64(C), "ext": base64(E), "signedextattrs": [names]}   (JSON, UTF-8)
    C = SHA256(H(id) + H(source) + H(specversion) + H(type) + H(datacontenttype)
               + H(dataschema) + H(subject) + H(time) + H(data))
    E = SHA256(H(first extension named) + H(second) + …)                  (in the order of names)
    S = Ed25519 of "DSSEv1" SP len(payloadType) SP payloadType SP len(M) SP M

``H`` is SHA-256 of the UTF-8 text, of nothing where the attribute is absent; ``time`` is written
in UTC with whole seconds and ``Z``; ``data`` is its bytes as they were sent; true, false and
numbers are written as JSON writes them. ``ext`` and ``signedextattrs`` stand both or neither.

Stricter than the extension, so that nothing that a reader of ours heeds can be changed unseen:

* a signed ``time`` has whole seconds (a fraction would not be covered) and the plain form;
* ``sequence`` and ``replaces`` are covered where they are present, or the event is refused;
* base64 is the standard alphabet in its one canonical form.

An extension that is neither heeded nor signed is kept and ignored, like in any other event.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from events.instant import parse, to_datetime
from events.signing import Signer

MATERIAL: Final = "dssematerial"
PAYLOAD_TYPE: Final = "https://cloudevents.io/verifiability/dsse/v0.1"
HEEDED: Final = ("replaces", "sequence")
"""The extensions that the hub reads of what departments send."""

_CORE: Final = ("id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject")
_NEVER: Final = frozenset({*_CORE, "time", "data", "data_base64", MATERIAL})
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|\+\d\d:\d\d|-(?!00:00)\d\d:\d\d)")
_DIGEST: Final = 32
_MOST_SIGNATURES: Final = 8


class Material(NamedTuple):
    """What a ``dssematerial`` says; ``signatures`` are (key id, signature in base64)."""

    payload: bytes
    core: bytes
    extensions: tuple[str, ...]
    ext: bytes
    signatures: tuple[tuple[str, str], ...]

    @property
    def message(self) -> bytes:
        """The bytes that were signed."""
        return b"DSSEv1 %d %s %d %s" % (
            len(PAYLOAD_TYPE),
            PAYLOAD_TYPE.encode(),
            len(self.payload),
            self.payload,
        )


def write_material(said: Mapping[str, Any], data: bytes, signer: Signer, key_id: str) -> str:
    """
    Return the ``dssematerial`` of the event *said* (its attributes) with *data* (its bytes).

    Raises:
        ValueError: ``time`` has a fraction of a second, or an attribute is no text.
    """
    names = [name for name in HEEDED if said.get(name) not in (None, "")]
    stated: dict[str, Any] = {"core": _packed(core_digest(said, data))}
    if names:
        stated |= {"ext": _packed(ext_digest(said, names)), "signedextattrs": names}
    material = Material(orjson.dumps(stated), b"", (), b"", ())
    envelope = {
        "payloadType": PAYLOAD_TYPE,
        "payload": _packed(material.payload),
        "signatures": [{"keyid": key_id, "sig": signer.sign(material.message)}],
    }
    return _packed(orjson.dumps(envelope))


def read_material(text: Any) -> Material:
    """
    Return what *text*, the value of ``dssematerial``, says; nothing of it is believed yet.

    Raises:
        ValueError: it is not what the extension writes; the message says why.
    """
    envelope = _object(_unpacked(text), "the envelope")
    if envelope.get("payloadType") != PAYLOAD_TYPE:
        raise ValueError("payloadType is another")
    payload = _unpacked(envelope.get("payload"))
    stated = _object(payload, "the payload")
    names = _names(stated)
    ext = _digest(stated["ext"]) if names else b""
    signatures = _signatures(envelope.get("signatures"))
    return Material(payload, _digest(stated.get("core")), names, ext, signatures)


def core_digest(said: Mapping[str, Any], data: bytes) -> bytes:
    """Return ``C``; raise ``ValueError`` where an attribute is not one that can be signed."""
    texts = [*(_text(said, name) for name in _CORE), _zulu(said.get("time"))]
    return _chained([*(text.encode() for text in texts), data])


def ext_digest(said: Mapping[str, Any], names: Iterable[str]) -> bytes:
    """Return ``E`` of the extensions *names*, in their order."""
    return _chained(_value(said.get(name)) for name in names)


def _chained(parts: Iterable[bytes]) -> bytes:
    return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


def _zulu(time: Any) -> str:
    if time in (None, ""):
        return ""
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        raise ValueError("time must be like 2026-10-09T10:00:00+08:00, in whole seconds")
    return to_datetime(parse(time)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name)
    if text is not None and not isinstance(text, str):
        raise ValueError(f"{name} is no text")
    return text or ""


def _value(value: Any) -> bytes:
    match value:
        case None:
            return b""
        case bool() | int():
            return orjson.dumps(value)
        case str():
            return value.encode()
    raise ValueError("a signed extension is neither text, number nor truth")


def _names(stated: Mapping[str, Any]) -> tuple[str, ...]:
    names = stated.get("signedextattrs")
    if ("ext" in stated) != (names is not None):
        raise ValueError("ext and signedextattrs stand both or neither")
    if names is None:
        return ()
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise ValueError("signedextattrs is no list of names")
    if len(set(names)) < len(names) or _NEVER & set(names):
        raise ValueError("signedextattrs names one twice, or one that is no extension")
    return tuple(names)


def _signatures(said: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(said, list) or not 0 < len(said) <= _MOST_SIGNATURES:
        raise ValueError(f"signatures must be 1 to {_MOST_SIGNATURES}")
    if not all(isinstance(one, dict) for one in said):
        raise ValueError("a signature is no object")
    return tuple((str(one.get("keyid") or ""), _canonical(one.get("sig"))) for one in said)


def _canonical(text: Any) -> str:
    return _packed(_unpacked(text))


def _digest(text: Any) -> bytes:
    digest = _unpacked(text)
    if len(digest) != _DIGEST:
        raise ValueError("a digest is not 32 bytes")
    return digest


def _object(value: bytes, what: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"{what} is no JSON") from error
    if not isinstance(found, dict):
        raise ValueError(f"{what} is no JSON object")  # noqa: TRY004 - one error for all
    return found


def _packed(value: bytes) -> str:
    return b64encode(value).decode()


def _unpacked(text: Any) -> bytes:
    """Return what *text* holds; base64 in any but its canonical form is refused."""
    if not isinstance(text, str):
        raise ValueError("no base64 text where one belongs")  # noqa: TRY004 - one error for all
    try:
        value = b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError("not base64") from error
    if _packed(value) != text:
        raise ValueError("base64 in a form that is not canonical")
    return value
