"""
A city of Jinhua's size, made up from a seed: every figure as it was planted, every fault found.

Its 113 000 events are taken in as history, as ``hub ingest`` takes a file, and asked for as
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
from hub.client import Client, open_client
from hub.loading.load import Load, run_load
from hub.settings import Settings
from hub.simulation.truth import false, missed
from hub.simulation.writing import ZONE

pytestmark = pytest.mark.timeout(900)

_PARTIES = "SELECT kind, count() AS parties FROM parties WHERE registered = 1 GROUP BY kind"
_SOLVED = """
SELECT
    count() AS issues,
    countIf(outcome = 'solved') AS solved,
    round(100 * solved / issues, 1) AS percent
FROM cases
WHERE kind = 'demand'
"""
_PLEASED = """
SELECT countIf(level >= 3) AS pleased, count() AS asked
FROM evaluations INNER JOIN cases USING (case_id)
WHERE kind = '{kind}' AND revisit = 0
"""
_VISITS = """
SELECT count() AS visits, sum(JSONLength(data, 'officers')) AS person_visits
FROM events INNER JOIN visits USING (event_id)
WHERE status = 'recorded'
"""


class City(NamedTuple):
    """The client that took the city in, the folder of its file, what was planted and found."""

    client: Client
    folder: Path
    truth: dict[str, Any]
    found: list[dict[str, Any]]

    def report(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.client.ask("report", name=name)
        return rows

    def row(self, sql: str) -> list[Any]:
        """Return the values of the only row that answers *sql*."""
        (row,) = self.client.ask("sql", query=sql)
        return list(row.values())

    @property
    def figures(self) -> dict[str, float]:
        figures: dict[str, float] = self.truth["figures"]
        return figures


@pytest.fixture(scope="module", name="city")
def _city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("jinhua")
    truth = simulate.write(simulate.JINHUA, folder)
    with open_client(Settings(data=folder / "hub"), create=True) as client:
        counts = run_load(client, Load((folder / "events.ndjson",), clock="event"))
        assert (0, 0) == (counts.duplicate, counts.rejected)
        assert len(_lines(folder)) == counts.accepted > 110_000
        yield City(client, folder, truth, client.ask("findings"))


def _lines(folder: Path) -> list[bytes]:
    return (folder / "events.ndjson").read_bytes().splitlines()


def _events(folder: Path, name: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in _lines(folder) if name in line]


def _visited(folder: Path) -> dict[str, set[int]]:
    """Return the parties that were visited, each with the local years, from the file alone."""
    gone = {event["data"]["event_id"] for event in _events(folder, b"event.withdrawn")}
    visited: dict[str, set[int]] = {}
    for event in _events(folder, b"visit.recorded"):
        if f"{event['source']}#{event['id']}" in gone:
            continue
        start = datetime.fromisoformat(event["data"]["start"]).astimezone(ZONE)
        visited.setdefault(event["data"]["party_id"], set()).add(start.year)
    return visited


def test_issues_and_how_many_were_solved(city: City) -> None:
    """5 702 issues, 4 078 of them solved: 71.5 %."""
    assert [5_702, 4_078, 71.5] == city.row(_SOLVED)


def test_the_scoreboard_counts_each_issue_once(city: City) -> None:
    """What departments are ranked by adds up to the city's own figures."""
    rows = city.report("scoreboard")
    others = city.figures["calls"] + city.figures["orders"]

    assert 5_702 + others == sum(row["opened"] for row in rows)
    assert 5_702 + others == sum(row["closed"] for row in rows)
    assert 4_078 + others == sum(row["solved"] for row in rows)


def test_the_loop_of_each_issue_is_closed(city: City) -> None:
    """Opened, assigned, accepted, answered, closed; and evaluated by the party itself."""
    cases = {row["step"]: row["cases"] for row in city.report("funnel")}
    said = [event["data"] for event in _events(city.folder, b"case.evaluated")]
    evaluated = {data["case_id"] for data in said if data["collected_by"] == "party"}

    for step in ("opened", "assigned", "accepted", "responded", "closed"):
        assert 5_702 + city.figures["calls"] + city.figures["orders"] == cases[step], step
    assert len(evaluated) == cases["evaluated"]


def test_498_issues_were_assigned_twice_and_over_ninety_percent_put_right(city: City) -> None:
    """Unfinished or unsatisfied, handed out once more, and followed to the end."""
    rows = city.report("rectification")
    second, right = (sum(row[name] for row in rows) for name in ("second", "second_rectified"))

    assert (498, city.figures["rectified"]) == (second, right)
    assert right / second > 0.9


def test_orders_from_the_menu_satisfied_98_percent(city: City) -> None:
    """Told per item, as the yearly assessment counts it."""
    rows = city.report("items")
    satisfied, evaluated = (sum(row[name] for row in rows) for name in ("satisfied", "evaluated"))

    assert (city.figures["orders"], 0.98) == (evaluated, satisfied / evaluated)
    assert [satisfied, evaluated] == city.row(_PLEASED.format(kind="order"))


def test_the_hotline_answered_in_time_and_satisfied_96_percent(city: City) -> None:
    """15 seconds by phone, 3 minutes by SMS, an hour by web: to the last second of each."""
    rows = {row["channel"]: row for row in city.report("hotline")}
    pleased, asked = city.row(_PLEASED.format(kind="call"))

    assert city.figures["calls"] == asked == sum(row["in_time"] for row in rows.values())
    assert {"phone": 15, "sms": 180, "web": 3600} == {
        channel: row["longest_seconds"] for channel, row in rows.items()
    }
    assert 0.96 == pleased / asked


def test_2261_items_of_43_departments_promise_75_percent_less_than_the_law(city: City) -> None:
    """Each department's figure is that of its menu, added up from the file alone."""
    rows = {row["department"]: row for row in city.report("compression")}
    menus = [event["data"] for event in _events(city.folder, b"menu.published")]

    assert (43, 2_261) == (len(rows), sum(row["at_goal"] for row in rows.values()))
    assert {menu["department"]: _compression(menu) for menu in menus} == {
        department: row["compression"] for department, row in rows.items()
    }
    assert min(row["compression"] for row in rows.values()) >= 75


def _compression(menu: dict[str, Any]) -> float:
    items = [item for one in menu["content"]["categories"] for item in one["items"]]
    statutory, promised = (
        sum(item[limit]["target"] for item in items) for limit in ("statutory", "promised")
    )
    return round(100 * (1 - float(promised) / float(statutory)), 1)


def test_forty_thousand_officers_stand_in_a_tree_of_units(city: City) -> None:
    """What all of them did adds up at the top: visits, person-visits, issues solved."""
    (province,) = (row for row in city.report("roll-up") if row["level"] == "province")

    assert 40_000 == city.row("SELECT count() FROM officers")[0]
    assert 35_045 == province["person_visits"]
    assert city.figures["visits"] == province["visits"]


def test_enterprises_and_villages_registered(city: City) -> None:
    """7 426 enterprises and 3 400 villages, none of them linked into one another."""
    parties = {row["kind"]: row["parties"] for row in city.client.ask("sql", query=_PARTIES)}

    assert {"enterprise": 7_426, "village": 3_400} == parties
    assert 10_826 == city.row("SELECT uniqExact(cluster_id) FROM parties")[0]


def test_visits_and_the_people_who_made_them(city: City) -> None:
    """A visit of three officers is one visit and three person-visits."""
    assert [city.figures["visits"], 35_045] == city.row(_VISITS)


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


def test_the_628_villages_of_a_county_were_all_visited(city: City) -> None:
    """By area and by unit of the tree; and with them all 3 400 villages and 7 426 enterprises."""
    options = {"from": "2026-01-01", "to": "2027-01-01"}
    rows = city.client.ask("report", name="coverage", options=options)
    units = city.client.ask("report", name="coverage", options=options | {"level": "county"})
    visited: Counter[str] = Counter()
    for row in rows:
        visited[row["kind"]] += row["visited"]

    assert {"enterprise": 7_426, "village": 3_400} == visited
    assert [(628, 628, 0, 100.0)] == [_covered(r) for r in rows if _villages(r, "婺城")]
    assert [(628, 628, 0, 100.0)] == [_covered(r) for r in units if _villages(r, "婺城")]
    assert 628 == city.row("SELECT count() FROM departments WHERE level = 'village'")[0]


def _covered(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["parties"], row["visited"], row["not_visited"], row["rate"])


def _villages(row: dict[str, Any], area: str) -> bool:
    return (row["kind"], row["area"]) == ("village", area)


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
    document = city.client.ask("verify")

    assert (True, []) == (document["ok"], document["problems"])
    assert len(_lines(city.folder)) <= document["figures"]["events"]
    kept = [finding for finding in city.found if finding["status"] != "retracted"]
    assert 0 < len(kept) <= document["figures"]["findings"]
