"""A mapping proposed from a header: what is sure of it, what is not, and that it can be used."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from events.instant import parse
from hub.failure import Failure
from hub.loading.checking import check_file
from hub.mapping.reading import read
from hub.mapping.suggested import Suggestion
from hub.mapping.suggesting import suggest
from hub.mapping.understanding import words
from tests.hub.test_cli import Hub, hub
from tests.support.pages import follow
from tests.support.part import ROOT

__all__ = ["hub"]

TABLES = ROOT / "examples" / "tables"
NOW = parse("2026-12-01T00:00:00Z")


def _table(folder: Path, header: str, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding)
    return path


def _events(table: Path, found: Suggestion) -> list[dict[str, Any]]:
    mapping = table.with_suffix(".yaml")
    mapping.write_text(yaml.safe_dump(found.mapping, allow_unicode=True), "utf-8")
    assert [] == check_file(table, "fire", mapping, "en", NOW)[1]
    return [orjson.loads(one.raw) for one in read(table, mapping, "fire")]


def _doubts(found: Suggestion) -> dict[str, str]:
    return {one.field: one.doubt for one in found.decided(sure=False)}


def test_whoever_follows_the_page_has_their_visits_in_the_warehouse(tmp_path: Path) -> None:
    """Suggested, mended, checked, taken in, asked: the quick start of a table."""
    said = follow("quickstart/tables.md", tmp_path)

    assert "UNSURE: departments" in said
    assert "3 accepted, 0 duplicate, 0 rejected" in said
    assert "2026-003" in said


def test_a_register_of_visits_is_taken_for_one(tmp_path: Path) -> None:
    """Chinese headers, several departments in a cell, words of a fixed list, spreadsheet times."""
    table = tmp_path / "visits.csv"
    table.write_bytes((TABLES / "走访台账.csv").read_bytes())
    found = suggest(table)
    visits = _events(table, found)

    assert {"departments": "doubt-names"} == _doubts(found)
    assert ["消防大队", "应急管理局"] == visits[1]["data"]["departments"]
    assert ["routine", "routine", "complaint"] == [one["data"]["ground"] for one in visits]
    assert "2026-03-02T09:00:00+08:00" == visits[0]["data"]["start"]
    assert {"name": "清溪县云杉木业有限公司", "area": "清溪县"} == visits[1]["data"]["party"]


def test_a_register_of_cases_tells_each_step_that_happened(tmp_path: Path) -> None:
    """English headers: an event for each time that is filled in, and none for a blank."""
    table = tmp_path / "cases.csv"
    table.write_bytes((TABLES / "cases.csv").read_bytes())
    found = suggest(table)
    told = [(one["subject"], one["type"].split(".")[1]) for one in _events(table, found)]

    assert {"kind", "channel", "closed"} == set(_doubts(found))
    assert [("K-1", step) for step in ("opened", "assigned", "accepted", "closed")] == told[:4]
    assert ("K-2", "accepted") not in told


def test_excel_is_read_like_the_same_table(tmp_path: Path) -> None:
    """The first sheet of a workbook gives the same mapping."""
    book = Workbook()
    with (TABLES / "cases.csv").open(encoding="utf-8") as rows:
        for row in csv.reader(rows):
            book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "cases.xlsx")

    assert suggest(TABLES / "cases.csv").mapping == suggest(tmp_path / "cases.xlsx").mapping


def test_an_old_encoding_and_another_mark_are_noticed(tmp_path: Path) -> None:
    """Exports of older systems are neither UTF-8 nor separated by commas."""
    table = _table(
        tmp_path, "诉求编号;受理时间;诉求内容", "K-1;2026-03-02 09:00;路灯坏了", encoding="gb18030"
    )
    found = suggest(table)
    [opened] = _events(table, found)

    assert ("gb18030", ";") == (found.mapping["encoding"], found.mapping["delimiter"])
    assert "路灯坏了" == opened["data"]["text"]


@pytest.mark.parametrize(
    ("header", "row", "field", "doubt"),
    [
        ("诉求编号,受理时间,诉求内容", "K-1,昨天,灯", "opened", "doubt-times"),
        ("诉求编号,受理时间(填报),诉求内容", "K-1,2026-03-02,灯", "opened", "doubt-header"),
        ("受理时间,诉求内容", "2026-03-02,灯", "case_id", "doubt-row"),
        ("诉求编号,受理时间,诉求内容", "K-1,03/04/2026,灯", "opened", "doubt-day"),
        ("诉求编号,日期,诉求内容", "K-1,2026-03-02,灯", "opened", "doubt-other"),
        ("企业名称,统一社会信用代码,日期", "甲公司,123,2026-03-02", "uscc", "doubt-codes"),
        (
            "诉求编号,受理时间,诉求内容,办结时间,办结结果",
            "K-1,2026-03-02,灯,2026-03-03,转交", "outcome", "doubt-values",
        ),
    ],
)  # fmt: skip
def test_what_gives_reason_to_doubt_is_said(
    tmp_path: Path, header: str, row: str, field: str, doubt: str
) -> None:
    """A guess that looks like knowledge is worse than none."""
    found = suggest(_table(tmp_path, header, row))

    assert doubt == _doubts(found)[field]


def test_a_header_that_stands_twice_is_named_by_its_place(tmp_path: Path) -> None:
    """Two columns called 备注: each has a name of its own."""
    table = _table(tmp_path, "走访编号,走访时间,走访部门,备注,备注", "V-1,2026-03-02,fire,甲,乙")
    found = suggest(table)

    assert {"备注 4": 4} == found.mapping["columns"]
    assert "甲" == _events(table, found)[0]["data"]["notes"]
    assert ("备注 5",) == found.unused


def test_a_table_that_speaks_of_nothing_known_is_told_as_such(tmp_path: Path) -> None:
    """No mapping is proposed from nothing."""
    with pytest.raises(Failure, match="mapping-unclear"):
        suggest(_table(tmp_path, "a,b", "1,2"))


def test_programs_get_the_proposal_as_a_document(hub: Hub) -> None:
    """What is sure and what is not, without reading comments."""
    said = hub.json("mapping", "suggest", str(TABLES / "cases.csv"))

    assert "case" == said["subject"]
    assert {"kind", "channel", "closed"} == {one["field"] for one in said["unsure"]}
    assert {"field": "case_id", "source": "Case No."} in said["sure"]


_HEADERS = sorted({word for called in words()["columns"].values() for word in called})


@settings(max_examples=30)
@given(
    header=st.lists(st.sampled_from(_HEADERS), min_size=1, max_size=8),
    cell=st.sampled_from(["2026-03-02 09:00", "清溪县", "K-1"]),
)
def test_whatever_the_header_every_proposal_can_be_compiled(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], cell: str
) -> None:
    """Rows may be refused for what stands in them, never for a field that nobody named."""
    folder = tmp_path_factory.mktemp("any")
    table = _table(folder, ",".join(header), ",".join([cell] * len(header)) + ",x")
    try:
        found = suggest(table)
    except Failure:
        return
    mapping = folder / "m.yaml"
    mapping.write_text(yaml.safe_dump(found.mapping, allow_unicode=True), "utf-8")
    _, problems = check_file(table, "fire", mapping, "en", NOW)

    assert {"missing-field", "unknown-field"}.isdisjoint({one.code for one in problems})


@pytest.mark.parametrize("name", ["visit.json", "first-alert.json"])
def test_the_events_of_the_examples_would_be_taken(name: str) -> None:
    """Who tries them must see the hub work, and not a refusal."""
    count, problems = check_file(ROOT / "examples" / name, None, None, "en", NOW)

    assert count
    assert [] == problems


def _workbook(folder: Path, *rows: list[str | None], merged: str = "") -> Path:
    path = folder / "table.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in filter(None, merged.split()):
        sheet.merge_cells(cells)
    book.save(path)
    return path


def test_a_title_and_groups_in_merged_cells_above_the_header_are_skipped(tmp_path: Path) -> None:
    """Offices write the name of the register over it; the columns are named in the third row."""
    table = _workbook(
        tmp_path,
        ["清溪县走访台账", None, None, None],
        ["对象", None, "时间", None],
        ["走访编号", "企业名称", "走访开始时间", "走访结束时间"],
        ["V-1", "清溪县宏达食品有限公司", "2026-03-02 09:00", "2026-03-02 10:30"],
        merged="A1:D1 A2:B2 C2:D2",
    )

    found = suggest(table)

    assert 3 == found.mapping["header"]
    assert ["V-1"] == [one["data"]["visit_id"] for one in _events(table, found)]


def test_a_title_above_a_csv_does_not_hide_what_parts_its_columns(tmp_path: Path) -> None:
    """The title has no semicolons; the rows below it have."""
    table = _table(
        tmp_path, "走访台账", "走访编号;企业名称;走访开始时间", "V-1;宏达食品;2026-03-02 09:00"
    )

    found = suggest(table)

    assert (";", 2) == (found.mapping["delimiter"], found.mapping["header"])
    assert 1 == len(_events(table, found))


def test_a_header_in_the_first_row_is_not_said(tmp_path: Path) -> None:
    """Most tables have it there; a mapping says only what is particular."""
    table = _table(tmp_path, "走访编号,企业名称,走访开始时间", "V-1,宏达食品,2026-03-02 09:00")

    assert "header" not in suggest(table).mapping


@pytest.mark.parametrize("rows", [(), ("走访编号,企业名称",)])
def test_a_table_without_rows_is_told_as_empty(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """Its header would not tell either what the columns hold."""
    path = tmp_path / "table.csv"
    path.write_text("\n".join(rows), "utf-8")

    with pytest.raises(Failure, match="table-empty"):
        suggest(path)
