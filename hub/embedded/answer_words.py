"""
How text becomes the words of the full-text index, and a question its query.

SQLite's tokenizer cuts at spaces and punctuation, and Chinese has none: a run of Chinese
characters is therefore written as its pairs, each begun one character later, and its last
character (用工补贴 → 用工 工补 补贴 贴). A word of the question is looked for as the phrase of its
pairs and as each pair by itself; a single character, or a word in letters, as a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_MOST = 200


def words(text: str) -> str:
    """Return what the index holds of *text*: words with spaces between."""
    return " ".join(word for run in _runs(text) for word in _words(run))


def query(asked: str) -> str:
    """Return the FTS5 query for *asked*: any of its words and pairs; '' where it has none."""
    terms = dict.fromkeys(term for run in _runs(asked) for term in _terms(run))
    return " OR ".join(list(terms)[:_MOST])


def _runs(text: str) -> list[str]:
    return _RUNS.findall(normalize("NFKC", text).casefold())


def _chinese(run: str) -> bool:
    return re.match(rf"[{_HAN}]", run) is not None


def _words(run: str) -> Iterator[str]:
    if not _chinese(run):
        yield run
        return
    yield from _pairs(run)
    yield run[-1]


def _terms(run: str) -> Iterator[str]:
    if not _chinese(run) or len(run) == 1:
        yield f'"{run}"*'
        return
    pairs = list(_pairs(run))
    yield f'"{" ".join(pairs)}"'
    yield from (f'"{pair}"' for pair in pairs)


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))
