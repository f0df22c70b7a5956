"""
Which matter a case belongs to: its category in its county, the key of ``by-matter``.

The county is derived from ``area``. Areas come in three forms: a code of GB/T 2260 (its first
six digits are the county), a path from the county down (``婺城区/白龙桥镇``: its first part), or
a name. Names are compared without width and case, and without 县, 区 or 市 at their end, so that
婺城 and 婺城区 are one county. An area that says nothing is a county of its own, ''.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

_CODE: Final = 6
_LEVELS: Final = "县区市"
_SHORTEST: Final = 2


def matter_key(opening: Mapping[str, Any]) -> str:
    """Return ``category|county`` of a case's *opening*."""
    category = str(opening.get("category") or "").strip()
    return f"{category}|{county(str(opening.get('area') or ''))}"


@lru_cache(maxsize=1 << 12)
def county(area: str) -> str:
    """Return the county of *area*; '' when it says nothing."""
    folded = "".join(unicodedata.normalize("NFKC", area).casefold().split())
    if folded[:_CODE].isdecimal() and len(folded) >= _CODE:
        return folded[:_CODE]
    name = folded.partition("/")[0]
    if len(name) > _SHORTEST and name[-1] in _LEVELS:
        return name[:-1]
    return name
