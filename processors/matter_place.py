"""
Whether two cases lie at one place, from what their openings state and what their texts say.

A place is compared without width, case and punctuation. Numbers must agree where both have
some (工业路8号 is not 工业路12号); the words around them must be alike. A place that only one
of two cases states is looked for in the other's text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from processors.matter_text import grams, numbers, plain

Relation = Literal["same", "other", "unknown"]

_DIGITS: Final = re.compile(r"\d+")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_ALIKE: Final = 0.6
"""Share of the shorter place's letters, in their order, that the other must begin with."""


def plain_place(place: str) -> str:
    """Return *place* without width, case, spaces and punctuation."""
    return "".join(letter for letter in plain(place) if letter.isalnum())


@lru_cache(maxsize=1 << 12)
def places(one: str, other: str) -> Relation:
    """Return how two plain places relate."""
    if not one or not other:
        return "unknown"
    if one == other:
        return "same"
    numbers = [frozenset(_DIGITS.findall(place)) for place in (one, other)]
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return "other"
    first, second = ("".join(_WORDS.findall(place)) for place in (one, other))
    return "same" if _alike(first, second) else "other"


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if short in long:
        return True
    common = sum(a == b for a, b in zip(short, long, strict=False))
    return common >= _ALIKE * len(long)


def relation(one: tuple[str, bytes], other: tuple[str, bytes]) -> Relation:
    """Return how the places of two cases relate; each a (plain place, sketch of its text)."""
    if one[0] and other[0]:
        return places(one[0], other[0])
    for stated, text in ((one[0], other[1]), (other[0], one[1])):
        if stated and mentioned(stated, text):
            return "same"
    return "unknown"


@lru_cache(maxsize=1 << 12)
def mentioned(place: str, text: bytes) -> bool:
    """Tell whether every gram of a plain *place* stands in a sketched *text*."""
    wanted = frozenset(numbers(place))
    return bool(wanted) and wanted <= grams(text)
