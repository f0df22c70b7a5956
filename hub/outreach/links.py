"""
Links in letters: an address that names one offer and cannot be made up by others.

``/offers/<said>.<mark>``: *said* is the offer's data, *mark* an HMAC over it with the gateway's
secret (``access.sqlite``), which letters and pages share. Whoever has the link may read and
apply, as whoever holds the letter.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final

import orjson

from hub.outreach.letters import Offer

PATH: Final = "/offers/"
_MARK: Final = 16
"""Bytes of a mark: who guesses needs 2¹²⁷ tries."""


def token(secret: bytes, offer: Offer) -> str:
    """Return what stands behind ``/offers/``."""
    said = orjson.dumps(dict(offer.data), option=orjson.OPT_SORT_KEYS)
    return f"{_text(said)}.{_text(_mark(secret, said))}"


def read(secret: bytes, token: str) -> Offer | None:
    """Return the offer of *token*, None for one that is forged or cut off."""
    stated, _, shown = token.partition(".")
    try:
        said, mark = _bytes(stated), _bytes(shown)
    except (Base64Error, ValueError):
        return None
    if not compare_digest(mark, _mark(secret, said)):
        return None
    data = orjson.loads(said)
    return Offer(data["offer_id"], data)


def _mark(secret: bytes, said: bytes) -> bytes:
    return digest(secret, b"offer|" + said, sha256)[:_MARK]


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
