"""
A city of Jinhua's size, made up from a seed: every figure as it was planted, every fault found.

Its 62 000 events are taken in as history, as ``hub ingest`` takes a file, and asked for as
``hub report`` asks. What is expected was written down by the simulator before any rule saw it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from hub import simulate
from hub.loading import Load, run_load
from hub.office import Office, open_office
from hub.settings import Settings
from hub.simulation.truth import false, missed
from hub.simulation.writing import ZONE

pytestmark = [pytest.mark.xdist_group("jinhua"), pytest.mark.timeout(900)]

_PARTIES = "SELECT kind, count() AS parties FROM parties WHERE registered = 1 GROUP BY kind"
_SOLVED = """
SELECT
    count() AS issues,
    countIf(outcome = 'solved') AS solved,
    round(100 * solved / issues, 1) AS percent
FROM cases
"""
_VISITS = """
SELECT count() AS visits, sum(JSONLength(data, 'officers')) AS person_visits
FROM events INNER JOIN visits USING (event_id)
WHERE status = 'recorded'
"""


class City(NamedTuple):
    """The office that took the city in, the folder of its file, what was planted and found."""

    office: Office
    folder: Path
    truth: dict[str, Any]
    found: list[dict[str, Any]]

    def report(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.office.ask("report", name=name)
        return rows

    def row(self, sql: str) -> list[Any]:
        """Return the values of the only row that answers *sql*."""
        (row,) = self.office.ask("sql", query=sql)
        return list(row.values())

    @property
    def figures(self) -> dict[str, float]:
        figures: dict[str, float] = self.truth["figures"]
        return figures


@pytest.fixture(scope="module", name="city")
def _city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("jinhua")
    truth = simulate.write(simulate.JINHUA, folder)
    with open_office(Settings(data=folder / "hub"), create=True) as office:
        counts = run_load(office, Load((folder / "events.ndjson",), clock="event"))
        assert (0, 0) == (counts.duplicate, counts.rejected)
        assert len(_lines(folder)) == counts.accepted > 60_000
        yield City(office, folder, truth, office.ask("findings"))


def _lines(folder: Path) -> list[bytes]:
    return (folder / "events.ndjson").read_bytes().splitlines()


def _visited(folder: Path) -> dict[str, set[int]]:
    """Return the parties that were visited, each with the local years, from the file alone."""
    events = [orjson.loads(line) for line in _lines(folder) if b"visit.recorded" in line]
    visited: dict[str, set[int]] = {}
    for event in events:
        start = datetime.fromisoformat(event["data"]["start"]).astimezone(ZONE)
        visited.setdefault(event["data"]["party_id"], set()).add(start.year)
    return visited


def test_issues_and_how_many_were_solved(city: City) -> None:
    """5 702 issues, 4 078 of them solved: 71.5 %."""
    assert [5_702, 4_078, 71.5] == city.row(_SOLVED)


def test_the_scoreboard_counts_each_issue_once(city: City) -> None:
    """What departments are ranked by adds up to the city's own figures."""
    rows = city.report("scoreboard")

    assert 5_702 == sum(row["opened"] for row in rows)
    assert 5_702 == sum(row["closed"] for row in rows)
    assert 4_078 == sum(row["solved"] for row in rows)


def test_the_loop_of_each_issue_is_closed(city: City) -> None:
    """Opened, assigned, accepted, answered, closed; only the solved ones were evaluated."""
    cases = {row["step"]: row["cases"] for row in city.report("funnel")}

    for step in ("opened", "assigned", "accepted", "responded", "closed"):
        assert 5_702 == cases[step], step
    assert 4_078 == cases["evaluated"]


def test_enterprises_and_villages_registered(city: City) -> None:
    """7 426 enterprises and 3 400 villages, none of them linked into one another."""
    parties = {row["kind"]: row["parties"] for row in city.office.ask("sql", query=_PARTIES)}

    assert {"enterprise": 7_426, "village": 3_400} == parties
    assert 10_826 == city.row("SELECT uniqExact(cluster_id) FROM parties")[0]


def test_visits_and_the_people_who_made_them(city: City) -> None:
    """A visit of three officers is one visit and three person-visits."""
    wanted = [city.figures["visits"], city.figures["person_visits"]]

    assert wanted == city.row(_VISITS)


def test_coverage_counts_each_visited_party_once(city: City) -> None:
    """By year, and the parties left over are those never visited."""
    visited = _visited(city.folder)
    rows = [row for row in city.report("coverage") if row["period_kind"] == "year"]
    by_year: Counter[str] = Counter()
    for row in rows:
        by_year[row["period"]] += row["visited"]
    never = [row for row in city.report("not-visited") if row["last_visit"] is None]

    assert Counter(str(year) for years in visited.values() for year in years) == by_year
    assert 10_826 - len(visited) == len(never)


def test_every_planted_fault_is_found_and_nothing_else(city: City) -> None:
    """Over ten thousand parties a rule that is nearly right is wrong many times."""
    assert len(city.truth["planted"]) > 1_000
    assert ([], []) == (missed(city.truth, city.found), false(city.truth, city.found))


def test_no_near_miss_is_raised(city: City) -> None:
    """What stays exactly within a limit is nobody's fault."""
    names = ("rule", "kind", "subject", "rung")
    raised = {tuple(found[name] for name in names) for found in city.found}
    near = {tuple(miss[name] for name in names) for miss in city.truth["near_misses"]}

    assert len(near) > 500
    assert set() == near & raised


def test_every_planted_duplicate_is_reported(city: City) -> None:
    """The report shows what was found, neither more nor less."""
    planted = sum(said["rule"] == "duplicate-visit" for said in city.truth["planted"])

    assert planted == len(city.report("duplicate-visits"))


def test_the_accounts_balance(city: City) -> None:
    """Log, receipts, findings and warehouse agree; a replay concludes the same."""
    document = city.office.ask("verify")

    assert (True, []) == (document["ok"], document["problems"])
    assert len(_lines(city.folder)) <= document["figures"]["events"]
    assert len(city.found) == document["figures"]["findings"]
