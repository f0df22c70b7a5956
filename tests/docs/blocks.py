"""
The commands that pages tell their readers to type, as they stand in the code blocks.

A block fenced as ``sh`` is run, line by line; one whose fence says what it needs
(``sh title="needs Kafka"``), an indented one, and one of the README may hold placeholders: they
are held against the parser. A block may write a file (``cat > FILE <<'END'``).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^cat > (\S+) <<'END'\n(.*?)^END\n", re.MULTILINE | re.DOTALL)
_DOORS = ("hub ", "make ", ".venv/bin/hub ")


class Line(NamedTuple):
    """``words``: what is typed, without the comment; ``run``: its block is one to be run."""

    page: Path
    words: tuple[str, ...]
    run: bool
    into: str = ""

    def __str__(self) -> str:
        return f"{self.page.stem}: {' '.join(self.words)}"


class File(NamedTuple):
    """A file that a block writes."""

    name: str
    text: str


def lines(page: Path) -> Iterator[Line]:
    """Yield every command of ``hub`` and ``make`` in the code blocks of *page*."""
    text = page.read_text(encoding="utf-8")
    for language, title, body in _FENCE.findall(text):
        if language in {"sh", "bash", "console", ""}:
            yield from _lines(page, _FILE.sub("", body), language == "sh" and not title.strip())
    bare = _FENCE.sub("", text)
    indented = "\n".join(line[4:] for line in bare.splitlines() if line.startswith("    "))
    yield from _lines(page, indented, run=False)


def steps(page: Path) -> Iterator[Line | File]:
    """Yield what is to be done of *page*, in order: files to write, commands to run."""
    for language, title, body in _FENCE.findall(page.read_text(encoding="utf-8")):
        if language == "sh" and not title.strip():
            yield from (File(name, text) for name, text in _FILE.findall(body))
            yield from _lines(page, _FILE.sub("", body), run=True)


def _lines(page: Path, body: str, run: bool) -> Iterator[Line]:
    for line in body.replace("\\\n", " ").splitlines():
        if line.lstrip().startswith(_DOORS):
            # What may be left out stands in brackets where a line is a form to be filled in.
            line = re.sub(r"\[(--[^\]]*)\]", r"\1", line)
            words = shlex.split(line, comments=True)
            into = words[words.index(">") + 1] if ">" in words else ""
            typed = words[: words.index(">")] if ">" in words else words
            yield Line(page, (Path(typed[0]).name, *typed[1:]), run, into)
