"""
Changing a message: bytes, whole values of its JSON, or the length of one of its parts.

Drawn from a generator of random numbers and nothing else, so that a seed gives the same inputs
again. Some are grown to as much as intake takes at all, by a piece that is repeated: that is how
an expression that goes over its text again and again is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

import orjson

LARGEST: Final = 1024 * 1024
_GROWN: Final = 0.002
"""The share of inputs that are grown."""
_PIECES: Final = tuple(
    text.encode()
    for text in (
        *("0", "1", "1-", "+86 ", "0571-", "138 ", "1栋", "号楼", " ", "\u3000", "王", "，", "＝"),
        *(
            "[",
            '{"a":',
            "[[",
            '"',
            "\\",
            "\\u0000",
            "\\ud800",
            "9",
            "-",
            "e9",
            ".5",
            "\x00",
            "\x1e",
        ),
        *("null", "true", "NaN", "{}", "[]", "ce_", "=", "+", "T00:00:00", "Z", "+08:00", "#"),
    )
)
_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 2**63, 1e308, "", " ", "\x00", "￿", "x" * 600, [], {}, [[]], {"": ""}),
    *("2026-02-30T00:00:00Z", "9999-12-31T23:59:59+23:59", "0001-01-01T00:00:00-23:59"),
    *("/departments/fire", "/departments/#", "case.opened.v1", "a#b", "13812345678", "王小明"),
)


def mutated(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Return one of *seeds* changed, once or several times over."""
    data = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        data = rng.choice(_CHANGES)(rng, data, seeds)
    return _grown(rng, data) if rng.random() < _GROWN else data[:LARGEST]


def _flipped(rng: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _put_in(rng: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_PIECES) * rng.choice((1, 1, 2, 40)) + data[at:]


def _taken_out(rng: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randrange(1, 20) :]


def _spliced(rng: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = rng.choice(seeds)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other)) :]


def _said_otherwise(rng: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Put another value at some place of the JSON; as it is where there is none."""
    try:
        said = orjson.loads(data)
    except orjson.JSONDecodeError:
        return data
    if isinstance(said, dict) and said:
        inner = said.get("data")
        place = inner if isinstance(inner, dict) and inner and rng.random() < 0.7 else said
        name = rng.choice([*sorted(place), "extension"])
        place[name] = rng.choice(_VALUES)
    return orjson.dumps(said)


def _grown(rng: Random, data: bytes) -> bytes:
    """Repeat a piece inside a text, or anywhere, up to the largest size."""
    quotes = [at for at, byte in enumerate(data) if byte == 0x22] or [0]
    at = rng.choice((rng.choice(quotes) + 1, rng.randrange(len(data) + 1)))
    piece = rng.choice(_PIECES)
    size = rng.choice((10_000, 90_000, 300_000, LARGEST)) - len(data)
    return data[:at] + piece * (max(size, 0) // len(piece)) + data[at:]


_CHANGES: Final[tuple[Callable[[Random, bytes, Sequence[bytes]], bytes], ...]] = (
    *(_flipped, _put_in, _taken_out, _spliced),
    *(_said_otherwise, _said_otherwise, _said_otherwise),
)
