"""
Formulas of scores: versioned SQL, each beside a fixture of counts and expected scores.

``formulas/<name>.sql`` is a SELECT of quarter, department, score_gross, score_net and lost (the
points each part cost, as (part, points)) over ``${counts}``; its head gives its name and titles
(``-- 2026-1 | 中文 | English``) and the first quarter it holds for (``-- since 2026Q1``). It holds
until the next one does. A formula that was used is never edited: a change is a new file.
Those in ``formulas/quality`` score the data of departments: score instead of score_gross and
score_net, over ``quality_counts``.
``formulas/<name>.yaml`` lists counts (those not named are 0) and what the formula gives for them.

Source: the mission, row I; issue "the closed loop", supervision.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple

from projections import headed

_FOLDER = Path(__file__).parent / "formulas"
QUALITY = _FOLDER / "quality"
_SCORED = {_FOLDER: "scoreboard", QUALITY: "quality"}
_LAST = "9999Q4"


class Formula(NamedTuple):
    """``since``: the first quarter it holds for, like ``2026Q3``."""

    name: str
    zh: str
    en: str
    since: str
    select: str

    @property
    def view(self) -> str:
        return "formula_" + self.name.replace("-", "_")

    def over(self, counts: str) -> str:
        """Return the SELECT over the table or sub-query *counts*."""
        return Template(self.select).safe_substitute(counts=counts)


@cache
def formulas(folder: Path = _FOLDER) -> tuple[Formula, ...]:
    """Return every formula in *folder*, the one that holds first first."""
    found = (_read(path) for path in folder.glob("*.sql"))
    return tuple(sorted(found, key=lambda formula: (formula.since, formula.name)))


def views() -> dict[str, str]:
    """Return the SELECT of each formula's view by name, then of all scores of a kind together."""
    return {name: sql for folder, kind in _SCORED.items() for name, sql in _of(folder, kind)}


def _of(folder: Path, kind: str) -> Iterator[tuple[str, str]]:
    found = formulas(folder)
    yield from ((formula.view, formula.over(f"{kind}_counts")) for formula in found)
    untils = [*(formula.since for formula in found[1:]), _LAST]
    scores = [
        f"SELECT *, '{formula.name}' AS formula,"  # noqa: S608 - names of ours
        f" quarter >= '{formula.since}' AND quarter < '{until}' AS in_force FROM {formula.view}"
        for formula, until in zip(found, untils, strict=True)
    ]
    yield f"{kind}_scores", "\nUNION ALL\n".join(scores)


def _read(path: Path) -> Formula:
    (titles, since, *_), select = headed.read(path)
    name, zh, en = (part.strip() for part in titles.split("|"))
    return Formula(name, zh, en, since.removeprefix(" since").strip(), select)
