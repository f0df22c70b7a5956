"""
The warehouse's schema: numbered steps forward and back, then views, then one view per report.

Tables change only by a new step; views and report views hold no data and are made anew at
every ``migrate``. Which steps stand is kept in ``schema_migrations``, one row per change.
A view is named by its file and nowhere else; in which order they can be made, what each reads says.
The SQL files are templates: ``${on_cluster}`` and ``${replicated}`` are empty on one server,
``${zone}`` is the time zone in which quarters and months begin. A view names the columns of
snapshots by ``${case_columns}`` (``projections.snapshot_columns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import NamedTuple

from projections import keeping, reporting, scoring
from projections.keeping import Run
from projections.kept_views import kept
from projections.snapshot_columns import spelled_out

_HERE = Path(__file__).parent
_END = re.compile(r";[ \t]*(?:\n|$)")
_COMMENT = re.compile(r"^--.*\n?", re.MULTILINE)
_DOWN = "\n-- down\n"


class Dialect(NamedTuple):
    """``cluster``: name of a ClickHouse cluster whose tables are replicated; '' for one server."""

    cluster: str = ""
    zone: str = "Asia/Shanghai"

    def render(self, text: str) -> str:
        on_cluster = f" ON CLUSTER {self.cluster}" if self.cluster else ""
        replicated = "Replicated" if self.cluster else ""
        return Template(text).substitute(
            on_cluster=on_cluster, replicated=replicated, zone=self.zone
        )


class Step(NamedTuple):
    number: int
    name: str
    up: tuple[str, ...]
    down: tuple[str, ...]


def steps(dialect: Dialect) -> tuple[Step, ...]:
    """Return every numbered step, oldest first."""
    return tuple(_step(path, dialect) for path in sorted((_HERE / "migrations").glob("*.sql")))


def view_statements(dialect: Dialect) -> tuple[str, ...]:
    """Return the statements that make every view, kept view and report view, in order."""
    return tuple(_made_by(name, dialect) for name in selects())


def _made_by(name: str, dialect: Dialect) -> str:
    if name in kept():
        return dialect.render(kept()[name].created(dialect.render))
    if name in _views():
        (statement,) = _split(dialect.render(_views()[name]))
        return statement
    return dialect.render(f"CREATE OR REPLACE VIEW {name}${{on_cluster}} AS {selects()[name]}")


@cache
def selects() -> dict[str, str]:
    """
    Return what every view, kept view and report view reads, as templates, by name.

    A view comes after those it reads: in this order they are made, and brought up to date.
    """
    stored = {name: one.select for name, one in kept().items()}
    reports = reporting.views(reporting.reports())
    found = {**_views(), **stored, **scoring.views(), **reports}
    reads = {name: sorted(keeping.tables(select) & found.keys()) for name, select in found.items()}
    return {name: found[name] for name in TopologicalSorter(reads).static_order()}


@cache
def _views() -> dict[str, str]:
    """Return the template of each view in ``views/``, by its file's name."""
    paths = sorted((_HERE / "views").glob("*.sql"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    return {name: _COMMENT.sub("", spelled_out(text)) for name, text in texts.items()}


def migrate(run: Run, dialect: Dialect, *, views: bool = True) -> None:
    """Bring the schema forward to the newest step; *views* False leaves the views out."""
    for statement in _split(dialect.render(_KEPT)):
        run(statement)
    standing, change = _standing(run)
    for step in steps(dialect):
        if step.number not in standing:
            change += 1
            _apply(run, step.up, f"{step.number}, '{step.name}', 1, {change}")
    if views:
        _make_views(run, dialect, change)


def _make_views(run: Run, dialect: Dialect, change: int) -> None:
    """Make every view, unless those that stand are of the same statements."""
    statements = view_statements(dialect)
    note = sha256("\n".join(statements).encode()).hexdigest()
    ((stands,),) = run(_VIEWS_STAND)
    if stands != note:
        for statement in keeping.outdated(run, dialect.render):
            run(statement)
        _apply(run, statements, f"0, '{note}', 0, {change + 1}")


def rollback(run: Run, dialect: Dialect, to: int = 0) -> None:
    """Drop every view and take back the steps above *to*, newest first."""
    for name in reversed(selects()):
        what = "TABLE" if name in kept() else "VIEW"
        run(dialect.render(f"DROP {what} IF EXISTS {name}${{on_cluster}}"))
    standing, change = _standing(run)
    _apply(run, (), f"0, '', 0, {change + 1}")
    for step in reversed(steps(dialect)):
        if step.number > to and step.number in standing:
            change += 1
            _apply(run, step.down, f"{step.number}, '{step.name}', 0, {change}")


_KEPT = """
CREATE TABLE IF NOT EXISTS schema_migrations${on_cluster} (
    number UInt32,
    name String,
    applied UInt8,
    change UInt64
) ENGINE = ${replicated}ReplacingMergeTree(change)
ORDER BY number
"""
_VIEWS_STAND = "SELECT argMax(name, change) FROM schema_migrations WHERE number = 0"
"""Row 0 names the views that stand: making them all takes longer than most questions."""


def _standing(run: Run) -> tuple[frozenset[int], int]:
    kept = "SELECT number, argMax(applied, change), max(change) FROM schema_migrations"
    found = list(run(f"{kept} GROUP BY number"))
    standing = frozenset(number for number, applied, _ in found if applied)
    return standing, max((change for _, _, change in found), default=0)


def _apply(run: Run, statements: Iterable[str], note: str) -> None:
    _each(run, statements)
    run(f"INSERT INTO schema_migrations (number, name, applied, change) SELECT {note}")


def _each(run: Run, statements: Iterable[str]) -> None:
    for statement in statements:
        run(statement)


def _step(path: Path, dialect: Dialect) -> Step:
    number, _, name = path.stem.partition("_")
    up, way_back, down = path.read_text(encoding="utf-8").partition(_DOWN)
    if not way_back:
        raise ValueError(f"{path.name} has no way back: write it below a line `-- down`")
    return Step(int(number), name, _split(dialect.render(up)), _split(dialect.render(down)))


def _split(text: str) -> tuple[str, ...]:
    bare = _COMMENT.sub("", text)
    return tuple(part.strip() for part in _END.split(bare) if part.strip())
