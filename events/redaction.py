"""
Redaction of free text at intake: ID numbers, telephone numbers, addresses of homes.

Patterns only, on the fields that people write freely; what they cannot see (names, numbers
written in words) is left, and the docs list it as not defended. Full-width digits count as
digits. A home is a door: a flat, a house of a village, a number that somebody says to live at.
A street with its number alone may be where a lamp is broken, and stays. In ``place`` the door
is left out and the rest stays, so that neighbours complain about one place.

Source: the contract, "Personal data".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

FREE_TEXT: Final = ("text", "note", "notes", "reason", "decision", "basis", "purpose")

_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID_18: Final = rf"[1-9]\d{{5}}(?:18|19|20)\d{{2}}{_MONTH_AND_DAY}\d{{3}}[\dXx]"
"""A resident's identity number: area, date of birth, serial number, check character."""
ID_15: Final = rf"[1-9]\d{{7}}{_MONTH_AND_DAY}\d{{3}}"
"""The same as given out until 1999: two digits of the year, no check character."""

_DIGIT = re.compile(r"\d")
_ID_NUMBER = re.compile(rf"(?<!\d){ID_18}(?![\dA-Za-z])|(?<!\d){ID_15}(?!\d)")
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}(?!\d)"
)
_NUMBER: Final = r"(?<!\d)\d+"
"""A whole number: looked for at each of its digits, a long one takes the square of its length."""
_DOOR = re.compile(
    rf"(?:{_NUMBER}\s*(?:号|弄)\s*)?"
    rf"(?:{_NUMBER}\s*(?:号楼|栋|幢|座)\s*(?:\d+\s*单元\s*)?\d+\s*(?:室|号|户)?"
    rf"|{_NUMBER}\s*单元\s*\d+\s*(?:室|号|户)?)"
    rf"|{_NUMBER}\s*(?:号|弄)\s*(?:\d+\s*(?:号|弄)\s*)?\d{{1,5}}\s*[室户]"
    r"|(?<=村)\s*(?:\d+\s*组\s*)?\d+\s*[号户]"
    rf"|{_NUMBER}\s*组\s*\d+\s*[号户]"
    r"|\b(?:flat|apartment|apt\.?)\s*(?:no\.?\s*)?\d+\w?\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"(?<=家住|现住|住址|住在|我住|户籍|地址)"
    r"[^,，。；;！!？?\n\d\[]{0,30}\d+\s*(?:号|弄|室|户|组)"
    r"|(?:(?<=live at )|(?<=lives at )|(?<=lived at )|(?<=address is ))"
    r"\d+\s+[A-Za-z]+(?: [A-Za-z]+)?"
)
_NEEDED = {
    _DOOR: ("号", "弄", "栋", "幢", "座", "单元", "组", "村", "flat", "apartment", "apt"),
    _LIVES: ("家住", "现住", "住址", "住在", "我住", "户籍", "地址", "live", "address is"),
}
"""Words of which one stands wherever the pattern is found: most texts have none, and looking for
words takes a hundredth of the time."""
_MARKS = (
    (_ID_NUMBER, "[id-number]"),
    (_TELEPHONE, "[telephone]"),
    (_DOOR, "[address]"),
    (_LIVES, "[address]"),
)
_WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF38: "X", 0xFF0D: "-"}


def redact(text: str) -> str:
    """Return *text* with what the patterns find replaced by ``[id-number]`` and the like."""
    if not _DIGIT.search(text):
        return text
    for pattern, mark in _MARKS:
        text = _replace(pattern, mark, text)
    return text


def redact_data(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *data* with its free text redacted; *data* itself when nothing was found."""
    for field in FREE_TEXT:
        said = data.get(field)
        if isinstance(said, str) and (kept := redact(said)) != said:
            data = {**data, field: kept}
    place = data.get("place")
    if isinstance(place, str) and (kept := redact(place)) != place:
        for _, mark in _MARKS:
            kept = kept.replace(mark, "")
        data = {**data, "place": kept}
    return data


def _replace(pattern: re.Pattern[str], mark: str, text: str) -> str:
    """Match on narrow digits (the same length), replace in *text* itself."""
    kept: list[str] = []
    end = 0
    words = _NEEDED.get(pattern)
    if words is not None and not _has_one(words, text.lower()):
        return text
    for found in pattern.finditer(text.translate(_WIDE)):
        kept += (text[end : found.start()], mark)
        end = found.end()
    return "".join((*kept, text[end:])) if kept else text


def _has_one(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)
