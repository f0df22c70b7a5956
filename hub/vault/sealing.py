"""
How the vault seals: AES-256-GCM under random keys, and what is derived from the hub's own key.

The hub's key is 32 random bytes in a file of mode 0600, made where there is none. From it come
(HKDF-SHA256) the key that wraps other keys and the key of the pseudonyms: losing the file loses
what the vault holds and makes new people of old ones, so it is backed up apart from the rest.
The only file that imports ``cryptography``'s ciphers.
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.failure import Failure

PERSON: Final = "person:"
"""What every pseudonym begins with."""
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_NAME_DIGITS: Final = 32
_OTHERS: Final = 0o077


class AlteredError(ValueError):
    """What was sealed is not what stands there, or was sealed with another key."""


def new_key() -> bytes:
    return AESGCM.generate_key(_KEY_BYTES * 8)


def seal(key: bytes, said: bytes, about: str) -> bytes:
    """Return *said* sealed; it opens only as what it is *about*."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, said, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Return what was sealed; raise ``AlteredError`` for anything else."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise AlteredError(about) from error


class HubKey:
    """What is derived from the key in the file *path*; the file is made where there is none."""

    def __init__(self, path: Path) -> None:
        secret = _read_or_make(path)
        self._wrapping = _derived(secret, b"hub vault: wrapped keys")
        self._naming = _derived(secret, b"hub vault: pseudonyms")
        self.pseudonym = lru_cache(maxsize=4096)(self._pseudonym)

    def wrap(self, key: bytes, about: str) -> bytes:
        return seal(self._wrapping, key, about)

    def unwrap(self, wrapped: bytes, about: str) -> bytes:
        return unseal(self._wrapping, wrapped, about)

    def _pseudonym(self, text: str) -> str:
        said = hmac.new(self._naming, text.encode(), sha256).hexdigest()
        return PERSON + said[:_NAME_DIGITS]


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose).derive(secret)


def _read_or_make(path: Path) -> bytes:
    try:
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(made, "w", encoding="ascii") as file:
        secret = os.urandom(_KEY_BYTES)
        file.write(secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return secret


def _read(path: Path) -> bytes:
    if path.stat().st_mode & _OTHERS:
        raise Failure("vault-key-open", path=path)
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != _KEY_BYTES:
        raise Failure("vault-key-wrong", path=path)
    return secret
