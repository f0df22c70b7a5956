"""
How much a caller may send: a bucket per key that fills at its quota, and sizes of bodies.

A request passes while its caller's bucket is not empty and is then taken out of it, below zero
if it must be: one large batch is never impossible, but the next has to wait until it is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_OVERHEAD: Final = 512
"""Bytes every request counts for beyond its body, so that empty ones are bounded too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """
    Sizes in bytes, times in seconds.

    ``event``: one event (intake's own limit lies at 1 MiB; what is over it is refused there, with
    a receipt, up to here). ``body`` and ``events``: a batch. ``read_s``: to send a body whole.
    ``head_s``: to send a request's head. ``waiting``: requests at once, more get 503.
    ``streams``: open streams per key. ``stream_s``: a stream's life; its reader comes back with
    ``Last-Event-ID``. ``strangers``: bytes a second for callers without a valid key, per address.
    """

    event: int = 2 * 1024 * 1024
    body: int = 16 * 1024 * 1024
    events: int = 5_000
    read_s: float = 20.0
    head_s: float = 10.0
    waiting: int = 200
    streams: int = 4
    stream_s: float = 600.0
    strangers: int = 8_192


@dataclass(frozen=True, slots=True)
class Bucket:
    """``level`` bytes at ``at`` seconds of a clock that never goes back."""

    level: float
    at: float


def take(bucket: Bucket | None, now: float, rate: int, size: int) -> tuple[Bucket, float]:
    """
    Return the bucket after a request of *size* bytes, and 0; or the seconds it has to wait.

    Args:
        bucket: of the caller; None for one who never came.
        now: seconds, of the bucket's clock.
        rate: bytes a second; a full bucket holds ten seconds of it.
        size: bytes of the body.
    """
    full = 10.0 * rate
    level = full if bucket is None else min(full, bucket.level + (now - bucket.at) * rate)
    if level <= 0:
        return Bucket(level, now), max(1.0, -level / rate)
    return Bucket(level - size - _OVERHEAD, now), 0.0
