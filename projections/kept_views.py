"""
What a kept view is: its SELECT, how it is sorted, and how it follows new rows.

``kept/<name>.sql`` says so in its head, in comment lines:

    -- order: a, b                     how the table is sorted
    -- key: cluster_id                 it is followed: one row per value of this column
    -- changed table: SELECT …         names the keys that new rows of *table* may change

A followed view is not made anew when rows come: only the rows of the keys that they may change
are. In its SELECT ``key ${touched}`` narrows what is read to these keys, in a ``changed`` line
``${new}`` is the condition of the new rows. Its table has two columns more: ``made``, which
grows, and ``gone``, 1 for a key that has no row any more; so it is read ``FINAL WHERE gone = 0``,
and following twice, or by two processes at once, gives what following once does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import NamedTuple

from projections import headed
from projections.marks import Marks, condition
from projections.snapshot_columns import spelled_out

_HERE = Path(__file__).parent
_HEAD = re.compile(r"^ (order|key|changed \w+): *(.*(?:\n  +.*)*)", re.MULTILINE)
_WHOLE = "IS NOT NULL"
"""What ``${touched}`` is when everything is read: no key is NULL."""

Render = Callable[[str], str]
"""Fills a template."""


class Kept(NamedTuple):
    """
    ``select`` is a template; ``order`` the sort key of the table, '' for none.

    ``key`` is '' where the view is only ever made anew. ``changed``: table → SELECT of keys.
    """

    name: str
    order: str
    select: str
    key: str = ""
    changed: Mapping[str, str] = {}

    def definition(self, render: Render) -> str:
        """Return the beginning of the stamp: a digest of what the rows are made by."""
        said = f"{self.order}\n{self.key}\n{sorted(self.changed.items())}\n"
        return sha256((said + render(self._rows(_WHOLE, 0))).encode()).hexdigest()[:16]

    def created(self, render: Render) -> str:
        """Return the template that makes the table, empty, unless it stands."""
        head = f"CREATE TABLE IF NOT EXISTS {self.name}${{on_cluster}} {self._as(render, '')}"
        return f"{head} EMPTY AS {self._rows(_WHOLE, 0)}"

    def replaced(self, render: Render, written: str) -> str:
        """Return the template that puts the rows of now in place; *written*: their stamp's end."""
        made = self._as(render, written)
        return f"CREATE OR REPLACE TABLE {self.name} {made} AS {self._rows(_WHOLE, 1)}"

    def followed(self, render: Render, before: Marks, now: Marks) -> tuple[str, ...]:
        """
        Return the templates that bring the rows from *before* to *now*, the stamp last.

        A key whose row went is noted after the rows of the others stand, under a lower number:
        no reader misses a row that is only replaced.
        """
        keys, turn = self.keys(before, now), now.turn()
        touched = f"IN ({keys})"
        names = f"INSERT INTO {self.name} ({self.key}, made, gone)"
        gone = f"{names} SELECT DISTINCT *, {2 * turn}, 1 FROM ({keys}) AS touched"  # noqa: S608 - names of ours
        return (
            f"INSERT INTO {self.name} {self._rows(touched, 2 * turn + 1)}",
            gone,
            self.stamped(render, now),
        )

    def stamped(self, render: Render, now: Marks) -> str:
        """Return the template that says the rows are those of *now*."""
        stamp = self.definition(render) + now.text()
        return f"ALTER TABLE {self.name} MODIFY COMMENT '{stamp}'"

    def keys(self, before: Marks, now: Marks) -> str:
        """Return the template of what names the keys that rows between the two may change."""
        grown = [name for name in self.changed if before.of(name) != now.of(name)]
        said = [
            Template(self.changed[name]).safe_substitute(new=condition(before, now, name))
            for name in grown
        ]
        keys = " UNION ALL ".join(f"SELECT * FROM ({one})" for one in said)  # noqa: S608 - ours
        return f"SELECT * FROM ({keys}) AS each"  # noqa: S608 - ours

    def _rows(self, touched: str, made: int) -> str:
        if not self.key:
            return self.select
        select = Template(self.select).safe_substitute(touched=touched)
        marks = f"toUInt64({made}) AS made, toUInt8(0) AS gone"
        return f"SELECT *, {marks} FROM ({select}) AS found"  # noqa: S608 - ours

    def _as(self, render: Render, written: str) -> str:
        stamp = self.definition(render) + written
        engine = "ReplacingMergeTree(made)" if self.key else "MergeTree"
        return f"ENGINE = {engine} ORDER BY ({self.order}) COMMENT '{stamp}'"


@cache
def kept() -> Mapping[str, Kept]:
    """Return every kept view by its name."""
    return {path.stem: _read(path) for path in sorted((_HERE / "kept").glob("*.sql"))}


def _read(path: Path) -> Kept:
    lines, select = headed.read(path)
    head = {word: " ".join(said.split()) for word, said in _HEAD.findall("\n".join(lines))}
    changed = {
        word.removeprefix("changed "): said
        for word, said in head.items()
        if word.startswith("changed ")
    }
    order, key = head.get("order", ""), head.get("key", "")
    return Kept(path.stem, order, spelled_out(select), key, changed)
