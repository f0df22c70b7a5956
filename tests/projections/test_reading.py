"""Readers ask; nothing they send may write, stop or hide anything."""

from __future__ import annotations

import pytest

from projections.reading import refusal


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  -- 案件\n select 1",
        "/* why */ WITH 1 AS x SELECT x",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "SHOW TABLES",
        "describe cases",
        "EXPLAIN SELECT 1",
    ],
)
def test_a_question_is_let_through(sql: str) -> None:
    """An analyst may ask anything."""
    assert None is refusal(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "-- only a comment",
        "INSERT INTO cases VALUES (1)",
        "/* SELECT */ DROP TABLE cases",
        "kill query where 1",
        "SET readonly = 0",
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "SELECT '--' into\noutfile '/tmp/x'",
        "SELECT 1); SELECT (2 into/**/outfile 'x'",
    ],
)
def test_what_is_no_question_is_refused_in_one_line(sql: str) -> None:
    """`readonly` alone lets KILL and INTO OUTFILE pass."""
    reason = refusal(sql)

    assert reason
    assert "\n" not in reason
