"""
The chain of hashes over a partition: what stood there cannot be altered unnoticed.

Each link hashes the one before it and everything stored of one record: where it stands, its
key, value and headers, each with its length, so that no two records share a form. Broker time
is left out, for a log may be copied to another broker.

    start ──record 0──► link 1 ──record 1──► link 2 …

Source: the contract, "Security and people".
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from events.record import Record

START: Final = bytes(32)
"""The chain of no records."""


def link(before: bytes, record: Record) -> bytes:
    """Return the chain (32 bytes) up to and with *record*; *before* is that up to it."""
    place = f"{record.topic}:{record.partition}:{record.offset}".encode()
    named = [part for name, value in record.headers for part in (name.encode(), value)]
    parts = [place, record.key, record.value, *named]
    return sha256(before + b"".join(len(part).to_bytes(8) + part for part in parts)).digest()
