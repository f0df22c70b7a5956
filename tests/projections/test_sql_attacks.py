"""What strangers might send as a question: none of it writes, reads files, calls out or listens."""

from __future__ import annotations

import pytest

from projections.beyond import beyond
from projections.embedded import EmbeddedWarehouse
from projections.reading import meant, refusal
from projections.warehouse import WarehouseError

WRITES = [
    "INSERT INTO ticks VALUES (1)",
    "WITH x AS (SELECT 1) INSERT INTO ticks SELECT 1",
    "SELECT 1; INSERT INTO ticks SELECT * FROM ticks",
    "SELECT 1; DROP TABLE journal_records",
    "DROP TABLE journal_records",
    "/* SELECT */ TRUNCATE TABLE journal_records",
    "ALTER TABLE journal_records DELETE WHERE 1",
    "CREATE FUNCTION f AS x -> x",
    "SYSTEM SHUTDOWN",
    "KILL QUERY WHERE 1",
    "GRANT ALL ON *.* TO default",
    "SET readonly = 0",
    "USE system",
    "SELECT 1 SETTINGS readonly = 0",
    "SELECT 1 SETTINGS max_execution_time = 0",
    "SELECT 1 INTO OUTFILE '/tmp/x'",
]
REACHES = [
    "SELECT file('/etc/hostname')",
    "SELECT `file`('/etc/hostname')",
    "SELECT \"FILE\"/* */('/etc/hostname')",
    "SELECT file -- x\n('/etc/hostname')",
    "SELECT `fi\\x6ce`('/etc/hostname')",
    "SELECT file\u200b('/etc/hostname')",
    "SELECT $$'$$, file('/etc/hostname'), $$'$$",
    "SELECT \u2018'\u2019, file('/etc/hostname'), \u2018'\u2019",
    "SELECT '\\'', file('/etc/hostname'), '\\''",
    "SELECT * FROM file('/etc/hostname', 'RawBLOB')",
    "DESCRIBE file('/etc/hostname', 'RawBLOB')",
    "DESCRIBE url('http://127.0.0.1:1/', 'CSV')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'RawBLOB')",
    "SELECT * FROM remote('127.0.0.1:1', system.one)",
    "SELECT * FROM s3('http://127.0.0.1:1/x', 'CSV')",
    "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
    "SELECT * FROM executable('id', 'TSV', 'x String')",
    "SELECT * FROM Python(engine)",
    "SELECT * FROM deltaLake('/tmp')",
    "SELECT * FROM merge('system', '.*')",
    "SELECT * FROM system.processes",
    "SELECT * FROM `system` . `processes`",
    "SELECT * FROM information_schema.tables",
    "SHOW PROCESSLIST",
    "SHOW GRANTS",
    "SELECT 1; SELECT 2",
]
FAIR = [
    "SELECT count() FROM cases",
    "SELECT count() FROM cases;",
    "SELECT * FROM events WHERE data LIKE '%file(%' -- url(",
    "SELECT uniqMerge(x), cutURLParameter('a', 'b'), system FROM (SELECT 1)",
    "SHOW TABLES",
    "DESCRIBE cases",
    "SELECT {a:String} AS `部门`",
]


@pytest.mark.parametrize("sql", WRITES)
def test_nothing_is_written_stopped_or_unlimited(warehouse: EmbeddedWarehouse, sql: str) -> None:
    """The warehouse itself says no, whoever asks."""
    with pytest.raises(WarehouseError) as refused:
        warehouse.query(sql)

    assert "\n" not in str(refused.value)
    assert () != warehouse.query("SELECT count() FROM journal_records").rows


@pytest.mark.parametrize("sql", REACHES)
def test_nothing_beyond_the_tables_is_reached(sql: str) -> None:
    """Of these, the warehouse alone would let some pass: it is asked none of them."""
    assert beyond(sql) or refusal(sql)


@pytest.mark.parametrize("sql", FAIR)
def test_a_fair_question_is_let_through(sql: str) -> None:
    """An analyst may ask anything of the tables."""
    assert "" == beyond(sql)
    assert None is refusal(sql)


@pytest.mark.parametrize(
    ("word", "like"),
    [("SELEC", "SELECT"), ("slect", "SELECT"), ("SHOWW", "SHOW"), ("DELETE", ""), ("SET", "")],
)
def test_a_misspelt_question_is_told_from_an_order(word: str, like: str) -> None:
    """Who mistypes is told the word; who orders is told that nobody takes orders here."""
    assert like == meant(word)
    assert word.upper() in (refusal(f"{word} 1") or "")


def test_what_follows_a_second_question_is_named_by_its_word() -> None:
    """``; S`` tells nobody what is wrong."""
    assert "; SELECT" == beyond("SELECT 1; SELECT 2")
