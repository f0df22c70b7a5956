"""The rows as a whole: none missing, none in another's way, the same in both runtimes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest

from events import topics
from events.comparison import comparable, last_findings
from hub.embedded.local_client import LocalClient
from projections.reporting import reports
from tests.scenarios.office import ClusterHub
from tests.scenarios.rows import LETTERS, NOW, STILL_MISSING, Row, rows
from tests.scenarios.table import TABLE, text
from tests.scenarios.words import Said, time

NAMED = {
    *("party_id", "same_as", "case_id", "other_case_id", "visit_id", "assignment_id"),
    *("department", "departments", "from_department", "better_owner", "department_id"),
    *("parent_id", "successors", "officer_id", "officers", "substitute", "area", "category"),
    *("item", "offer_id", "menu_id", "campaign_id", "policy_id", "calendar_id"),
}
"""The fields whose values are names: they must tell whose they are."""
COMMON = frozenset({"", "hub", "centre", "dispatch", "china"})

each_row = pytest.mark.parametrize("row", rows(), ids=lambda row: row.path.stem)


def _named(event: Said) -> Iterator[str]:
    for field in NAMED & set(event["data"]):
        value = event["data"][field]
        yield from value if isinstance(value, list | tuple) else (value,)


def test_every_row_of_the_mission_has_its_scenario() -> None:
    """A row without a scenario is a promise; with two, nobody knows which one holds."""
    letters = [row.letter for row in rows()]

    assert sorted(set(LETTERS) - STILL_MISSING) == sorted(letters)


def test_the_table_of_rows_is_as_the_scenarios_say() -> None:
    """Write it again with ``make rows``."""
    assert text() == TABLE.read_text(encoding="utf-8")


@each_row
def test_a_row_is_told_in_its_own_words(row: Row) -> None:
    """Its first line is the table's; it ends in something a user looks at; tests say why."""
    tests = [n for n in row.tree.body if isinstance(n, ast.FunctionDef) and n.name[:5] == "test_"]

    assert (ast.get_docstring(row.tree) or "").startswith(f"{row.letter}: ")
    assert [] != row.ends
    assert [] == [test.name for test in tests if not ast.get_docstring(test)]


@each_row
def test_a_row_names_only_its_own(row: Row) -> None:
    """All rows meet in one hub: a common department would be blamed for another row's faults."""
    names = {name for event in (*row.history, *row.late) for name in _named(event)}
    foreign = {name for name in names - COMMON if not name.startswith(f"{row.letter}-")}

    assert set() == foreign


@each_row
def test_a_row_lies_before_the_last_tick(row: Row) -> None:
    """What lay behind it would move now, for all rows."""
    assert [] == [e["id"] for e in (*row.history, *row.late) if time(e["time"]) > NOW]


def test_both_runtimes_find_the_same(together: LocalClient, cluster: ClusterHub) -> None:
    """A province's cluster must not know better than a county's one process."""
    with together._embedded.reading() as log:
        embedded = comparable(_said(log))
    said = comparable(_said(cluster.journal))
    differing = [id for id in embedded | said if embedded.get(id) != said.get(id)]

    assert [] == [(embedded.get(id), said.get(id)) for id in differing[:3]]
    assert len(embedded) > len(rows())


def _said(journal: Any) -> dict[str, dict[str, Any]]:
    """Return what *journal* found; the ids of clusters of matters are of their arrival's order."""
    numbers = range(journal.partitions(topics.FINDINGS))
    records = [r for number in numbers for r in journal.read(topics.FINDINGS, number)]
    found = last_findings(record.value for record in records)
    return dict(_without_ids(id, finding) for id, finding in found.items())


def _without_ids(id: str, finding: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if finding["rule"] != "cluster":
        return id, finding
    named = f"{finding['status']} {finding['kind']} {finding['evidence']}"
    return named, finding | {"finding_id": "", "subject": ""}


@pytest.mark.parametrize("report", [report.name for report in reports()])
def test_both_runtimes_report_the_same(
    together: LocalClient, cluster: ClusterHub, report: str
) -> None:
    """Row for row, of all rows at once: departments are judged by them."""
    pairs = zip_longest(together.ask("report", name=report), cluster.ask("report", name=report))

    assert [] == [pair for pair in pairs if pair[0] != pair[1]][:3]
