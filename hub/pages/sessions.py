"""
Who is looking: a key is shown once, from then on a signed cookie says who it was.

The cookie holds a name and the minute of the login, signed with a secret of the keyring over
both and over the hash of that name's key: a key that is revoked or made anew ends its sessions at
once, and nothing of a session is kept here. A ticket opens once and needs no key: it is what the
demo puts into the address it offers.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from hmac import compare_digest, digest
from secrets import token_urlsafe
from threading import Lock
from typing import Final

from events.instant import Instant
from hub.gateway.keyring import Caller, Keyring

COOKIE: Final = "hub_session"
LIFE_S: Final = 12 * 3600
_SECOND: Final = 1_000_000


def signed(keyring: Keyring, caller: Caller, now: Instant) -> str:
    """Return the cookie of *caller*, who logged in at *now* (wall)."""
    said = f"{now // _SECOND}|{caller.name}"
    return f"{_text(said.encode())}.{_text(_mark(keyring, caller.name, said))}"


def read(keyring: Keyring, cookie: str, now: Instant) -> Caller | None:
    """Return who the *cookie* names, None for one that is forged, old, or of a void key."""
    stated, _, mark = cookie.partition(".")
    try:
        said, shown = _bytes(stated).decode(), _bytes(mark)
    except (Base64Error, UnicodeDecodeError, ValueError):
        return None
    if cookie != f"{_text(said.encode())}.{_text(shown)}":  # base64 has several spellings
        return None
    at, _, name = said.partition("|")
    known = keyring.named(name)
    if known is None or not compare_digest(shown, _mark(keyring, name, said)):
        return None
    return known if 0 <= now // _SECOND - int(at) < LIFE_S else None


def proof(keyring: Keyring, cookie: str) -> str:
    """Return what a form of the session of *cookie* carries: no other site can know it."""
    return _text(digest(keyring.secret(), b"form|" + cookie.encode(), sha256))


def proves(keyring: Keyring, cookie: str, shown: str) -> bool:
    """Tell whether *shown* is the proof of the session of *cookie*."""
    return bool(cookie) and compare_digest(proof(keyring, cookie).encode(), shown.encode())


def _mark(keyring: Keyring, name: str, said: str) -> bytes:
    return digest(keyring.secret(), said.encode() + b"|" + keyring.hash_of(name), sha256)


class Tickets:
    """Addresses that open once, each as a caller who has a key."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._names: dict[str, str] = {}

    def make(self, name: str) -> str:
        """Return a ticket that lets its bearer in as *name*, one time."""
        ticket = token_urlsafe(24)
        with self._turn:
            self._names[ticket] = name
        return ticket

    def use(self, ticket: str) -> str:
        """Return whom the *ticket* lets in, '' for nobody; it is void from now on."""
        with self._turn:
            return self._names.pop(ticket, "")


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
