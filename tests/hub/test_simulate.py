"""The simulated city: the same seed, the same bytes; what was planted is found, and no more."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from events.instant import Instant, parse
from hub import simulate
from hub.embedded.engine import Engine
from hub.embedded.log import Log
from hub.proving.replay import Findings, recorded
from hub.simulation.truth import false, missed
from hub.simulation.writing import Book
from hub.sqlite import Database

SMALL = simulate.sized(parties=240, days=100, seed=11)


def concluded(book: Book, folder: Path) -> Findings:
    """Return what an engine finds in the events of *book*, loaded as history."""
    database = Database(folder / "log.sqlite")
    try:
        engine = Engine(database, lambda: Instant(max(at for at, _, _ in book.events)))
        engine.begin()
        lines = [(orjson.loads(raw)["source"].split("/")[2], raw) for raw in book.lines()]
        counts = engine.accept(lines)
        engine.finish("event")
        assert (len(lines), 0, 0) == (counts.accepted, counts.duplicate, counts.rejected)
        return recorded(Log(database))
    finally:
        database.close()


def test_the_same_seed_writes_the_same_bytes() -> None:
    """A truth that changed from run to run could not judge anything."""
    assert simulate.simulate(SMALL).lines() == simulate.simulate(SMALL).lines()


def test_another_seed_writes_another_city() -> None:
    """Ten held seeds must be ten cities."""
    other = simulate.sized(parties=240, days=100, seed=12)

    assert simulate.simulate(SMALL).lines() != simulate.simulate(other).lines()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    """Near misses sit exactly at the limits: these rules are exact or wrong."""
    parameters = simulate.sized(parties=240, days=100, seed=seed)
    book = simulate.simulate(parameters)
    truth = simulate.truth(parameters, book)

    found = concluded(book, tmp_path).values()

    assert ([], []) == (missed(truth, found), false(truth, found))


def test_planted_evidence_is_the_evidence_found(tmp_path: Path) -> None:
    """A person checks a finding by its events: they must be the right ones."""
    book = simulate.simulate(SMALL)
    found = {
        (f["rule"], f["kind"], f["subject"], f["rung"]): set(f["evidence"])
        for f in concluded(book, tmp_path).values()
    }

    for planted in book.planted:
        key = (planted.rule, planted.kind, planted.subject, planted.rung)
        assert set(planted.evidence) <= found[key]


def test_the_figures_of_jinhua_are_planted_exactly() -> None:
    """5 702 issues of which 4 078 solved, 71.5 %; 7 426 enterprises and 3 400 villages."""
    figures = simulate.simulate(simulate.JINHUA).figures

    wanted = {
        "issues": 5_702,
        "solved": 4_078,
        "solved_percent": 71.5,
        "enterprises": 7_426,
        "villages": 3_400,
    }
    assert wanted == {name: figures[name] for name in wanted}


def test_truth_and_events_are_written_side_by_side(tmp_path: Path) -> None:
    """Whoever scores a detector needs both, and never the one inside the other."""
    truth = simulate.write(SMALL, tmp_path)

    assert truth == orjson.loads((tmp_path / "truth.json").read_bytes())
    lines = (tmp_path / "events.ndjson").read_bytes().splitlines()
    assert parse(truth["last_event"]) == max(parse(orjson.loads(line)["time"]) for line in lines)
    assert b"planted" not in b"".join(lines)


def test_a_city_with_fewer_issues_than_stories_is_refused() -> None:
    """The message says what to write instead."""
    with pytest.raises(ValueError, match="write 44 <= solved <= issues"):
        simulate.simulate(simulate.Parameters(issues=5, solved=5))
