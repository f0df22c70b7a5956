"""Verify, replay, rebuild: what is reported is what the log says, or it is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

from events.instant import parse
from events.partitioner import partition_of
from events.record import Outgoing
from hub import cli
from hub.embedded.hub import Embedded
from hub.embedded.log import Log
from hub.operations import perform
from hub.proving.log_check import verify_log
from hub.proving.warehouse_check import compare_partition
from hub.sqlite import Database
from tests.hub.history import hub, troubled_month, unreadable

UNTIL = "2026-04-01T00:00:00Z"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with a month in it, its warehouse caught up."""
    folder = tmp_path_factory.mktemp("hub") / "data"
    with hub(folder) as standing:
        standing.begin(defaults=True)
        standing.accept(troubled_month())
        perform(standing, "finish", {"clock": "event", "until": UNTIL})
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A copy of its log, to be spoilt; the warehouse follows when it is opened."""
    (tmp_path / "data").mkdir()
    shutil.copy(template / "log.sqlite", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def standing(folder: Path) -> Iterator[Embedded]:
    with hub(folder) as opened:
        yield opened


def codes(standing: Embedded) -> set[str]:
    return {problem["code"] for problem in perform(standing, "verify", {})["problems"]}


def spoil(folder: Path, sql: str) -> None:
    """Change the log behind the hub's back."""
    database = Database(folder / "log.sqlite")
    database.run(sql)
    database.close()


def table(folder: Path, topic: str, partition: int = 0) -> str:
    database = Database(folder / "log.sqlite")
    row = database.row("SELECT first_table FROM topic WHERE name = ?", (topic,))
    database.close()
    assert row is not None
    return f"log_{row[0] + partition}"


def test_an_untouched_hub_agrees_with_itself(standing: Embedded) -> None:
    """Nothing lost, nothing twice."""
    document = perform(standing, "verify", {})

    assert (True, []) == (document["ok"], document["problems"])
    assert document["figures"]["findings"] > 0


def test_a_row_removed_from_the_warehouse_is_missed(standing: Embedded) -> None:
    """A report that silently leaves an event out is worse than none."""
    warehouse = standing.warehouse()
    warehouse._run("ALTER TABLE journal_records DELETE WHERE offset = 3 SETTINGS mutations_sync=2")

    assert {"not-in-warehouse"} == codes(standing)


def test_a_fact_altered_in_the_warehouse_is_told(standing: Embedded) -> None:
    """Reports read limits from a table of their own: the record stands whole beside it."""
    sql = "ALTER TABLE policy_settings UPDATE amount = 77 WHERE policy_id = 'reports'"
    standing.warehouse()._run(f"{sql} SETTINGS mutations_sync=2")

    assert {"fact"} == codes(standing)


@pytest.mark.parametrize(
    ("topic", "offset", "told"),
    [
        ("journal.cases", 10**9, {"not-in-log"}),
        ("journal.cases.9", 0, {"unknown-records"}),
        ("ingest.water", 0, {"unknown-records"}),
    ],
    ids=["beyond the end", "of a generation that is not there", "of no journal"],
)
def test_a_fact_of_a_record_that_is_not_there_is_told(
    standing: Embedded, topic: str, offset: int, told: set[str]
) -> None:
    """A row put in by hand needs no record beside it to be shown."""
    columns = "topic, partition, offset, event_id, finding_id, status"
    values = f"'{topic}', 0, {offset}, 'forged', 'f', 'dismissed'"
    standing.warehouse()._run(f"INSERT INTO judgements ({columns}) VALUES ({values})")

    assert told == codes(standing)


class Earlier:
    """The last journal partition of cases one record ago; its log ends at *newest* now."""

    def __init__(self, log: Log, newest: int) -> None:
        self._log, self._newest = log, newest

    def end(self, topic: str, partition: int) -> int:
        return self._log.end(topic, partition) - 1

    def newest(self, topic: str, partition: int) -> int:
        return self._log.end(topic, partition) + self._newest

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


@pytest.mark.parametrize(("newest", "told"), [(-1, 1), (0, 0), (1, 0)])
def test_a_record_that_came_while_it_was_looked_at_is_no_problem(
    standing: Embedded, newest: int, told: int
) -> None:
    """Each minute writes its tick, also at rest; what the log does not have by then is told."""
    warehouse = standing.warehouse()

    with standing.reading() as log:
        found = list(compare_partition(Earlier(log, newest), warehouse, "journal.cases", 0))

    assert [problem.code for problem in found] == told * ["not-in-log"]


def test_a_finding_altered_in_the_warehouse_is_told(standing: Embedded) -> None:
    """Nobody may soften a finding about their department."""
    sql = "ALTER TABLE finding_records UPDATE department = 'nobody' WHERE rule = 'ping-pong'"
    standing.warehouse()._run(f"{sql} SETTINGS mutations_sync=2")

    assert {"finding"} == codes(standing)


def test_a_finding_put_into_the_log_by_hand_is_told(folder: Path) -> None:
    """What no replay concludes was not concluded."""
    with hub(folder) as standing:
        forged = next(
            record
            for number in range(4)
            for record in standing.engine.log.read("findings", number)
            if b'"open"' in record.value
        )
        value = forged.value.replace(b'"revision":1', b'"revision":9').replace(b"water", b"roads")
        standing.engine.log.append(
            Outgoing("findings", forged.key, value, forged.headers, forged.partition), 0
        )
        standing.engine.tick(parse("2026-04-02T00:00:00Z"))

        assert {"finding", "finding-on-record"} == codes(standing)
        assert not perform(standing, "replay", {})["same"]


def test_an_event_taken_out_of_the_log_is_told(folder: Path) -> None:
    """An accepted event was receipted: it may not vanish."""
    name = table(folder, "journal.cases", 1)
    spoil(folder, f"DELETE FROM {name} WHERE offset = (SELECT max(offset) - 2 FROM {name})")

    with hub(folder) as standing:
        assert "gap" in codes(standing)


def test_a_receipt_taken_out_of_the_log_is_told(folder: Path) -> None:
    """Everything that was sent is answered."""
    name = table(folder, "receipts.centre")
    spoil(folder, f"DELETE FROM {name} WHERE offset = (SELECT max(offset) FROM {name})")

    with hub(folder) as standing:
        assert "no-receipt" in codes(standing)


def test_a_refused_record_altered_or_taken_out_is_told(tmp_path: Path) -> None:
    """What was refused is kept as it was sent, so that it can be sent again when mended."""
    with hub(tmp_path) as standing:
        standing.accept([("tax", b"no event"), ("tax", b"nor this"), ("tax", b"nor that")])
    for number in range(4):
        name = table(tmp_path, "rejected", number)
        spoil(tmp_path, f"DELETE FROM {name} WHERE key = CAST('ingest.tax:0:0' AS BLOB)")
        altered = 'CAST(replace(CAST(value AS TEXT), \'"raw":"\', \'"raw":"AAAA\') AS BLOB)'
        key = "CAST('ingest.tax:0:1' AS BLOB)"
        spoil(tmp_path, f"UPDATE {name} SET value = {altered} WHERE key = {key}")

    with hub(tmp_path) as standing, standing.reading() as log:
        problems = {(one.code, one.where) for one in verify_log(log).problems}

    assert {("refused-unkept", "ingest.tax:0:0"), ("refused-altered", "ingest.tax:0:1")} == problems


def test_what_a_fold_refused_is_accounted_for(folder: Path) -> None:
    """It names an entry that stands there and that a replay cannot use either."""
    with hub(folder) as standing:
        unreadable(standing)

        assert set() == codes(standing)


def test_a_refusal_of_a_fold_taken_out_of_the_log_is_told(folder: Path) -> None:
    """What a fold could not use counts in no conclusion: somebody must be able to see it."""
    with hub(folder) as standing:
        unreadable(standing)
    for number in range(4):
        spoil(folder, f"DELETE FROM {table(folder, 'rejected', number)}")

    with hub(folder) as standing:
        assert "refused-unkept" in codes(standing)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "refused-unsaid"),  # a replay folds it
        ({"sha256": "00"}, "refused-altered"),
        ({"offset": 999_999}, "refused-unsaid"),
        ({"topic": "journal.nothing"}, "refused-unsaid"),
    ],
)
def test_a_refusal_of_a_fold_put_into_the_log_by_hand_is_told(
    folder: Path, said: dict[str, object], told: str
) -> None:
    """Nobody may make a case's event look unusable; let go, what a replay folds is at peace."""
    with hub(folder) as standing:
        log = standing.engine.log
        entry = next(log.read("journal.cases", 0))
        refusal = {
            "code": "unfoldable", "message": "", "field": "", "department": "hub",
            "topic": "journal.cases", "partition": 0, "offset": entry.offset,
            "sha256": sha256(entry.value).hexdigest(), "raw": "", "time": UNTIL,
        }  # fmt: skip
        standing.engine.say([Outgoing("rejected", b"hub", orjson.dumps(refusal | said))])
        before = codes(standing)
        id = f"{refusal['topic']}:0:{entry.offset}"
        if not said:
            perform(standing, "rejected_drop", {"ids": [id]})

        assert told in before
        assert bool(said) == (told in codes(standing))


def test_an_event_altered_in_the_log_is_told(folder: Path) -> None:
    """The warehouse has the bytes as they were written."""
    with hub(folder) as standing:
        standing.project()
    name = table(folder, "journal.cases", 0)
    swapped = "CAST(replace(CAST(value AS TEXT), 'water', 'roads') AS BLOB)"
    spoil(folder, f"UPDATE {name} SET value = {swapped}")

    with hub(folder) as standing:
        assert "altered" in codes(standing)


def test_a_replay_finds_the_same(standing: Embedded) -> None:
    """The same log gives the same findings."""
    document = perform(standing, "replay", {})

    assert (True, [], [], []) == (
        document["same"],
        document["missing"],
        document["extra"],
        document["changed"],
    )
    assert document["count"] > 0


def test_a_replay_of_one_rule_looks_at_that_rule_alone(standing: Embedded) -> None:
    """A department asks about one finding, not about all of them."""
    every = perform(standing, "replay", {})["count"]
    one = perform(standing, "replay", {"rule": "ping-pong"})["count"]

    assert 0 < one < every


def test_a_rebuilt_warehouse_answers_as_before(standing: Embedded) -> None:
    """It can always be thrown away: the log is the truth."""
    before = perform(standing, "findings", {})
    perform(standing, "rebuild", {})

    assert before == perform(standing, "findings", {})
    assert set() == codes(standing)


def test_a_warehouse_that_was_deleted_comes_back(folder: Path) -> None:
    """Even by someone who only wanted to save space."""
    with hub(folder) as standing:
        standing.project()
    shutil.rmtree(folder / "warehouse")
    with hub(folder) as standing:
        assert set() == codes(standing)


def test_a_projector_killed_in_an_insert_repeats_the_same_rows(folder: Path) -> None:
    """What was noted and perhaps stored is stored again under the same token: nothing twice."""
    question = {"query": "SELECT count() AS n FROM journal_records FINAL"}
    with hub(folder) as standing:
        before = perform(standing, "sql", question)
    sql = "UPDATE projected SET metadata = '0-' || (committed - 1), committed = 0"
    spoil(folder, f"{sql} WHERE committed > 0")
    with hub(folder) as standing:
        after = perform(
            standing, "sql", {"query": "SELECT count() AS n FROM journal_records FINAL"}
        )

        assert before == after
        assert set() == codes(standing)


def test_a_link_whose_two_cases_share_a_partition_stands_once_under_each(tmp_path: Path) -> None:
    """A link is written under both of its keys: two entries of one sending are no repeat."""
    first, second = [f"K{n}" for n in range(40) if partition_of(f"K{n}".encode(), 4) == 0][:2]
    said = {
        "specversion": "1.0",
        "id": "1",
        "source": "/departments/hotline",
        "type": "case.linked.v1",
        "time": "2026-05-11T10:00:00+08:00",
        "data": {"case_id": first, "other_case_id": second, "relation": "duplicate"},
    }
    with hub(tmp_path / "data") as standing:
        standing.begin(defaults=True)
        standing.accept([("hotline", orjson.dumps(said))])

        assert set() == codes(standing)


def test_a_record_altered_in_the_log_is_found_by_the_notarys_chain(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever keeps the files cannot rewrite them unseen: exit code 1, and the stretch."""
    told = ["--data", str(folder)]
    cli.run([*told, "notary", "--every", "0", "--json"])
    public = orjson.loads(capsys.readouterr().out)["public"]
    asked = [*told, "verify", "--chain", "--notary-key", public]
    before = cli.run(asked)
    spoil(folder, f"UPDATE {table(folder, 'journal.cases')} SET key = x'78' WHERE offset = 3")
    after = cli.run([*asked, "--json"])

    assert (0, 1) == (before, after)
    assert '"chain-broken"' in capsys.readouterr().out


def test_without_an_anchor_there_is_nothing_to_hold_the_log_to(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Silence would look like proof."""
    asked = ["--data", str(folder), "verify", "--chain", "--notary-key", "none"]

    assert 2 == cli.run(asked)
    assert "hub notary" in capsys.readouterr().err
