"""
Kept views: SELECTs that are computed once and stored, until a row they rest on changes.

A view that many others read is planned anew by each of them: the tree of departments stood
thirty times in the plan of one report. ``kept/<name>.sql`` is such a view as a table of its
name; its head says how it is sorted (``-- order: a, b``). The table's comment is its stamp: a
digest of the SELECT and of the last insert into every table it rests on, swapped together with
the rows. Before a question is answered, what it reads and is stale is made anew, so that an
answer is that of the plain view; a question after which nothing was written costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

_HERE = Path(__file__).parent
_WORD = re.compile(r"\w+")
_ORDER = "-- order:"

Run = Callable[[str], Iterable[tuple[Any, ...]]]
"""Runs one statement and returns its rows."""
Render = Callable[[str], str]
"""Fills a template."""

_PARTS = """
SELECT table, toString(arraySort(groupArray((partition_id, last)))) FROM (
    SELECT table, partition_id, max(max_block_number) AS last
    FROM system.parts WHERE active AND database = currentDatabase()
    GROUP BY table, partition_id
) GROUP BY table
"""
"""The number of the last insert into each partition of each table: merges keep it."""
_STANDING = """
SELECT name, engine, comment FROM system.tables WHERE database = currentDatabase()
"""


class Kept(NamedTuple):
    """``select`` is a template; ``order`` the sort key of the table, '' for none."""

    name: str
    order: str
    select: str

    def definition(self, render: Render) -> str:
        """Return the beginning of the stamp: a digest of what the rows are made by."""
        return sha256(render(f"{self.order}\n{self.select}").encode()).hexdigest()[:16]

    def created(self, render: Render) -> str:
        """Return the template that makes the table, empty, unless it stands."""
        head = f"CREATE TABLE IF NOT EXISTS {self.name}${{on_cluster}} {self._as(render, '')}"
        return f"{head} EMPTY AS {self.select}"

    def replaced(self, render: Render, written: str) -> str:
        """Return the template that puts the rows of now in place; *written*: their stamp's end."""
        return f"CREATE OR REPLACE TABLE {self.name} {self._as(render, written)} AS {self.select}"

    def _as(self, render: Render, written: str) -> str:
        stamp = self.definition(render) + written
        return f"ENGINE = MergeTree ORDER BY ({self.order}) COMMENT '{stamp}'"


@cache
def kept() -> Mapping[str, Kept]:
    """Return every kept view by its name."""
    return {path.stem: _read(path) for path in sorted((_HERE / "kept").glob("*.sql"))}


def _read(path: Path) -> Kept:
    lines = path.read_text(encoding="utf-8").splitlines()
    orders = [line.removeprefix(_ORDER).strip() for line in lines if line.startswith(_ORDER)]
    select = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    return Kept(path.stem, orders[0] if orders else "", select)


def _words(sql: str) -> frozenset[str]:
    return frozenset(_WORD.findall(sql))


class Keeper:
    """Makes what a question reads anew where it is stale; one call at a time."""

    def __init__(self, run: Run, render: Render, selects: Mapping[str, str]) -> None:
        """*run*: writes; *render*: fills a template; *selects*: every view, each after its own."""
        self._run, self._render = run, render
        self._reads = {name: _words(select) for name, select in selects.items()}
        self._lock = Lock()
        self._fresh: set[str] = set()
        self._turn = 0

    def touched(self) -> None:
        """Take note that rows were, or may have been, written."""
        self._turn += 1
        self._fresh = set()

    def refresh(self, sql: str) -> int:
        """Make anew what *sql* reads and is stale; return how many kept views that were."""
        read = self.reads(sql)
        wanted = [name for name in self._reads if name in read and name in kept()]
        stale = [kept()[name] for name in wanted if name not in self._fresh]
        if not stale:
            return 0
        with self._lock:
            turn, made = self._turn, self._made(stale)
            if turn == self._turn:
                self._fresh |= {one.name for one in stale}
            return made

    def _made(self, wanted: Iterable[Kept]) -> int:
        written = {str(table): str(last) for table, last in self._run(_PARTS)}
        notes = {name: note for name, _, note in self._run(_STANDING)}
        made = 0
        for one in wanted:
            last = self._last(one, written)
            if notes.get(one.name) != one.definition(self._render) + last:
                self._run(self._render(one.replaced(self._render, last)))
                made += 1
        return made

    def _last(self, one: Kept, written: Mapping[str, str]) -> str:
        """Return a digest of the last inserts into what *one* rests on; *written*: by table."""
        names = self.reads(one.select) - kept().keys()
        rests = sorted((table, last) for table, last in written.items() if table in names)
        return sha256(repr(rests).encode()).hexdigest()[:16]

    def reads(self, sql: str) -> frozenset[str]:
        """Return the words of *sql*, those of every view among them, and of theirs."""
        seen: set[str] = set()
        left = [*_words(sql)]
        while left:
            word = left.pop()
            if word not in seen:
                seen.add(word)
                left.extend(self._reads.get(word, ()))
        return frozenset(seen)


def outdated(run: Run, render: Render) -> list[str]:
    """Return what drops the tables and views in whose place a kept view of today belongs."""
    dropped = []
    for name, engine, note in run(_STANDING):
        one = kept().get(name)
        if one and (engine == "View" or not note.startswith(one.definition(render))):
            what = "VIEW" if engine == "View" else "TABLE"
            dropped.append(render(f"DROP {what} {name}${{on_cluster}}"))
    return dropped
