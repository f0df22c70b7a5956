"""
Redaction of free text at intake: ID numbers, telephone numbers, addresses of homes.

Patterns only, on the fields that people write freely; what they cannot see (names, numbers
written in words) is left, and the docs list it as not defended. Full-width digits count as
digits. Source: the contract, "Personal data".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

FREE_TEXT: Final = ("text", "note", "notes", "reason")

_DIGIT = re.compile(r"\d")
_ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"(?![\dA-Za-z])"
    r"|(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"
)
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}(?!\d)"
)
_HOME = re.compile(
    r"\d+\s*(?:号楼|栋|幢|座)\s*(?:\d+\s*单元\s*)?\d+\s*(?:室|号|户)?|\d+\s*单元\s*\d+\s*(?:室|号|户)?"
)
_MARKS = ((_ID_NUMBER, "[id-number]"), (_TELEPHONE, "[telephone]"), (_HOME, "[address]"))
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
    return data


def _replace(pattern: re.Pattern[str], mark: str, text: str) -> str:
    """Match on narrow digits (the same length), replace in *text* itself."""
    kept: list[str] = []
    end = 0
    for found in pattern.finditer(text.translate(_WIDE)):
        kept += (text[end : found.start()], mark)
        end = found.end()
    return "".join((*kept, text[end:])) if kept else text
