"""
Which statements a reader may send: questions only. The warehouse refuses writes by itself
(``readonly``); this says so in one line before it is asked, and stops what ``readonly`` lets
pass: a file written beside the answer, and a question that stops other people's questions.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

_QUESTIONS = ("select", "with", "show", "describe", "desc", "explain", "exists")
_LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*", re.DOTALL)
_LIKE: Final = 0.75
"""How much of a word must be there to take it for misspelt: SELEC is, DELETE is not."""
_WORD = re.compile(r"[A-Za-z]+")
_OUTFILE = re.compile(r"\boutfile\b", re.IGNORECASE)


def beginning(sql: str) -> str:
    """Return the first word of *sql*, after comments and brackets; '' where there is none."""
    word = _WORD.match(sql, _LEADING.match(sql).end())  # type: ignore[union-attr]
    return word.group() if word else ""


def asks(word: str) -> bool:
    """Tell whether a question begins with *word*."""
    return word.lower() in _QUESTIONS


def meant(word: str) -> str:
    """Return the word of a question for which *word* is misspelt; '' where it is like none."""
    like = get_close_matches(word.lower(), _QUESTIONS, 1, _LIKE)
    return like[0].upper() if like else ""


def refusal(sql: str) -> str | None:
    """Return why *sql* is not a reader's question, in one line, or None when it is one."""
    word = beginning(sql)
    if not word:
        return "there is no question in this SQL: write a SELECT"
    if not asks(word):
        return f"no question begins with {word.upper()}: write a SELECT"
    if _OUTFILE.search(sql):
        return "INTO OUTFILE writes a file: leave it out and save the answer yourself"
    return None
