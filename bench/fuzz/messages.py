"""
Messages as one string of bytes, which is all that a fuzzer knows: with headers, or without.

``name:value`` of each header stands before the value, each ended by the byte 1E, which is in no
event that anybody writes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import orjson

from events.record import Headers
from events.signed_message import signed
from events.signing import Signer

_END: Final = b"\x1e"
_EXAMPLES: Final = Path(__file__).parent.parent.parent / "schemas" / "examples"


def unpacked(data: bytes) -> tuple[bytes, Headers]:
    """Return the value and headers of the message in *data*; every *data* is one."""
    *heads, value = data.split(_END)
    found = (head.partition(b":") for head in heads)
    return value, tuple((name.decode("latin-1"), held) for name, _, held in found)


def packed(value: bytes, headers: Headers) -> bytes:
    """Return the message of *value* and *headers* as one string."""
    heads = (name.encode("latin-1") + b":" + held for name, held in headers)
    return b"".join(head + _END for head in heads) + value


@cache
def seeds(signer: Signer) -> tuple[bytes, ...]:
    """Return the example of each type: structured, in headers, and signed by *signer*."""
    found: list[bytes] = []
    for path in sorted(_EXAMPLES.glob("*.json")):
        said = orjson.loads(path.read_bytes())
        value = orjson.dumps(said)
        data = orjson.dumps(said.pop("data"))
        headers = tuple((f"ce_{name}", str(held).encode()) for name, held in said.items())
        found += (value, packed(data, headers), signed(value, (), signer)[0])
        found.append(packed(*signed(data, headers, signer)))
    return tuple(found)
