"""What an office may ask: its own rows, and of nobody's rating anything, by whatever way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pytest

from projections import access, offices, reporting, schema, sink
from projections.embedded import EmbeddedWarehouse
from projections.guarding import GUARDS, IN_SQL
from projections.rows import TABLES
from projections.warehouse import QueryError
from tests.projections.conftest import empty
from tests.projections.records import Log
from tests.projections.two_offices import two_offices

RATED = {"evaluation_snapshots", "rectification_snapshots"}
TELL_NOTHING = {
    "funnel": "that somebody answered, and who asked; not what",
    "compression": "limits of orders; of the view it reads no column that is made of ratings",
    "follows": "the steps of cases; of their walks it reads no column that is made of ratings",
    "rectification": "what was found wanting: a department must know it, to put it right",
}
"""Reports that read ratings, are not guarded, and why they need not be."""
NAMES = {table.name for table in TABLES}
READ = re.compile(r"\b(?:FROM|JOIN|IN)\s+\(?\s*(\w+)")


@cache
def reads(name: str) -> frozenset[str]:
    """Return the tables that the view *name* reads in the end."""
    if name in NAMES:
        return frozenset({name})
    selects = schema.selects()
    found = set(READ.findall(selects[name])) & (selects.keys() | NAMES) - {name}
    return frozenset().union(*map(reads, found))


@pytest.fixture(scope="module")
def fire(shared_warehouse: EmbeddedWarehouse) -> EmbeddedWarehouse:
    """Give a warehouse that holds what two departments did."""
    empty(shared_warehouse)
    log = Log()
    two_offices(log)
    sink.project(log.records, shared_warehouse)
    return shared_warehouse


def ask(warehouse: EmbeddedWarehouse, sql: str, own: Iterable[str] = ("fire",)) -> list[object]:
    return [row[0] for row in warehouse.query_as("fire", own, sql).rows]


def test_every_report_that_reads_ratings_is_guarded_or_tells_nothing_of_them() -> None:
    """A new report or view must not open a door that the others keep shut."""
    reading = {one.name for one in reporting.reports() if reads(one.view) & RATED}

    assert reading <= GUARDS.keys() | IN_SQL | TELL_NOTHING.keys()


@pytest.mark.parametrize("view", [*offices.VIEWS, *access.VIEWS])
def test_no_view_of_an_office_reads_ratings(view: str) -> None:
    """Nor does one on a server read a table that the office has no right to."""
    assert not reads(view) & RATED
    assert reads(view) <= access.TABLES.keys()


def test_an_office_sees_its_own_rows(fire: EmbeddedWarehouse) -> None:
    """And there are others."""
    everybody = {row[0] for row in fire.query("SELECT DISTINCT department FROM clocks").rows}

    assert {"fire"} < everybody
    assert ["fire"] == ask(fire, "SELECT DISTINCT department FROM clocks")
    assert ["fire"] == ask(fire, "SELECT DISTINCT department FROM assignments")
    assert everybody == set(ask(fire, "SELECT DISTINCT department FROM clocks", everybody))


def test_every_view_of_an_office_answers(fire: EmbeddedWarehouse) -> None:
    """A view that fails is a question nobody can ask."""
    for view in offices.VIEWS:
        ask(fire, f"SELECT count() FROM {view}")


def test_the_events_of_an_office_say_nothing_of_who_rated(fire: EmbeddedWarehouse) -> None:
    """Also where the department collected the rating itself."""
    names = fire.query("SELECT DISTINCT department, name FROM events").rows
    everybody = {row[0] for row in names}
    seen = set(ask(fire, "SELECT DISTINCT name FROM events", everybody))

    assert "case.evaluated" in {row[1] for row in names} - seen
    assert "case.opened" in seen


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT level FROM default.evaluations",
        "SELECT level FROM `default`.`evaluations`",
        'SELECT level FROM "default" . evaluations',
        "SELECT level FROM DEFAULT.evaluations",
        "SELECT level FROM default/**/.evaluations",
        "SELECT level FROM `def\\x61ult`.evaluations",
        "SELECT 1 -- default",
        "SELECT level FROM merge('default', 'evaluations')",
        "SELECT level FROM `merge`('default', 'evaluations')",
        "SELECT * FROM cluster('default', 'x', 'evaluations')",
        "SELECT * FROM remote('localhost', 'x.evaluations')",
        "SELECT * FROM file('/etc/passwd')",
        "SELECT file('/etc/passwd')",
        "SELECT dictGet('x', 'y', 1)",
        "SELECT query FROM system.processes",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM office_water.cases",
        "SELECT 1 SETTINGS readonly = 0",
        "SELECT 1 INTO OUTFILE 'x'",
        "SHOW CREATE TABLE cases",
        "DESCRIBE evaluations",
        "EXPLAIN SELECT 1",
        "USE default",
        "WITH x AS (SELECT 1) SELECT level FROM evaluations",
        "SELECT level FROM evaluations",
        "SELECT satisfied FROM report_scoreboard",
    ],
)
def test_an_office_reaches_nothing_else(fire: EmbeddedWarehouse, sql: str) -> None:
    """Each way around was thought of by somebody."""
    ask(fire, "SELECT 1")
    with pytest.raises(QueryError):
        fire.query_as("fire", {"fire"}, sql)


def test_a_question_of_an_office_leaves_the_next_one_where_it_was(
    fire: EmbeddedWarehouse,
) -> None:
    """Analysts ask over the same connection."""
    ask(fire, "SELECT 1")
    with pytest.raises(QueryError):
        ask(fire, "SELECT no_such_column FROM cases")

    assert [("default",)] == list(fire.query("SELECT currentDatabase()").rows)


def test_an_office_has_what_stands_below_it() -> None:
    """A county sees its townships; a ring of parents is no way out."""
    parents = {"county": "city", "town": "county", "village": "town", "other": "city"}

    assert {"county", "town", "village"} == offices.below("county", parents)
    assert {"a", "b"} == offices.below("a", {"a": "b", "b": "a"})


def test_the_rights_of_a_modern_server_are_told_in_its_own_words(
    shared_warehouse: EmbeddedWarehouse,
) -> None:
    """The embedded one understands each statement, and says that only a server may do it."""
    told = list(access.statements("hub", sorted(NAMES), {"it's": ("it's", "below")}))
    for statement in told:
        with pytest.raises(QueryError, match=r"Not enough privileges|UNKNOWN_ROLE|no role"):
            shared_warehouse._maintain(statement)

    assert len(NAMES) + len(access.TABLES) == sum("ROW POLICY" in one for one in told)
