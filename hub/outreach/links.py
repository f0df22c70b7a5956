"""
Links in letters: an address that names one offer and cannot be made up by others.

``/offers/<said>.<mark>``: *said* is the offer's data and the instant at which the link ends,
*mark* an HMAC over it with the gateway's secret (``access.sqlite``), which letters and pages
share. Whoever has the link may read and apply until then, as whoever holds the letter.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final, NamedTuple

import orjson

from events.instant import Instant
from hub.outreach.letters import Offer

PATH: Final = "/offers/"
_MARK: Final = 16
"""Bytes of a mark: who guesses needs 2¹²⁷ tries."""


class Read(NamedTuple):
    """``until``: the link ends at that instant (wall time), and not before."""

    offer: Offer
    until: Instant


def token(secret: bytes, offer: Offer, until: Instant) -> str:
    """Return what stands behind ``/offers/`` for a link that ends at *until*."""
    said = orjson.dumps([dict(offer.data), until], option=orjson.OPT_SORT_KEYS)
    return f"{_text(said)}.{_text(_mark(secret, said))}"


def read(secret: bytes, token: str) -> Read | None:
    """Return what *token* says, None for one that is forged or cut off."""
    stated, _, shown = token.partition(".")
    try:
        said, mark = _bytes(stated), _bytes(shown)
    except (Base64Error, ValueError):
        return None
    if not compare_digest(mark, _mark(secret, said)):
        return None
    found = orjson.loads(said)
    if isinstance(found, dict):  # of a build whose links had no end: it is over
        return Read(Offer(found["offer_id"], found), Instant(0))
    data, until = found
    return Read(Offer(data["offer_id"], data), Instant(until))


def _mark(secret: bytes, said: bytes) -> bytes:
    return digest(secret, b"offer|" + said, sha256)[:_MARK]


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
