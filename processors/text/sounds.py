"""
How Chinese characters sound and look, as far as people mix them up when they type.

``words/pinyin.txt`` has the syllables (without tones) of the characters of GB 2312. Two
characters are homophones when they share a syllable, near in sound when they do so to an ear
that takes zh, ch, sh for z, c, s and -ng for -n. What is no such character sounds like itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

Likeness = Literal["homophone", "near-sound", "other"]

_BLUNT: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


def sound(text: str) -> tuple[str, ...]:
    """Return the blunt syllable of each character of *text*, by its first reading."""
    return tuple(_blunt(_readings().get(letter, (letter,))[0]) for letter in text)


@lru_cache(maxsize=1 << 16)
def likeness(one: str, other: str) -> Likeness:
    """Return how two characters are mixed up by ear."""
    first, second = (_readings().get(letter, (letter,)) for letter in (one, other))
    if not set(first).isdisjoint(second):
        return "homophone"
    blunted = {_blunt(reading) for reading in first}
    return "other" if blunted.isdisjoint(map(_blunt, second)) else "near-sound"


@lru_cache(maxsize=1024)
def _blunt(syllable: str) -> str:
    for sharp, dull in _BLUNT:
        syllable = syllable.replace(sharp, dull)
    return syllable


@lru_cache(maxsize=1)
def _readings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    lines = files("processors").joinpath("words/pinyin.txt").read_text("utf-8").splitlines()
    said = [line.split() for line in lines if line and not line.startswith("#")]
    for syllable, *_, letters in sorted(said, key=len):
        for letter in letters:
            found[letter] = (*found.get(letter, ()), syllable)
    return found
