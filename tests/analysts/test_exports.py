"""What is taken out of the hub is read by the tools it is for, and tells nobody's secrets."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hub.client import Client
from hub.exporting.defusing import DANGEROUS, defused
from hub.exporting.export import Wanted, export
from hub.exporting.open311 import OTHER, shown
from hub.exporting.selection import Selection
from hub.exporting.source import Source
from hub.failure import Failure
from projections.exported import TABLES

EVENTS = "SELECT name, count() AS n FROM events WHERE withdrawn = 0 AND {} GROUP BY name"


def exported(city: Client, format: str, path: Path, **said: Any) -> dict[str, Any]:
    selection = Selection(**{name: said.pop(name) for name in list(said) if name in SELECTED})
    return export(city, Wanted(format, path, selection, **said))


SELECTED = Selection._fields


def counted(city: Client, where: str) -> dict[str, int]:
    return {row["name"]: row["n"] for row in city.ask("sql", query=EVENTS.format(where))}


@pytest.mark.parametrize("ending", ["json", "sqlite"])
def test_pm4py_reads_every_event_of_cases_and_visits(
    city: Client, tmp_path: Path, ending: str
) -> None:
    """Process discovery begins with a log that a common tool reads without a word from us."""
    import pm4py  # noqa: PLC0415 - slow to begin

    path = tmp_path / f"city.{ending}"
    summary = exported(city, "ocel", path)
    read = (pm4py.read_ocel2_json if ending == "json" else pm4py.read_ocel2_sqlite)(str(path))
    told = counted(city, "(startsWith(name, 'case.') OR startsWith(name, 'visit.'))")
    minutes = read.events["working_minutes_since_opening"].dropna()

    assert told == Counter(read.events["ocel:activity"])
    assert summary["events"] == len(read.events) == sum(told.values())
    assert {"case", "visit", "party", "department", "assignment"} == set(read.objects["ocel:type"])
    assert len(minutes) == sum(n for name, n in told.items() if name.startswith("case."))


def test_both_forms_of_ocel_say_the_same_and_name_only_what_is_there(
    city: Client, tmp_path: Path
) -> None:
    """A relation to an object that is missing is refused by strict readers."""
    from hub.sqlite import Database  # noqa: PLC0415

    exported(city, "ocel", tmp_path / "city.json")
    exported(city, "ocel", tmp_path / "city.sqlite")
    document = orjson.loads((tmp_path / "city.json").read_bytes())
    objects = {one["id"] for one in document["objects"]}
    related = {
        (one["id"], to["objectId"], to["qualifier"])
        for one in document["events"]
        for to in one["relationships"]
    }
    database = Database(tmp_path / "city.sqlite")
    in_tables = set(database.rows("SELECT * FROM event_object"))
    database.close()

    assert related == in_tables
    assert set() == {to for _, to, _ in related} - objects
    assert len(objects) == len(document["objects"])


def test_working_minutes_are_those_of_the_calendar(city: Client, tmp_path: Path) -> None:
    """What no other tool can know: nights, weekends and make-up workdays between two steps."""
    exported(city, "ocel", tmp_path / "city.json")
    events = orjson.loads((tmp_path / "city.json").read_bytes())["events"]
    steps = [one for one in events if "case:case-00009" in one["relationships"][0]["objectId"]]
    told = [{a["name"]: a["value"] for a in one["attributes"]} for one in steps]
    waits = [one["working_minutes_since_previous"] for one in told]

    # Monday 26 January 09:00; +20 minutes; 11:00; Monday 2 February 17:29.
    assert [0, 20, 100, 2399] == waits[:4]
    assert told[3]["working_minutes_since_opening"] == sum(waits[:4])


def test_the_size_of_buckets_changes_nothing(city: Client) -> None:
    """Memory is bounded by cutting the log; the cut must not be seen in what is told."""
    from hub.exporting import ocel  # noqa: PLC0415

    def told(records: int) -> list[Any]:
        source = Source(city, Selection(), records)
        return sorted(ocel.walk(source, lambda _: None), key=lambda one: (one.type, one.id))

    assert told(700) == told(1_000_000)


def test_pm4py_reads_every_case_from_xes(city: Client, tmp_path: Path) -> None:
    """The older form is what most tools of process mining still take."""
    import pm4py  # noqa: PLC0415 - slow to begin

    summary = exported(city, "xes", tmp_path / "city.xes")
    log = pm4py.read_xes(str(tmp_path / "city.xes"))
    told = counted(city, "startsWith(name, 'case.')")

    assert {f"case.{name}": n for name, n in Counter(log["concept:name"]).items()} == told
    assert summary["cases"] == log["case:concept:name"].nunique()


def test_an_export_holds_whole_cases_of_its_days_and_department(
    city: Client, tmp_path: Path
) -> None:
    """A case cut at the edge of a month would look as if it had never been answered."""
    asked = "SELECT count() AS n FROM cases WHERE toDate(opened_at, 'Asia/Shanghai') = '2026-02-04'"
    [row] = city.ask("sql", query=asked)
    bounds = {"since": "2026-02-04", "until": "2026-02-05"}
    of_day = exported(city, "xes", tmp_path / "day.xes", **bounds)
    [given_to] = city.ask(
        "sql", query="SELECT uniqExact(case_id) AS n FROM assignments WHERE department = 'water'"
    )
    of_water = exported(city, "xes", tmp_path / "water.xes", department="water")

    assert row["n"] == of_day["cases"] > 0
    assert given_to["n"] == of_water["cases"] > 0


def test_what_a_rated_department_gets_tells_no_rating(city: Client, tmp_path: Path) -> None:
    """Of three who rated, a department would know by name who was not content."""
    exported(city, "ocel", tmp_path / "water.json", reader="water")
    text = (tmp_path / "water.json").read_text()

    assert "case.opened" in text
    assert "case.evaluated" not in text
    with pytest.raises(Failure, match="table-guarded"):
        exported(city, "csv", tmp_path / "e.csv", table="evaluations", reader="water")


def test_event_logs_hold_no_words_and_no_names(city: Client, tmp_path: Path) -> None:
    """Free text may name people, whatever was redacted; codes cannot."""
    [row] = city.ask("sql", query="SELECT max(name) AS told FROM parties WHERE name != ''")
    for ending in ("json", "sqlite"):
        exported(city, "ocel", tmp_path / f"city.{ending}")
    exported(city, "xes", tmp_path / "city.xes")
    for path in tmp_path.iterdir():
        text = path.read_bytes().decode(errors="ignore")

        assert row["told"] not in text
        assert "已联系有关单位" not in text


@pytest.mark.parametrize("ending", ["json", "xml"])
def test_open311_tells_every_case_and_no_small_group(
    city: Client, tmp_path: Path, ending: str
) -> None:
    """For the public: fields of GeoReport v2, nobody's text, no group that is somebody."""
    path = tmp_path / f"requests.{ending}"
    summary = exported(city, "open311", path)
    requests: list[dict[str, Any]] = (
        orjson.loads(path.read_bytes())
        if ending == "json"
        else [{f.tag: f.text for f in one} for one in ET.parse(path).getroot()]  # noqa: S314 - ours
    )
    rows = {row["case_id"]: row for row in city.ask("sql", query="SELECT * FROM cases")}
    parties: dict[tuple[str, str], set[str]] = {}
    for one in requests:
        group = one["service_code"], one["address"]
        parties.setdefault(group, set()).add(rows[one["service_request_id"]]["party_id"])

    assert len(rows) == summary["requests"] == len(requests)
    for one in requests:
        closed = rows[one["service_request_id"]]["status"] == "closed"
        assert ("closed" if closed else "open") == one["status"]
    assert not any(one["description"] for one in requests)
    assert [] == [g for g, who in parties.items() if len(who) < 5 and g[1] and g[0] != OTHER]


def test_a_group_of_four_is_hidden_with_two_more_and_one_of_five_alone_is_shown() -> None:
    """What is left out must not be had by subtraction from the whole."""

    def groups(*sizes: int) -> list[dict[str, Any]]:
        areas = [
            {"category": "water", "area": f"a{n}", "parties": size, "by_area": 1}
            for n, size in enumerate(sizes)
        ]
        whole = {"category": "water", "area": "", "parties": sum(sizes), "by_area": 0}
        return [whole, *areas]

    def told(*sizes: int) -> set[str]:
        return {area for _, area in shown(groups(*sizes), 5).areas}

    assert {"a0", "a1", "a2", "a3"} == told(5, 5, 6, 9)
    assert {"a3"} == told(4, 5, 6, 9)
    assert set() == told(1)
    assert frozenset() == shown(groups(9, 9), 1e9).categories


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_is_taken_out_whole(city: Client, tmp_path: Path, table: str) -> None:
    """An analyst's own tool gets as many rows as SQL would give, with types."""
    [size] = city.ask("sql", query=f"SELECT count() AS n FROM {table}")
    exported(city, "parquet", tmp_path / "t.parquet", table=table)
    read = pq.read_table(tmp_path / "t.parquet")

    assert size["n"] == read.num_rows
    assert "raw" not in read.column_names


def test_a_table_is_the_same_in_all_three_forms(city: Client, tmp_path: Path) -> None:
    """Whoever changes the tool must not see other figures."""
    for format in ("csv", "xlsx", "parquet"):
        exported(city, format, tmp_path / f"t.{format}", table="cases")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as text:
        in_csv = [(row["case_id"], int(row["hops"])) for row in csv.DictReader(text)]
    book = load_workbook(tmp_path / "t.xlsx", read_only=True)
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    places = head.index("case_id"), head.index("hops")
    in_parquet = pq.read_table(tmp_path / "t.parquet").select(["case_id", "hops"]).to_pylist()

    assert in_csv == [(row[places[0]], row[places[1]]) for row in rows]
    assert in_csv == [tuple(row.values()) for row in in_parquet]
    book.close()


def test_a_report_is_titled_in_the_readers_language(city: Client, tmp_path: Path) -> None:
    """A table that goes to a meeting is read without a key to its columns."""
    stated = {"language": "zh", "stated": True}
    exported(city, "csv", tmp_path / "zh.csv", report="on-time", **stated)
    exported(city, "csv", tmp_path / "bare.csv", report="on-time")
    titles = (tmp_path / "zh.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    names = (tmp_path / "bare.csv").read_text(encoding="utf-8-sig").splitlines()[0]

    assert titles.startswith("部门,时限")
    assert names.startswith("department,clock")


def test_the_bulletin_is_one_file_that_prints(city: Client, tmp_path: Path) -> None:
    """It is put on a notice board and on a site; neither has our style sheets."""
    for language in ("en", "zh"):
        made = exported(city, "bulletin", tmp_path / f"{language}.html", language=language)
        text = (tmp_path / f"{language}.html").read_text(encoding="utf-8")

        assert "2026Q1" == made["quarter"]
        assert "@page" in text
        assert "$" not in text
        assert not any(word in text for word in ("http:", "https:", "<script", "url("))
    assert "季度公报" in (tmp_path / "zh.html").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_not_written_over(city: Client, tmp_path: Path) -> None:
    """The last quarter's figures were published; a slip must not replace them."""
    path = tmp_path / "t.csv"
    path.write_text("mine")

    with pytest.raises(Failure, match="export-exists"):
        exported(city, "csv", path, table="cases")
    assert "mine" == path.read_text()
    exported(city, "csv", path, table="cases", replace=True)
    assert [path] == list(tmp_path.iterdir())


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    """=HYPERLINK(…) in a complaint must not run on the machine of who opens the table."""
    cell = defused(text)

    assert cell.lstrip(" \u00a0\u3000\ufeff\u200b")[:1] not in DANGEROUS
    assert cell.removeprefix("'") == text or cell == text
    assert defused(cell) == cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    """The signs that OWASP names, their full-width twins, and blanks before them."""
    assert f"'{text}" == defused(text)


@pytest.mark.parametrize("text", ["", "1-1", "a=b", "路灯坏了", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    """A defused table is still the table."""
    assert text == defused(text)
