"""The numbered steps go forward and back, and say the same as the code that fills them."""

from __future__ import annotations

import pytest

from projections import keeping, new_step, schema, sink
from projections.embedded import EmbeddedWarehouse
from projections.kept_views import kept
from projections.rows import TABLES
from projections.schema import Dialect
from projections.snapshot_columns import spelled_out
from projections.tables import Kind, Table, table
from tests.projections.records import Log


def tables(warehouse: EmbeddedWarehouse) -> set[str]:
    return {name for (name,) in warehouse.query("SHOW TABLES").rows}


def test_migrating_up_down_and_up_again_gives_the_same_tables(warehouse: EmbeddedWarehouse) -> None:
    """A step that cannot be taken back cannot be tried."""
    up = tables(warehouse)
    warehouse.rollback()
    down = tables(warehouse)
    warehouse.migrate()

    assert {"schema_migrations"} == down
    assert up == tables(warehouse)
    assert {t.name for t in TABLES} | {*schema.selects()} == up - down


def test_a_view_is_made_after_those_it_reads() -> None:
    """ClickHouse refuses a view over one that is not there yet."""
    there: set[str] = set()
    for name, select in schema.selects().items():
        assert set() == {*schema.selects()} & keeping.tables(select) - there
        there.add(name)


def test_taking_back_one_step_leaves_the_steps_before_it(warehouse: EmbeddedWarehouse) -> None:
    """An operator takes back what went wrong, not the archive."""
    warehouse.rollback(to=2)
    left = tables(warehouse)
    warehouse.migrate()

    assert {"journal_records", "party_facts"} <= left
    assert "case_snapshots" not in left


def test_every_step_has_a_number_of_its_own() -> None:
    """What stands is kept by number: of two steps with one number, a restart forgets the second."""
    numbers = [step.number for step in schema.steps(Dialect())]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_migrating_twice_keeps_every_row(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """The hub migrates at every start."""
    log.tick("03-02 09:00")
    sink.project(log.records, warehouse)
    warehouse.migrate()

    assert ((1,),) == warehouse.query("SELECT count() FROM ticks").rows


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_table_has_the_columns_its_rows_are_made_for(
    warehouse: EmbeddedWarehouse, table: Table
) -> None:
    """DDL and code are two files; `make step` writes the one from the other."""
    found = warehouse.query(f"DESCRIBE TABLE {table.name}").rows

    assert table.column_names == tuple(row[0] for row in found if row[2] != "MATERIALIZED")


def test_a_column_that_is_declared_becomes_the_next_step_with_its_way_back() -> None:
    """Where it stands, and in what type, is for code to say once."""
    declared = table("t", a=Kind.TEXT, b=Kind.MAYBE_TIME, c=Kind.WHOLE)
    made = (
        "CREATE TABLE IF NOT EXISTS t (\n    a String\n) ENGINE = X",
        "ALTER TABLE t ADD COLUMN c",
    )

    found = list(new_step.missing([declared], made))

    assert [("t", "b", Kind.MAYBE_TIME, "a")] == found
    assert new_step.text(found) == (
        "ALTER TABLE t${on_cluster} ADD COLUMN b Nullable(DateTime64(3, 'UTC')) AFTER a;\n"
        "\n-- down\nALTER TABLE t${on_cluster} DROP COLUMN b;\n"
    )


def test_the_steps_make_every_column_that_is_declared() -> None:
    """Read as they are written; else `make step` would write some of them again."""
    steps = (part for step in schema.steps(Dialect()) for part in step.up)

    assert [] == list(new_step.missing(TABLES, steps))


def test_a_column_that_stands_already_is_told_from_one_that_nobody_declared() -> None:
    """Both were told to declare it first: who chose one that stood looked for a fault."""
    table_of = table("t", a=Kind.TEXT, b=Kind.TEXT), table("u", b=Kind.TEXT)

    assert "b stands, with its step, in t, u; no column waits" in new_step.idle("b", table_of)
    assert "c is declared nowhere; no column waits" in new_step.idle("c", table_of)


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["site_areas"], 1, "site_areas stands, with its step, in party_facts"),
        (["nowhere"], 1, "nowhere is declared nowhere"),
        ([], 2, "make step NAME=place"),
        (["two", "words"], 2, "make step NAME=place"),
    ],
)
def test_where_no_step_is_due_none_is_written(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, line: str
) -> None:
    """A file without a statement would stand in the line of steps for ever."""
    before = sorted(new_step.FOLDER.iterdir())

    assert code == new_step.main(words)
    assert line in capsys.readouterr().err
    assert before == sorted(new_step.FOLDER.iterdir())


def test_a_view_names_the_columns_of_its_snapshot_by_the_things_name() -> None:
    """A new column is shown without a change of the view."""
    spelled = spelled_out("SELECT ${late_columns but time} FROM ${zone}")

    assert "SELECT `event_id`, `late_days` FROM ${zone}" == spelled


def test_every_time_is_kept_in_utc_with_milliseconds() -> None:
    """A column without a zone is read in the client's: eight hours off, in China."""
    ddl = " ".join(part for step in schema.steps(Dialect()) for part in step.up)

    assert ddl.count("DateTime") == ddl.count("DateTime64(3, 'UTC')") > 0


def test_a_partition_key_is_a_function_of_the_sort_key() -> None:
    """Twins in two partitions would never be merged into one."""
    for step in schema.steps(Dialect()):
        for statement in step.up:
            key = statement.partition("PARTITION BY ")[2].split("\n")[0]

            assert key in {"", "topic", "tuple()"}
            assert key != "topic" or "ORDER BY (topic, partition, offset" in statement


def test_on_a_cluster_every_table_is_replicated_and_every_statement_runs_everywhere() -> None:
    """Replication is a parameter, not another schema."""
    plain, spread = Dialect(), Dialect(cluster="hub")
    made = [part for step in schema.steps(spread) for part in (*step.up, *step.down)]
    made += schema.view_statements(spread)

    assert all(" ON CLUSTER hub" in part for part in made)
    caches = [part for part in made if " COMMENT " in part]  # each server keeps its own
    tables = [part for part in made if part.startswith("CREATE TABLE") and part not in caches]
    assert len(kept()) == len(caches)
    assert all("ReplicatedReplacingMergeTree" in part for part in tables)
    assert not any("Replicated" in part for step in schema.steps(plain) for part in step.up)
