"""Kept views answer as the plain views would, and are made anew only when they must be."""

from __future__ import annotations

from pathlib import Path

from projections import schema, sink
from projections.embedded import EmbeddedWarehouse
from projections.keeping import Keeper
from projections.kept_views import kept
from tests.projections.records import Log
from tests.projections.test_levels import department

STAMPS = "SELECT name, comment FROM system.tables WHERE comment != '' ORDER BY name"
LEVELS = "SELECT ancestor_id FROM department_tree WHERE department_id = 'k' ORDER BY depth"


def stamps(warehouse: EmbeddedWarehouse) -> dict[str, str]:
    return dict(warehouse.query(STAMPS).rows)


def levels(warehouse: EmbeddedWarehouse) -> list[str]:
    return [unit for (unit,) in warehouse.query(LEVELS).rows]


def test_a_question_sees_what_was_written_just_before_it(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """An answer from before the last event would contradict the list beside it."""
    department(log, "k", "county", "c")
    sink.project(log.records, warehouse)
    before = levels(warehouse)
    department(log, "c", "city", "p")
    department(log, "p", "province")
    sink.project(log.records[1:], warehouse)

    assert (["k"], ["k", "c", "p"]) == (before, levels(warehouse))


def test_what_no_row_touched_is_not_made_again(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """A tick a minute must not cost a tree a minute."""
    department(log, "k", "county")
    sink.project(log.records, warehouse)
    levels(warehouse)
    made = stamps(warehouse)
    log.tick("03-02 09:00")
    log.snapshot("case", "K-1", 1, case_id="K-1")
    sink.project(log.records[1:], warehouse)
    levels(warehouse)

    assert made["department_tree"] == stamps(warehouse)["department_tree"]


def test_a_question_makes_only_what_it_reads(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """Who asks for one report waits for that one alone."""
    before = stamps(warehouse)
    department(log, "k", "county")
    log.snapshot("case", "K-1", 1, case_id="K-1")
    sink.project(log.records, warehouse)
    levels(warehouse)
    after = stamps(warehouse)

    assert {"department_tree", "department_versions"} == {
        name for name in before if before[name] != after[name]
    }


def test_what_is_kept_stays_kept_when_the_folder_is_opened_again(tmp_path: Path, log: Log) -> None:
    """Each command opens the folder anew; none may pay for all that was computed before."""
    department(log, "k", "county")
    made = []
    for records in (log.records, []):
        warehouse = EmbeddedWarehouse(tmp_path)
        warehouse.migrate()
        sink.project(records, warehouse)
        keeper = Keeper(warehouse._run, warehouse.dialect.render, schema.selects())
        made.append(keeper.refresh(LEVELS))
        warehouse.close()

    assert [2, 0] == made


def test_a_view_of_another_definition_gives_way(warehouse: EmbeddedWarehouse) -> None:
    """After an upgrade the rows must be those of today's SELECT, in today's columns."""
    warehouse._run("DROP TABLE department_tree")
    warehouse._run("CREATE VIEW department_tree AS SELECT 1 AS department_id")
    warehouse._run("INSERT INTO schema_migrations SELECT 0, 'of old', 0, 1000000")
    warehouse.migrate()

    assert [] == levels(warehouse)


def test_no_kept_view_rests_on_the_clock() -> None:
    """
    It would be made anew with every tick; one that is followed takes no note of ticks.

    But ``event_stretches`` does: it keeps the rule it was counted under, and asks for the one now.
    """
    keeper = Keeper(lambda _: (), str, schema.selects())
    read = {name: keeper.rests_on(one) for name, one in kept().items()}
    ticks = {name: {"now", *(() if one.key else ("journal_records",))}
             for name, one in kept().items()}  # fmt: skip

    rests = {name: words & ticks[name] for name, words in read.items() if words & ticks[name]}

    assert {"event_stretches": {"now"}} == rests
