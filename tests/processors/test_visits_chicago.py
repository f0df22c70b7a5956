"""Real inspections of Chicago, against figures that were computed independently of this code."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from events.event import Event
from events.finding import Finding
from processors.cluster_fold import ClusterFold
from processors.visits.visit import VisitEvent, write
from tests.processors.visit_history import NOW, at, policy

DATA = Path(__file__).parents[3] / "shared" / "data" / "chicago_inspections.csv.gz"

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the real data are not beside the project"
)


@pytest.fixture(scope="module")
def visits() -> dict[str, list[Event]]:
    """The visits to each known party, twins dropped."""
    found: dict[str, list[Event]] = {}
    for event in _read():
        found.setdefault(event.data["party_id"], []).append(event)
    return found


def _read() -> Iterator[Event]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        rows = [
            dict(twin) for twin in dict.fromkeys(tuple(r.items()) for r in csv.DictReader(file))
        ]
    for number, row in enumerate(rows, 1):
        if row["License"] not in ("", "0"):
            yield write(_visit(number, row))


def _visit(number: int, row: dict[str, str]) -> VisitEvent:
    start = at((date.fromisoformat(row["Inspection_Date"]) - date(2024, 1, 1)).days)
    department = row["Inspector_Assigned"]
    source = f"/departments/{department}"
    return VisitEvent(
        start,
        number,
        f"{source}#{number}",
        "visit.recorded",
        source,
        str(number),
        row["License"],
        (department,),
        row["Inspection_Purpose"],
        "routine",
        start,
        start,
    )


def test_known_parties_and_their_visits_are_all_there(visits: dict[str, list[Event]]) -> None:
    """Twins are dropped and unknown licences left out, as the figures were computed."""
    assert (23_048, 67_193) == (len(visits), sum(map(len, visits.values())))


@pytest.mark.parametrize("days, pairs, parties", [(7, 603, 494), (30, 1_589, 1_055)])
def test_the_pairs_of_different_inspectors_are_those_counted(
    visits: dict[str, list[Event]], days: int, pairs: int, parties: int
) -> None:
    """Pairs are, over all findings, the earlier visits that they list."""
    found = [f for told in visits.values() if len(told) > 1 for f in _findings(told, days)]

    assert (pairs, parties) == (
        sum(len(f.details["earlier"]) for f in found),
        len({f.party_id for f in found}),
    )


def _findings(told: list[Event], days: int) -> list[Finding]:
    reference, fold = policy(window_days=days), ClusterFold()
    state = fold.empty(told[0].data["party_id"])
    for event in told:
        state, _ = fold.step(state, event, reference)
    found = fold.conclude(state, None, NOW, reference).findings
    return [finding for finding in found if finding.kind == "cross-department"]
