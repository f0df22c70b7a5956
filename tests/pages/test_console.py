"""The SQL console: questions to the hub's own tables, and nothing beyond them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from projections.beyond import beyond
from tests.pages.looking import Looker

Give = Callable[[str, str], Looker]


def test_a_question_is_answered_with_rows(looker: Give) -> None:
    """An analyst asks in SQL and reads the answer beside the question."""
    seen = looker("analyst", "en").post("/pages/console", sql="SELECT 40 + 2 AS answer")

    assert {"answer", "42"} <= set(seen.page.words)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "SELECT * FROM url('http://127.0.0.1:1/', CSV, 'x String')",
        "SELECT * FROM `remote`('127.0.0.1', system.one)",
        "SELECT * FROM system.processes",
        "SELECT * FROM s3Cluster('c', 'http://x/y')",
        "SELECT /* harmless */ * FROM File /* so */ ('/etc/passwd')",
        "SELECT dictGet('d', 'a', 1)",
        "SELECT * FROM \"file\"('/etc/passwd')",
        "SELECT * FROM `\\x66ile`('/etc/passwd')",
        "SELECT $a$'$a$, * FROM file('/etc/passwd') WHERE $a$'$a$ = ''",
        "SELECT 1 # '\n, * FROM file('/etc/passwd') # '",
        "SELECT \u2018'\u2019, * FROM file('/etc/passwd'), \u2018'\u2019",
        "SELECT `'`, * FROM file('/etc/passwd') AS `'`",
        "SELECT /* /* */ ' */ * FROM file('/etc/passwd') -- '",
    ],
)
def test_what_lies_beyond_the_tables_is_out_of_reach(looker: Give, sql: str) -> None:
    """A key to the console is no key to the machine it runs on."""
    seen = looker("analyst", "en").post("/pages/console", sql=sql)

    assert beyond(sql)
    assert "wrong" in seen.page.ids


@pytest.mark.parametrize("sql", ["DROP TABLE journal_records", "INSERT INTO x SELECT 1", "SELEC 1"])
def test_what_is_no_question_is_refused_in_a_sentence(looker: Give, sql: str) -> None:
    """The warehouse is read, never written, from a page."""
    seen = looker("auditor", "zh").post("/pages/console", sql=sql)

    assert 200 == seen.status
    assert "wrong" in seen.page.ids


def test_the_file_of_a_wrong_question_says_what_is_wrong(looker: Give) -> None:
    """An empty table would look like an answer."""
    seen = looker("auditor", "en").get("/pages/console?csv=rows&sql=SELEC+1")

    assert 400 == seen.status
    assert "SELEC" in seen.text


def test_words_in_a_text_reach_nothing() -> None:
    """A search for the word is no call of the function."""
    assert "" == beyond("SELECT * FROM cases WHERE category = 'file(system.x)' -- url('x')")
    assert "" == beyond("SELECT profile, systematic FROM cases")


def test_the_console_is_closed_to_departments(looker: Give) -> None:
    """In SQL nothing keeps small groups hidden."""
    assert 403 == looker("department", "en").post("/pages/console", sql="SELECT 1").status
