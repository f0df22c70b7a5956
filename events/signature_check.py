"""
Was an event signed by the department that sent it? (``events.verifiability`` says how one signs.)

Refused are: an unsigned event of a department that must sign (``signature-missing``); a
signature by no key that counts for the department at the event's time
(``signature-key-unknown``); one that does not fit the key, or does not cover what stands there
(``signature-wrong``). One good signature of several is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

from events.envelope import Envelope, attributes, raw_data
from events.instant import Instant, render
from events.record import Headers
from events.refusal import RefusedError
from events.signers import Key, Signers
from events.signing import is_signed
from events.verifiability import (
    HEEDED,
    MATERIAL,
    Material,
    core_digest,
    ext_digest,
    read_material,
)


def check_unsigned(department: str, signers: Signers, received_at: Instant) -> None:
    """Return when *department* may send unsigned; else raise ``RefusedError``."""
    if signers.must_sign(department, received_at):
        raise RefusedError("signature-missing", MATERIAL, department[:80])


def check_signature(envelope: Envelope, value: bytes, headers: Headers, signers: Signers) -> None:
    """
    Return when the event in *value* and *headers*, read as *envelope*, is rightly signed.

    Its attributes are read again from the bytes: intake may have put other words in their place.

    Raises:
        RefusedError: it is not.
    """
    try:
        said = attributes(value, headers)
        material = read_material(said[MATERIAL])
        _covers(material, said, raw_data(value, headers))
    except (ValueError, RecursionError) as error:
        raise RefusedError("signature-wrong", MATERIAL, str(error)[:120]) from error
    known = _known(material, envelope, signers)
    if not any(is_signed(material.message, sig, key.public) for key, sig in known):
        raise RefusedError("signature-wrong", MATERIAL, "the signature is not that of its key")


def _covers(material: Material, said: Mapping[str, Any], data: bytes) -> None:
    """Raise ``ValueError`` unless *material* is of *said* and covers all that is heeded."""
    if not compare_digest(core_digest(said, data), material.core):
        raise ValueError("an attribute or the data is not what was signed")
    names = material.extensions
    if names and not compare_digest(ext_digest(said, names), material.ext):
        raise ValueError("an extension is not what was signed")
    for name in HEEDED:
        if said.get(name) not in (None, "") and name not in names:
            raise ValueError(f"{name} is not signed")


def _known(material: Material, envelope: Envelope, signers: Signers) -> list[tuple[Key, str]]:
    """Return the keys that count, with their signatures; raise where there is none."""
    named = [(id, signers.key(envelope.department, id), sig) for id, sig in material.signatures]
    known = [(key, sig) for _, key, sig in named if key and key.counts_at(envelope.time)]
    if not known:
        id, key, _ = named[0]
        reason = f"{id[:40]!a} {_reason(key, envelope)}"
        raise RefusedError("signature-key-unknown", MATERIAL, reason)
    return known


def _reason(key: Key | None, envelope: Envelope) -> str:
    if key is None:
        return f"is none of {envelope.department[:80]}"
    return "was revoked" if key.revoked else f"does not count at {render(envelope.time)}"
