"""
Signing a message that is ready to be sent: its bytes stay as they are, the signature is added.

``events.verifiability`` says what is signed. A message that is signed already gets the new
signature in place of the old one.
"""

from __future__ import annotations

from events.envelope import PREFIX, attributes, is_binary, raw_data
from events.record import Headers
from events.signing import Signer, fingerprint
from events.verifiability import MATERIAL, write_material


def signed(value: bytes, headers: Headers, signer: Signer) -> tuple[bytes, Headers]:
    """
    Return *value* and *headers*, a message of one CloudEvent, signed with the key of *signer*.

    Raises:
        RefusedError: it is no CloudEvent.
        ValueError: ``time`` has a fraction of a second, or an attribute cannot be signed.
    """
    said, data = attributes(value, headers), raw_data(value, headers)
    material = write_material(said, data, signer, fingerprint(signer.public)).encode()
    if is_binary(headers):
        name = PREFIX + MATERIAL
        others = tuple(one for one in headers if one[0].lower() != name)
        return value, (*others, (name, material))
    head = value.rstrip().removesuffix(b"}")
    return b'%s,"%s":"%s"}' % (head, MATERIAL.encode(), material), headers
