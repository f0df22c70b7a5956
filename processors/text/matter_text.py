"""
What a text says, as a set of numbers: its character n-grams, hashed, in bounded room.

A text is brought to one form (width, case; everything but letters and digits parts it).
Chinese runs give their bigrams, other words their trigrams with the word's edges, numbers
themselves. Of the hashed grams the ``MOST`` smallest are kept: a short text whole, a long one
by a fair sample, so that shares of two samples estimate the shares of the texts. Nothing after
``LONGEST`` characters is read. The sketch is made once, where the text is (the case fold), and
only the sketch travels on: free text stays in the journal.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

MOST: Final = 384
"""Grams kept of one text: 4 bytes each."""
LONGEST: Final = 20_000
"""Characters read of one text."""

_RUN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]+|\d+|[^\W\d_]+")


def plain(text: str) -> str:
    """Return *text* in one width and case, cut to ``LONGEST`` characters."""
    return unicodedata.normalize("NFKC", text[:LONGEST]).casefold()[:LONGEST]


def sketch(text: str) -> bytes:
    """Return the hashed grams of *text*, ascending, 4 bytes each (little-endian), at most MOST."""
    hashed = sorted(set(hashes(text)))[:MOST]
    return b"".join(number.to_bytes(4, "little") for number in hashed)


def hashes(text: str) -> Iterator[int]:
    """Yield the hash of each gram of *text*, with repeats."""
    for run in _RUN.findall(plain(text)):
        for gram in _grams(run):
            yield crc32(gram.encode())


def numbers(text: str) -> Iterator[int]:
    """Yield the hashes of *text* as part of a longer one: lone letters have other neighbours."""
    for run in _RUN.findall(plain(text)):
        if len(run) > 1 or run.isdigit():
            inner = _grams(run) if _is_han(run[0]) or run.isdigit() else (f"<{run}>"[:3],)
            yield from (crc32(gram.encode()) for gram in inner)


def _grams(run: str) -> Iterable[str]:
    if run[0].isdigit():
        return (run,)
    if _is_han(run[0]):
        return (run[i : i + 2] for i in range(max(len(run) - 1, 1)))
    word = f"<{run}>"
    return (word[i : i + 3] for i in range(len(word) - 2))


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or letter >= "\U00020000"


@lru_cache(maxsize=1 << 14)
def grams(sketched: bytes, stops: frozenset[int] = frozenset()) -> frozenset[int]:
    """Return the grams in a sketch that are none of the *stops*."""
    kept = array("I")
    kept.frombytes(sketched)
    return frozenset(kept) - stops


def stop_grams(phrases: Iterable[str]) -> frozenset[int]:
    """Return the grams of *phrases* that say nothing of a matter: to be left out of texts."""
    return frozenset(number for phrase in phrases for number in hashes(phrase))


def likeness(one: frozenset[int], other: frozenset[int], least: int) -> float:
    """
    Return how much two texts have in common, from 0 to 1.

    The mean of Dice's share (of both) and containment (of the shorter in the longer): a text
    that was shortened or wrapped in others' words is still itself. 0 where one of them has
    fewer than *least* grams. Full sketches are compared in the range that both cover.
    """
    if len(one) >= MOST or len(other) >= MOST:
        one, other = _in_range(one, other)
    few, many = sorted((len(one), len(other)))
    if few < max(least, 1):
        return 0.0
    common = len(one & other)
    return (2 * common / (few + many) + common / few) / 2


def _in_range(one: frozenset[int], other: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    limit = min(max(grams, default=0) for grams in (one, other) if len(grams) >= MOST)
    return (
        frozenset(number for number in one if number <= limit),
        frozenset(number for number in other if number <= limit),
    )
