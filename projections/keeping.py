"""
Keeping: views that are computed once and stored, until a row they rest on changes.

A view that many others read is planned anew by each of them: the tree of departments stood
thirty times in the plan of one report. A kept view (``projections.kept_views``) is a table of
its name. The table's comment is its stamp: a digest of the SELECT and how far every table it
rests on was written (``projections.marks``). Before a question is answered, what it reads and
is stale is brought up to date, so that an answer is that of the plain view; a question after
which nothing was written costs nothing.

Most are made anew, rows and stamp swapped in one statement. Those with a key are followed while
rows only come: the rows of the keys they may change are made again, the stamp after them. Killed
in between, the same is done again. On a cluster nothing is followed: there the numbers of inserts
may arrive out of order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from projections.kept_views import Kept, Render, kept
from projections.marks import PARTS, Marks

_WORD = re.compile(r"\w+")
_TABLE = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")
"""How a SELECT of ours names what it reads; a column or a text may bear the name of a view."""

Run = Callable[[str], Iterable[tuple[Any, ...]]]
"""Runs one statement and returns its rows."""

_STANDING = """
SELECT name, engine, comment FROM system.tables WHERE database = currentDatabase()
"""


def _words(sql: str) -> frozenset[str]:
    return frozenset(_WORD.findall(sql))


def tables(select: str) -> frozenset[str]:
    """Return the tables and views that *select*, one of ours, reads."""
    return frozenset(_TABLE.findall(select))


class Keeper:
    """Brings what a question reads up to date where it is stale; one call at a time."""

    def __init__(
        self, run: Run, render: Render, selects: Mapping[str, str], *, follows: bool = True
    ) -> None:
        """
        *run*: writes; *render*: fills a template; *selects*: every view, each after its own.

        *follows*: False makes everything anew.
        """
        self._run, self._render, self._follows = run, render, follows
        self._reads = {name: tables(select) for name, select in selects.items()}
        self._lock = Lock()
        self._fresh: set[str] = set()
        self._turn = 0

    def touched(self) -> None:
        """Take note that rows were, or may have been, written."""
        self._turn += 1
        self._fresh = set()

    def refresh(self, sql: str) -> int:
        """Bring what *sql* reads up to date; return how many kept views were stale."""
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
        written = Marks.read(self._run(PARTS))
        notes = {str(name): str(note) for name, _, note in self._run(_STANDING)}
        made = 0
        for one in wanted:
            statements = self._statements(one, notes.get(one.name, ""), written)
            for statement in statements:
                self._run(self._render(statement))
            made += bool(statements)
        return made

    def _statements(self, one: Kept, note: str, written: Marks) -> Sequence[str]:
        """Return what brings *one*, stamped *note*, to *written*; nothing where it is there."""
        now = written.among(self.rests_on(one))
        said = now.text() if one.key else now.digest()
        definition = one.definition(self._render)
        if note == definition + said:
            return ()
        before = Marks.parse(note.removeprefix(definition)) if one.key and self._follows else None
        if before is None or not now.only_grew(before, one.changed.keys()):
            return (one.replaced(self._render, said),)
        if not list(self._run(self._render(f"{one.keys(before, now)} LIMIT 1"))):
            return (one.stamped(self._render, now),)
        return one.followed(self._render, before, now)

    def rests_on(self, one: Kept) -> frozenset[str]:
        """Return the tables under *one*, and the views."""
        return self._under(tables(one.select)) - kept().keys()

    def reads(self, sql: str) -> frozenset[str]:
        """Return the words of *sql*, those of every view among them, and of theirs."""
        return self._under(_words(sql))

    def _under(self, names: Iterable[str]) -> frozenset[str]:
        """Return *names*, what the views among them read, and so on."""
        seen: set[str] = set()
        left = [*names]
        while left:
            word = left.pop()
            if word not in seen:
                seen.add(word)
                left.extend(self._reads.get(word, ()))
        return frozenset(seen)


def outdated(run: Run, render: Render) -> list[str]:
    """
    Return what drops the tables and views in whose place a kept view of today belongs.

    Where one is not of today's definition all are dropped: they may rest on each other.
    """
    standing = [(name, engine, note) for name, engine, note in run(_STANDING) if name in kept()]
    if all(note.startswith(kept()[name].definition(render)) for name, _, note in standing):
        return []
    return [
        render(f"DROP {'VIEW' if engine == 'View' else 'TABLE'} {name}${{on_cluster}}")
        for name, engine, _ in standing
    ]
