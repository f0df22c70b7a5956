"""
Reports: a SELECT each over the views, with a head that names it and every column.

The head is comment lines of the form ``-- name | 中文 | English``; the first names the report,
each of the others a column in the order of the SELECT. Lines after an empty comment (``--``)
explain. Every report is also a view ``report_<name>``, for those who write SQL themselves.
Beside each stands the list of the cases behind its numbers (``projections.report_cases``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from projections import report_cases
from projections.report_cases import Cases

_FOLDER = Path(__file__).parent / "reports"
_WORD = re.compile(r"\w+")


class Title(NamedTuple):
    name: str
    zh: str
    en: str


class Report(NamedTuple):
    """``select`` is the template of its view; ``note`` explains how the figures are made."""

    title: Title
    columns: tuple[Title, ...]
    note: str
    select: str
    cases: Cases | None = None

    @property
    def name(self) -> str:
        return self.title.name

    @property
    def view(self) -> str:
        return "report_" + self.name.replace("-", "_")

    @property
    def sql(self) -> str:
        """The question that answers the report, in the report's own order."""
        return f"SELECT * FROM {self.view}"  # noqa: S608 - a name of ours


@cache
def reports() -> tuple[Report, ...]:
    """Return every report, by name."""
    paths = (path for path in sorted(_FOLDER.glob("*.sql")) if not report_cases.is_cases(path))
    return tuple(read(path) for path in paths)


def views(found: Iterable[Report]) -> dict[str, str]:
    """Return the SELECT of every view of *found* by name, each after the views it reads."""
    selects: dict[str, str] = {}
    for report in found:
        selects[report.view] = report.select
        if report.cases:
            selects[report.cases.view] = report.cases.select
    words = {name: set(_WORD.findall(select)) for name, select in selects.items()}
    reads = {name: [other for other in selects if other in words[name]] for name in selects}
    return {name: selects[name] for name in TopologicalSorter(reads).static_order()}


def find(name: str) -> Report:
    """
    Return the report *name*.

    Raises:
        KeyError: there is none; the message lists those there are.
    """
    for report in reports():
        if report.name == name:
            return report
    known = ", ".join(report.name for report in reports())
    raise KeyError(f"no report {name!r}: choose one of {known}")


def read(path: Path) -> Report:
    """Return the report in the file *path*."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line[2:].strip() for line in lines if line.startswith("--")]
    titles = [_title(line) for line in head if line.count("|") == 2]
    note = " ".join(line for line in head if line.count("|") != 2 and line)
    select = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    report = Report(titles[0], tuple(titles[1:]), note, select)
    return report._replace(cases=report_cases.beside(path, report.view))


def _title(line: str) -> Title:
    name, zh, en = (part.strip() for part in line.split("|"))
    return Title(name, zh, en)
