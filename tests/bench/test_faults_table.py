"""The table of the campaign says what its record says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.faults.__main__ import restless
from bench.faults.faults import FAULTS, group_of
from bench.faults.record import append, read
from bench.faults.run import draw_plan
from bench.faults.table import BEGIN, END, table, written

RUN = {"seed": 1, "acknowledged": 10, "lost": 0, "twice": 0, "wrong": 0, "problems": []}


def _run(fault: str, recovered_s: float, **changed: object) -> dict[str, object]:
    return RUN | {"faults": [{"fault": fault}], "recovered_s": recovered_s} | changed


def test_each_fault_has_its_runs_and_how_long_recovery_took() -> None:
    """The worst is what an operator has to wait for."""
    lines = [_run("kill -9 worker", 3.0), _run("kill -9 worker", 9.0), _run("ClickHouse away", 2)]

    made = table(lines).splitlines()

    began = "3 runs, 3 with balanced accounts; 3 faults (6 kills, pauses and cuts), 30 events"
    assert made[0].startswith(began)
    assert "| kill -9 worker | 2 | 0 | 0 | 0 | 6 s, 9 s |" in made
    assert "| kill -9 intake |  |  |  |  |  |" in made


def test_a_run_that_lost_something_is_named_with_its_seed() -> None:
    """So that it can be run again."""
    problem = {"code": "lost", "where": "ingest.tax:0:7"}

    made = table([_run("kill -9 worker", 3.0, seed=42, lost=1, problems=[problem])])

    assert "- SEED=42: lost at ingest.tax:0:7" in made
    assert "1 runs, 0 with balanced accounts" in made


def test_a_broken_build_is_told_apart() -> None:
    """Being caught is what it was run for."""
    problem = {"code": "not-in-warehouse", "where": "findings:0:7"}
    caught = _run("kill -9 projector", 3.0, broken="commit-first", lost=1, problems=[problem])

    made = table([_run("x", 1.0, broken="commit-first"), caught])

    assert "| commit-first | 2 | 2 | not-in-warehouse |" in made
    assert "0 runs, 0 with balanced accounts" in made


def test_other_campaigns_have_sentences_of_their_own() -> None:
    """Their kills are not faults of the table."""
    rotated = _run("kill -9", 0.0, rotations=50, acts={"kill -9": 50})
    told = _run("x", 0.0, stalled=True, cases=100, kills=20, planted=7)
    past = _run("x", 0.0, past=True, edits=9, told_log=9, told_warehouse=8, lost=1)

    made = table([rotated, told, past])

    assert "0 runs, 0 with balanced accounts" in made
    assert "Three workers: 50 rotations" in made
    assert "100 cases, 20 kills, 7 stalls planted, 0 untold, 0 told wrongly" in made
    assert "9 of 9 edits of the log told, 8 of 9 of the warehouse" in made


def test_only_what_is_made_is_written_anew() -> None:
    """The rest of the page is people's."""
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"

    assert f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n" == written(page, "new")


def test_a_plan_is_drawn_from_its_seed(tmp_path: Path) -> None:
    """A failure can be run again."""
    names = list(FAULTS)

    assert draw_plan(7, True, 100, names) == draw_plan(7, True, 100, names)
    assert draw_plan(7, True, 100, names) != draw_plan(8, True, 100, names)
    append(tmp_path / "record", RUN)
    assert [RUN] == read(tmp_path / "record")


def test_every_run_breaks_something_of_each_group() -> None:
    """What is drawn freely may leave a part of the hub alone for a whole evening."""
    plans = [draw_plan(seed, True, 100, list(FAULTS)) for seed in range(50)]

    assert [3] * 50 == [len({group_of(name) for _, name in plan.faults}) for plan in plans]
    assert set(FAULTS) == {name for plan in plans for _, name in plan.faults}


def test_a_plan_of_one_fault_makes_it_again() -> None:
    """Whoever looks for the cause of one asks for it alone."""
    plan = draw_plan(7, False, 100, ["kill -9 worker"])

    assert ["kill -9 worker"] * 5 == [name for _, name in plan.faults]


@pytest.mark.parametrize(
    ("codes", "again"),
    [([], False), (["not-settled"], True), (["not-settled", "lost"], False), (["lost"], False)],
)
def test_only_a_run_that_found_no_rest_is_tried_again(codes: list[str], again: bool) -> None:
    """A busy machine may be at fault then; what was lost is never asked a second time."""
    assert again == restless(_run("x", 1.0, problems=[{"code": code} for code in codes]))
