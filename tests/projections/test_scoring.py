"""Formulas of the scoreboard, each on its fixture, and which one holds when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from projections import scoring
from projections.embedded import EmbeddedWarehouse
from projections.scoring import Formula

FOLDER = Path(scoring.__file__).parent / "formulas"
FIXTURES = [
    (formula, number)
    for formula in scoring.formulas()
    for number in range(len(yaml.safe_load((FOLDER / f"{formula.name}.yaml").read_text("utf-8"))))
]


def counts(named: dict[str, int]) -> str:
    """Return a sub-query of one row of counts; those not *named* are 0."""
    names = "opened closed solved orders orders_solved judged in_time in_time_net rated pleased"
    names += " rated_net pleased_net returns findings"
    listed = ", ".join(f"toUInt64({named.get(name, 0)}) AS {name}" for name in names.split())
    return f"(SELECT '2026Q1' AS quarter, 'water' AS department, {listed})"


@pytest.mark.parametrize(
    ("formula", "number"), FIXTURES, ids=[f"{f.name}/{n}" for f, n in FIXTURES]
)
def test_each_formula_gives_what_its_fixture_says(
    warehouse: EmbeddedWarehouse, formula: Formula, number: int
) -> None:
    """A department that is ranked can do the sum by hand."""
    listed = yaml.safe_load((FOLDER / f"{formula.name}.yaml").read_text("utf-8"))
    expected: dict[str, Any] = listed[number]
    asked = "SELECT score_gross, score_net, lost.1 AS part, lost.2 AS points FROM ({})"
    (row,) = warehouse.query(asked.format(formula.over(counts(expected["counts"])))).documents()
    lost = dict(zip(row.pop("part"), row.pop("points"), strict=True))

    assert expected == {"counts": expected["counts"], **row, "lost": lost}


def test_every_formula_has_a_fixture_and_titles() -> None:
    """A formula nobody can check is not published."""
    for formula in scoring.formulas():
        assert (FOLDER / f"{formula.name}.yaml").exists(), formula.name
        assert all((formula.zh, formula.en, formula.since))


def test_one_formula_holds_in_each_quarter() -> None:
    """From its first quarter until the next one's: no quarter is scored twice."""
    since = [formula.since for formula in scoring.formulas()]

    assert sorted(set(since)) == since
