"""The rows there are: found by the names of their files, told by their docstrings."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from tests.scenarios.words import Said

FOLDER = Path(__file__).parent
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"
NOW = "2026-10-30T18:00:00+08:00"
"""The last tick of every row: a Friday, half an hour after the offices closed."""

STILL_MISSING: frozenset[str] = frozenset()
"""Rows that have no scenario yet. Take a letter out with the row that lands it."""

_ASKED = {"report": "report", "findings": "finding", "ask": "hub"}


class End(NamedTuple):
    """What a test of the row asks for: ``kind`` is report, finding or hub (a command)."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"`hub {self.name}`" if self.kind == "hub" else f"{self.kind} `{self.name}`"


class Row:
    """One file of this folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.letter = path.stem.split("_")[1].upper()

    @cached_property
    def module(self) -> ModuleType:
        return importlib.import_module(f"{__package__}.{self.path.stem}")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def what(self) -> str:
        """The first line of the docstring, without the row's letter."""
        first = (ast.get_docstring(self.tree) or "").partition("\n")[0]
        return re.sub(rf"^{self.letter}: ", "", first)

    @property
    def history(self) -> list[Said]:
        return list(self.module.HISTORY)

    @property
    def late(self) -> list[Said]:
        return list(self._optional("LATE", ()))

    @property
    def refused(self) -> int:
        return int(self._optional("REFUSED", 0))

    @property
    def ends(self) -> list[End]:
        """What its tests ask for, each once, in the order of the file."""
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        asked = [_end(call) for call in sorted(calls, key=lambda call: call.lineno)]
        return list(dict.fromkeys(end for end in asked if end is not None))

    def _optional(self, name: str, default: Any) -> Any:
        return getattr(self.module, name, default)


def _end(call: ast.Call) -> End | None:
    of, first = call.func, call.args[0] if call.args else None
    if not (isinstance(of, ast.Attribute) and of.attr in _ASKED):
        return None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return None
    kind = _ASKED[of.attr]
    more = call.args[1] if kind == "finding" and len(call.args) > 1 else None
    said = [one.value for one in (first, more) if isinstance(one, ast.Constant)]
    return End(kind, " / ".join(map(str, said)))


@cache
def rows() -> tuple[Row, ...]:
    """Return every row there is, A to Y."""
    return tuple(sorted(map(Row, FOLDER.glob("row_*.py")), key=lambda row: row.path.stem))


@cache
def row_of(path: Path) -> Row:
    return next(row for row in rows() if row.path == path)
