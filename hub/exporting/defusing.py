"""
Text that a spreadsheet would run as a formula is defused: an apostrophe before it.

A cell that begins with one of ``=``, ``+``, ``-``, ``@``, a tab, a carriage return or a line
feed is a formula to Excel and its like, and one that a stranger wrote reads files and calls
addresses on the machine of whoever opens it. Full-width twins of the signs are read as formulas
where people write such, and blanks before a sign are passed over by some: both count. The
apostrophe says "text". Numbers are no text and stay numbers, also negative ones.

Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

from typing import Final

DANGEROUS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell may not begin with, blanks left aside."""
_BLANKS: Final = " \u00a0\u3000\ufeff\u200b"
_LOOKED_AT: Final = DANGEROUS | frozenset(_BLANKS)
"""What a text begins with that is looked at twice."""


def defused(text: str) -> str:
    """Return *text* as a cell may hold it; done twice, done once."""
    if text[:1] not in _LOOKED_AT:
        return text
    shown = text.lstrip(_BLANKS)
    return f"'{text}" if shown and shown[0] in DANGEROUS else text
