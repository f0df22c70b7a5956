"""
Whether two cases lie at one place: a name, what kind of place it is, and a number.

工业路8号 is the name 工业, the kind 路 and the number 8; 和滨工业园 is often written 和滨. Two
places are the same when one's name ends with the other's and neither kind nor number gainsays it.
An opening that states no place is searched for one: a name before a kind of place. Where its
left end is not marked, only the two letters before the kind are taken as the name, so names
are compared from their end.

The kinds of places are words of the language, not thresholds, and stand here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from processors.text.likeness import shared
from processors.text.matter_text import LONGEST, plain

Relation = Literal["exact", "same", "other", "unknown"]

_KINDS: Final = (
    *("工业园区", "产业园区", "工业园", "工业区", "产业园", "科技园", "开发区", "园区", "街道"),
    *("社区", "小区", "花园", "新村", "家园", "公寓", "大厦", "广场", "市场", "公园", "大道"),
    *("大街", "学校", "中学", "小学", "医院", "村", "镇", "乡", "苑", "路", "街", "巷", "弄", "桥"),
)
_ENGLISH: Final = (
    *("industrial park", "park", "street", "road", "avenue", "lane", "village", "estate"),
    *("garden", "gardens", "square", "community", "district", "bridge", "school", "hospital"),
)
_NO_NAME: Final = frozenset("的了是在到过着把被等这那个条段道马公铁每我们里多少大小去走修两名")
"""Letters that are no part of a name: 道路, 马路, 的路."""
_LONG: Final = 6
_ALIKE: Final = 0.9
"""A name of so many letters may have a slip in it: one letter left out or doubled."""
_HAN: Final = "[\u3400-\u9fff]"
_STATED: Final = re.compile(rf"^(.*?)({'|'.join(_KINDS)})?(\d*)(号.*)?$")
_STATED_ENGLISH: Final = re.compile(rf"^(\d*)\s*(.*?)\s*\b({'|'.join(_ENGLISH)})?$")
_NOT_AFTER: Final = "[人口灯面上边况段程过]"
"""Letters that make another word of a kind: 路人, 路灯."""
_IN_TEXT: Final = re.compile(rf"(?=({_HAN}{{2}})({'|'.join(_KINDS)})(?:(\d+)号)?(?!{_NOT_AFTER}))")
_IN_ENGLISH: Final = re.compile(
    rf"(?:\b(\d+)\s+)?\b([A-Z][a-z]+)\s+({'|'.join(k.title() for k in _ENGLISH)})\b"
)


class Spot(NamedTuple):
    """A place; what is not known of it is ''. Without a name it is no place."""

    name: str = ""
    kind: str = ""
    number: str = ""


NOWHERE: Final = Spot()


@lru_cache(maxsize=1 << 12)
def stated(place: str) -> Spot:
    """Return the place that an opening states."""
    folded = " ".join(plain(place).split())
    if folded.isascii():
        found = _STATED_ENGLISH.match(folded)
        number, name, kind = found.groups("") if found else ("", folded, "")
        return Spot(_bare(name), kind, number) if name else NOWHERE
    found = _STATED.match(_bare(folded))
    if found is None or not found[1]:
        return Spot(_bare(folded))
    return Spot(found[1], found[2] or "", found[3] or "")


def mentioned(text: str) -> Spot:
    """Return the first place that *text* names, ``NOWHERE`` when it names none."""
    said = text[:LONGEST]
    for found in _IN_TEXT.finditer(said):
        name, kind, number = found[1], found[2], found[3] or ""
        if number or not _NO_NAME.intersection(name):
            return Spot(name, kind, number)
    english = _IN_ENGLISH.search(said)
    if english is None:
        return NOWHERE
    return Spot(english[2].lower(), english[3].lower(), english[1] or "")


def spot(place: str, text: str) -> Spot:
    """Return where a case lies: what its opening states, else what its text names."""
    found = stated(place) if place else NOWHERE
    return found if found.name else mentioned(text)


@lru_cache(maxsize=1 << 12)
def relation(one: Spot, other: Spot) -> Relation:
    """Return how two places relate; ``exact``: both are told in full, and alike."""
    if not one.name or not other.name:
        return "unknown"
    if one == other and one.kind:
        return "exact"
    if any(a and b and a != b for a, b in zip(one[1:], other[1:], strict=True)):
        return "other"
    short, long = sorted((one.name, other.name), key=len)
    inside = long.endswith(short) if not short.isascii() else long == short
    return "same" if inside or _misspelt(short, long) else "other"


def _misspelt(one: str, other: str) -> bool:
    return len(one) >= _LONG and shared(one, other) >= _ALIKE


def _bare(place: str) -> str:
    return "".join(letter for letter in place if letter.isalnum())
