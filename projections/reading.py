"""
Which statements a reader may send: questions only. The warehouse refuses writes by itself
(``readonly``); this says so in one line before it is asked, and stops what ``readonly`` lets
pass: a file written beside the answer, and a question that stops other people's questions.
"""

from __future__ import annotations

import re

_QUESTIONS = ("select", "with", "show", "describe", "desc", "explain", "exists")
_LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]+")
_OUTFILE = re.compile(r"\boutfile\b", re.IGNORECASE)


def refusal(sql: str) -> str | None:
    """Return why *sql* is not a reader's question, in one line, or None when it is one."""
    word = _WORD.match(sql, _LEADING.match(sql).end())  # type: ignore[union-attr]
    if word is None:
        return "there is no question in this SQL: write a SELECT"
    if word.group().lower() not in _QUESTIONS:
        return f"{word.group().upper()} changes or stops things: write a SELECT"
    if _OUTFILE.search(sql):
        return "INTO OUTFILE writes a file: leave it out and save the answer yourself"
    return None
