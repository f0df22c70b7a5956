"""What ``rejected`` keeps of a refused record: its bytes as sent, as far as they can be read."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error


def opened(raw: str) -> bytes | None:
    """Return the bytes that *raw* keeps; None when it keeps none, or is sealed."""
    if not raw:
        return None
    try:
        return b64decode(raw, validate=True)
    except Error:
        return None
