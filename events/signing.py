"""
Signatures: Ed25519 keys as files and texts, and what they sign.

A private key is PEM as every tool writes it; a public key is its 32 bytes in base64, short
enough for a line of a form. The only file that imports ``cryptography``'s signatures.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


class Signer:
    """Signs with one private key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = b64encode(key.public_key().public_bytes(*_RAW)).decode()

    @classmethod
    def make(cls) -> Signer:
        """Return a signer with a new key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, pem: bytes) -> Signer:
        """
        Return the signer whose private key is *pem*.

        Raises:
            ValueError: it is no Ed25519 key, or is locked by a passphrase.
        """
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except (TypeError, UnsupportedAlgorithm) as error:
            raise ValueError(str(error)) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"this is a key of another kind: {type(key).__name__}")  # noqa: TRY004
        return cls(key)

    def pem(self) -> bytes:
        """Return the private key, as it is kept."""
        return self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, message: bytes) -> str:
        """Return the signature of *message* (64 bytes in base64)."""
        return b64encode(self._key.sign(message)).decode()


def fingerprint(public: str) -> str:
    """Return the id of the key *public* (base64): 16 hex digits of the SHA-256 of its bytes."""
    return sha256(b64decode(public)).hexdigest()[:16]


def is_signed(message: bytes, signature: str, public: str) -> bool:
    """Tell whether *signature* is that of *message* by the owner of *public*; junk is not."""
    try:
        _public(public).verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=1024)
def _public(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
