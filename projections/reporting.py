"""
Reports: a SELECT each over the views, with a head that names it and every column.

The head is comment lines of the form ``-- name | 中文 | English``; the first names the report,
each of the others a column in the order of the SELECT. A line with a fourth part names an
option, its default being that part: it stands in the SELECT as ``${name}``, quoted text. Lines
after an empty comment (``--``) explain. Every report is also a view ``report_<name>``, with the
defaults, for those who write SQL themselves.
Beside each stands the list of the cases behind its numbers (``projections.report_cases``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple

from projections import headed, report_cases
from projections.quoting import quoted_text
from projections.report_cases import Cases

_FOLDER = Path(__file__).parent / "reports"


class Title(NamedTuple):
    name: str
    zh: str
    en: str


class Option(NamedTuple):
    """Narrows a report; ``default`` is what its view holds."""

    name: str
    zh: str
    en: str
    default: str


class Report(NamedTuple):
    """``select`` is the template of its view; ``note`` explains how the figures are made."""

    title: Title
    columns: tuple[Title, ...]
    note: str
    select: str
    cases: Cases | None = None
    options: tuple[Option, ...] = ()

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

    def filled(self, given: Mapping[str, str], *, cases: bool = False) -> str:
        """
        Return the template of the SELECT with the options *given*, the others at their default.

        *cases*: of the list behind the report. With options, what the report reads of that
        list is narrowed alike.

        Raises:
            KeyError: the report has no such option.
        """
        known = {option.name: option.default for option in self.options}
        if unknown := sorted(set(given) - set(known)):
            raise KeyError(unknown[0])
        quoted = {name: _quoted(value) for name, value in {**known, **given}.items()}
        listed = {self.cases.view: self.cases.select} if self.cases else {}
        views = {self.view: self.select, **listed}
        asked = f"{self.view}_cases" if cases else self.view
        select = views.pop(asked)
        for view, inner in views.items() if given else ():
            inlined = f"FROM (\n{inner}\n)".replace("\\", r"\\")
            select = re.sub(rf"FROM {view}(?!\w)", inlined, select)
        return Template(select).safe_substitute(quoted)


def _quoted(value: str) -> str:
    """Return *value* as SQL text; a dollar stays one when the template is filled again."""
    return quoted_text(value).replace("$", "$$")


@cache
def reports() -> tuple[Report, ...]:
    """Return every report, by name."""
    paths = (path for path in sorted(_FOLDER.glob("*.sql")) if not report_cases.is_cases(path))
    return tuple(read(path) for path in paths)


def views(found: Iterable[Report]) -> dict[str, str]:
    """Return the SELECT of every view of *found* by name."""
    selects: dict[str, str] = {}
    for report in found:
        selects[report.view] = report.filled({})
        if report.cases:
            selects[report.cases.view] = report.filled({}, cases=True)
    return selects


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
    said, select = headed.read(path)
    head = [line.strip() for line in said]
    titles = [_title(line) for line in head if line.count("|") == 2]
    options = tuple(_option(line) for line in head if line.count("|") == 3)
    note = " ".join(line for line in head if line.count("|") not in {2, 3} and line)
    report = Report(titles[0], tuple(titles[1:]), note, select, options=options)
    return report._replace(cases=report_cases.beside(path, report.view))


def _option(line: str) -> Option:
    name, zh, en, default = (part.strip() for part in line.split("|"))
    return Option(name, zh, en, default)


def _title(line: str) -> Title:
    name, zh, en = (part.strip() for part in line.split("|"))
    return Title(name, zh, en)
