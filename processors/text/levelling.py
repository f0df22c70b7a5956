"""
Levelling Chinese text: one width, one case, simplified characters. OpenCC is imported here only.

Traditional characters are turned one phrase at a time (麵 and 面, 乾 and 干 depend on it), by
the tables of OpenCC, a kept library; text without any is not touched.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC


def levelled(text: str) -> str:
    """Return *text* in NFKC, lower case and simplified characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isascii() else str(_converter().convert(folded))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")
