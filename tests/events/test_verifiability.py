"""The signature of an event is that of the CloudEvents extension, to the byte."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

import orjson
import pytest

from events.signing import Signer, is_signed
from events.verifiability import core_digest, ext_digest, read_material, write_material

EXAMPLE = {
    "specversion": "1.0",
    "id": "1",
    "source": "example/uri",
    "type": "example.type",
    "datacontenttype": "application/json",
    "time": "2020-06-18T17:24:53Z",
}
HELLO = b'{"hello":"world"}'
SIGNER = Signer.make()


def digest(text: str | bytes) -> bytes:
    return sha256(text.encode() if isinstance(text, str) else text).digest()


def packed(value: object) -> str:
    return b64encode(value if isinstance(value, bytes) else orjson.dumps(value)).decode()


def test_the_digest_of_the_core_is_that_of_the_published_vector() -> None:
    """Case 5 of the extension: data of four bytes, so that no way of writing JSON matters."""
    said = {
        "specversion": "1.0",
        "id": "1",
        "source": "example/uri",
        "type": "example.type.binary",
        "datacontenttype": "application/octet-stream",
    }

    assert "qCSeiZkS+hH9WiClfq6plfqYNVy2kvxWRfoBrLEzoDk=" == packed(
        core_digest(said, b64decode("8J+koQ=="))
    )


def test_the_digests_of_extensions_are_those_of_the_published_vectors() -> None:
    """Cases 6a and 7: one signed extension, and two in their order."""
    said = {"exta": "value1", "extb": "value2"}

    assert "kU1P8bDaEnyNhglWzdTJNHh77khNWSZebBUxufVM2pU=" == packed(ext_digest(said, ["exta"]))
    both = packed(ext_digest(said, ["exta", "extb"]))
    assert "HB1pe431FoQZRsJbyLNMq0QaAvqPtmhdi8dHGShbJAU=" == both


def test_one_instant_has_one_digest() -> None:
    """Who sends on may write the same instant with another offset."""
    there = {**EXAMPLE, "time": "2020-06-18T19:24:53+02:00"}

    assert core_digest(EXAMPLE, HELLO) == core_digest(there, HELLO)
    assert core_digest(EXAMPLE, HELLO) == core_digest({**EXAMPLE, "subject": ""}, HELLO)


def test_what_is_signed_can_be_worked_out_by_hand() -> None:
    """Any library of hashes and signatures is enough to check an event of ours."""
    said = {**EXAMPLE, "subject": "K-77", "sequence": 7}
    envelope = orjson.loads(b64decode(write_material(said, HELLO, SIGNER, "k1")))

    core = digest(
        digest("1")
        + digest("example/uri")
        + digest("1.0")
        + digest("example.type")
        + digest("application/json")
        + digest("")
        + digest("K-77")
        + digest("2020-06-18T17:24:53Z")
        + digest(HELLO)
    )
    stated = {"core": packed(core), "ext": packed(digest(digest("7")))}
    payload = b64decode(envelope["payload"])
    assert stated | {"signedextattrs": ["sequence"]} == orjson.loads(payload)
    kind = b"https://cloudevents.io/verifiability/dsse/v0.1"
    message = b"DSSEv1 46 " + kind + b" " + str(len(payload)).encode() + b" " + payload
    assert [{"keyid": "k1", "sig": SIGNER.sign(message)}] == envelope["signatures"]
    assert kind.decode() == envelope["payloadType"]


def test_what_is_written_is_read() -> None:
    """The two halves agree."""
    material = read_material(write_material({**EXAMPLE, "sequence": "7"}, HELLO, SIGNER, "k1"))

    assert core_digest(EXAMPLE, HELLO) == material.core
    assert ("sequence",) == material.extensions
    assert is_signed(material.message, material.signatures[0][1], SIGNER.public)


@pytest.mark.parametrize(
    "time", ["2026-10-09T10:00:00.5Z", "2026-10-09t10:00:00Z", "2026-10-09T10:00:00-00:00", 7]
)
def test_a_time_that_a_signature_cannot_cover_is_not_signed(time: Any) -> None:
    """The digest has whole seconds: a fraction could be changed by anyone."""
    with pytest.raises(ValueError, match="whole seconds"):
        core_digest({**EXAMPLE, "time": time}, HELLO)


def enveloped(payload: str) -> str:
    kind = "https://cloudevents.io/verifiability/dsse/v0.1"
    signatures = [{"keyid": "k1", "sig": packed(bytes(64))}]
    return packed({"payloadType": kind, "payload": payload, "signatures": signatures})


CORE = packed(bytes(32))
PAYLOADS = [
    {"core": CORE, "ext": CORE, "signedextattrs": ["exta", "exta"]},
    {"core": CORE, "ext": CORE, "signedextattrs": ["exta", "id"]},
    {"core": CORE, "ext": CORE, "signedextattrs": ["dssematerial"]},
    {"core": CORE, "signedextattrs": ["exta"]},
    {"core": CORE, "ext": CORE},
    {"core": CORE, "ext": CORE, "signedextattrs": []},
    {"core": CORE, "ext": CORE, "signedextattrs": [1]},
    {"core": CORE, "ext": "AA==", "signedextattrs": ["exta"]},
    {"core": "AA=="},
    {"core": CORE.replace("=", "")},
    {"core": 1},
    {},
    [],
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=str)
def test_a_payload_that_breaks_the_rules_is_refused_whoever_signed_it(payload: Any) -> None:
    """Case 8 of the extension: names twice, names of the core, one digest without the other."""
    with pytest.raises(ValueError, match=r"."):
        read_material(enveloped(packed(payload)))


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "*",
        packed(b"\xff"),
        packed([]),
        packed({"payloadType": "x"}),
    ],
    ids=str,
)
def test_what_is_no_envelope_is_refused(text: Any) -> None:
    """Junk is told as junk."""
    with pytest.raises(ValueError, match=r"."):
        read_material(text)
