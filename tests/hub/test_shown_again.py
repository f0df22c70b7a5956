"""Snapshots, receipts and refusals in the warehouse are held against the log by what they say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from events.instant import parse
from hub.embedded.hub import Embedded
from hub.operations import perform
from hub.simulate import Parameters, arrived, simulate
from projections.snapshot_rows import THINGS
from projections.tables import Kind
from tests.hub.history import hub, raw

CITY = Parameters(
    parties=40, days=60, seed=5, villages=8, issues=50, solved=46, strangers=120, texts=30
)
_NOW = "SETTINGS mutations_sync = 2"
UNTIL = "2026-05-01T00:00:00Z"
LATE = raw("late", "visit.recorded", "2024-01-10T09:00", "fire", visit_id="V-late", party_id="P-1",
           departments=["fire"], purpose="safety", ground="routine",
           start="2024-01-10T09:00:00+08:00", end="2024-01-10T10:00:00+08:00")  # fmt: skip


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A hub with a whole city in it, and something that was refused."""
    with hub(tmp_path_factory.mktemp("hub") / "data", parse("2026-11-01T00:00:00Z")) as opened:
        opened.begin(defaults=True)
        lines = [*arrived(CITY, simulate(CITY)).lines, b"no event", b"nor this"]
        opened.accept([(_department(line), line) for line in lines])
        perform(opened, "finish", {"clock": "event", "until": UNTIL})
        opened.accept([LATE])
        yield opened


def _department(line: bytes) -> str:
    name = line.partition(b'"source":"/departments/')[2].partition(b'"')[0].partition(b"/")[0]
    return name.decode() or "tax"


def _told(standing: Embedded) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for problem in perform(standing, "verify", {})["problems"]:
        found.setdefault(problem["code"], []).append((problem["where"], problem["what"]))
    return found


def _run(standing: Embedded, sql: str) -> None:
    standing.warehouse()._run(sql)


def _some_id(standing: Embedded, kind: str) -> str:
    """Return the id of some thing of *kind* that is shown."""
    sql = f"SELECT id FROM {THINGS[kind].table.name} FINAL WHERE deleted = 0 ORDER BY id LIMIT 1"
    [(id,)] = standing.warehouse().query(sql).rows
    return str(id)


def test_whatever_is_altered_in_the_warehouse_is_named(standing: Embedded) -> None:
    """An office may not shorten a clock, nor a receipt say that another code was told."""
    assert {} == _told(standing)

    expected = {_altered(standing, kind) for kind in THINGS}
    expected |= {_rewritten(standing), _taken_out(standing), _put_in(standing)}
    for table in ("receipt_records", "rejected_records"):
        said = "UPDATE message = 'all is well' WHERE ingest_topic = 'ingest.tax' AND code != ''"
        _run(standing, f"ALTER TABLE {table} {said} {_NOW}")
    told = _told(standing)

    assert expected == set(told["snapshot"])
    assert {"receipts.tax", "rejected"} == {where.split(":")[0] for where, _ in told["altered"]}
    assert 4 == len(told["altered"])
    assert {"snapshot", "altered"} == told.keys()


def _altered(standing: Embedded, kind: str) -> tuple[str, str]:
    """Alter one column of a row of *kind*; return what must be told of it."""
    id, thing = _some_id(standing, kind), THINGS[kind]
    column = next(name for name, _ in thing.fields if thing.kinds[name] is Kind.TEXT)
    said = f"UPDATE {column} = concat({column}, 'x') WHERE id = '{id}'"
    _run(standing, f"ALTER TABLE {thing.table.name} {said} {_NOW}")
    return f"{kind}:{id}", f"is shown otherwise than its document says in {column}"


def _rewritten(standing: Embedded) -> tuple[str, str]:
    """Alter a clock with the document beside it, as somebody does who knows of it."""
    found = "SELECT max(id) FROM clock_snapshots FINAL WHERE status = 'breached'"
    [(id,)] = standing.warehouse().query(found).rows
    document = "replaceOne(document, '\"breached\"', '\"met\"')"
    said = f"UPDATE status = 'met', document = {document} WHERE id = '{id}'"
    _run(standing, f"ALTER TABLE clock_snapshots {said} {_NOW}")
    return f"clock:{id}", "differs from a replay"


def _taken_out(standing: Embedded) -> tuple[str, str]:
    [(id,)] = standing.warehouse().query("SELECT max(id) FROM case_snapshots FINAL").rows
    _run(standing, f"ALTER TABLE case_snapshots DELETE WHERE id = '{id}' {_NOW}")
    return f"case:{id}", "is concluded by a replay and missing in the warehouse"


def _put_in(standing: Embedded) -> tuple[str, str]:
    rows = "SELECT * FROM visit_snapshots FINAL WHERE deleted = 0 ORDER BY id DESC LIMIT 1"
    _run(standing, f"INSERT INTO visit_snapshots SELECT * REPLACE ('V-2' AS id) FROM ({rows})")
    return "visit:V-2", "stands in the warehouse and is not concluded by a replay"
