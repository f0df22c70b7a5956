"""Mappings: a department's table becomes CloudEvents, declaratively."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest
import yaml
from openpyxl import Workbook

from hub.client import open_client
from hub.failure import Failure
from hub.loading.load import Load, run_load
from hub.mapping.reading import count, read
from hub.mapping.tables import rows
from hub.settings import Settings

OPENED = {
    "type": "case.opened.v1",
    "time": "at",
    "data": {"case_id": "number"},
}


def events(folder: Path, table: str, mapping: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the CloudEvents that *mapping* makes of the CSV text *table*."""
    (folder / "table.csv").write_text(table, "utf-8")
    (folder / "mapping.yaml").write_text(yaml.safe_dump(mapping), "utf-8")
    emitted = read(folder / "table.csv", folder / "mapping.yaml", "water")
    return [orjson.loads(event.raw) for event in emitted]


def test_a_row_becomes_an_event_of_the_department_that_sent_the_file(tmp_path: Path) -> None:
    """The least mapping: a type, a time and one field."""
    (event,) = events(tmp_path, "number,at\n7,2026-01-05 09:00\n", {"events": [OPENED]})

    assert {
        "specversion": "1.0",
        "id": "1.1",
        "source": "/departments/water",
        "type": "case.opened.v1",
        "time": "2026-01-05T09:00:00+08:00",
        "sequence": "1",
        "subject": "7",
        "data": {"case_id": "7"},
    } == event


def test_rows_that_are_exactly_alike_are_read_once_when_the_mapping_says_so(
    tmp_path: Path,
) -> None:
    """A register that was exported twice is one register; its row numbers stay the file's."""
    table = "number,at\n7,2026-01-05\n7,2026-01-05\n8,2026-01-05\n"

    numbers = [
        e["sequence"] for e in events(tmp_path, table, {"distinct": True, "events": [OPENED]})
    ]

    assert ["1", "3"] == numbers


def test_a_change_of_a_column_is_counted_per_group_and_skips_the_unknown(tmp_path: Path) -> None:
    """Groups a ? b b (other group: b) a: an unknown owner is no new owner."""
    table = "number,at,owner\n" + "".join(
        f"{number},2026-01-05,{owner}\n" for number, owner in ("1a", "1?", "1a", "1b", "2b", "1a")
    )
    mapping = {
        "group_by": "number",
        "unknown": {"owner": ["?"]},
        "events": [OPENED | {"changes": "owner"}],
    }

    assert ["1", "4", "5", "6"] == [e["sequence"] for e in events(tmp_path, table, mapping)]


def test_first_and_last_rows_of_a_group_are_told_apart(tmp_path: Path) -> None:
    """The first row opens a case; the last one tells how it ended."""
    table = "number,at\n1,2026-01-05\n1,2026-01-05\n2,2026-01-05\n"
    mapping = {
        "group_by": "number",
        "events": [OPENED | {"when": {"first": True}}, OPENED | {"when": {"last": True}}],
    }

    assert ["1.1", "2.2", "3.1", "3.2"] == [e["id"] for e in events(tmp_path, table, mapping)]


def test_a_repeated_header_is_named_by_position(tmp_path: Path) -> None:
    """Positions count from 1, as a person counts columns."""
    table = "number,at,kind,kind\n7,2026-01-05,outer,inner\n"
    mapping = {
        "columns": {"inner": 4},
        "events": [OPENED | {"data": {"case_id": "number", "text": "inner"}}],
    }

    (event,) = events(tmp_path, table, mapping)

    assert "inner" == event["data"]["text"]


def test_a_repeated_header_named_by_name_is_refused_with_the_mend(tmp_path: Path) -> None:
    """Which of the two was meant cannot be guessed."""
    mapping = {"events": [OPENED | {"data": {"text": "kind"}}]}

    with pytest.raises(Failure) as refused:
        events(tmp_path, "number,at,kind,kind\n", mapping)

    assert "by position under `columns`" in str(refused.value.values["reason"])


def test_an_unknown_party_is_kept_as_empty_and_an_empty_option_is_left_out(
    tmp_path: Path,
) -> None:
    """Unknown parties are kept and never matched; an empty optional field says nothing."""
    mapping = {
        "unknown": {"party_id": ["0"]},
        "events": [
            OPENED | {"data": {"party_id": "licence", "area": "district", "place": "district"}}
        ],
    }

    (event,) = events(tmp_path, "at,licence,district\n2026-01-05,0,\n", mapping)

    assert {"party_id": "", "area": ""} == event["data"]


def test_values_are_looked_up_templated_split_and_fixed(tmp_path: Path) -> None:
    """Every form a field may take."""
    mapping = {
        "events": [
            OPENED
            | {
                "data": {
                    "case_id": "{number}-{row}",
                    "kind": {"column": "k", "map": {"1": "demand"}, "default": "complaint"},
                    "departments": {"column": "who", "split": ";"},
                    "level": {"column": "number", "number": True},
                    "channel": {"const": "web"},
                    "start": "at",
                    "end": {"column": "day", "format": "%d/%m/%Y", "timezone": "UTC"},
                }
            }
        ]
    }

    (event,) = events(tmp_path, "number,at,k,who,day\n7,2026-01-05,1,a; b,6/1/2026\n", mapping)

    assert {
        "case_id": "7-1",
        "kind": "demand",
        "departments": ["a", "b"],
        "level": 7,
        "channel": "web",
        "start": "2026-01-05T00:00:00+08:00",
        "end": "2026-01-06T00:00:00+00:00",
    } == event["data"]


def test_a_time_that_is_none_is_handed_on_for_intake_to_refuse(tmp_path: Path) -> None:
    """A wrong cell must be receipted, not dropped by the reader."""
    (event,) = events(tmp_path, "number,at\n7,soon\n", {"events": [OPENED]})

    assert "soon" == event["time"]


def test_a_mapping_that_is_wrong_names_the_place(tmp_path: Path) -> None:
    """One line that says what, where and how to mend it."""
    with pytest.raises(Failure) as refused:
        events(tmp_path, "at\n", {"events": [{"type": "case.opened.v1"}]})

    assert "events.0.time" == refused.value.values["where"]


def test_gzipped_tables_and_spreadsheets_are_read_as_they_are(tmp_path: Path) -> None:
    """Departments export what their tools export."""
    (tmp_path / "mapping.yaml").write_text(yaml.safe_dump({"events": [OPENED]}))
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress(b"number,at\n7,2026-01-05\n"))
    book = Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(["number", "at"])
    sheet.append([7, "2026-01-05"])
    book.save(tmp_path / "table.xlsx")

    for path in (packed, tmp_path / "table.xlsx"):
        (event,) = read(path, tmp_path / "mapping.yaml", "water")
        assert "7" == orjson.loads(event.raw)["data"]["case_id"]
        assert 1 == count(path, tmp_path / "mapping.yaml")


def test_what_a_column_calls_unknown_is_unknown_in_the_field_it_fills(tmp_path: Path) -> None:
    """A mapping may name the column or the field."""
    mapping = {
        "unknown": {"licence": ["0"]},
        "events": [OPENED | {"data": {"party_id": "licence"}}],
    }

    (event,) = events(tmp_path, "at,licence\n2026-01-05,0\n", mapping)

    assert {"party_id": ""} == event["data"]


def test_a_field_that_must_be_there_keeps_what_its_column_calls_unknown(tmp_path: Path) -> None:
    """An answer by a group nobody named is still an answer: without a department it is refused."""
    responded = {
        "type": "case.responded.v1",
        "time": "at",
        "data": {"case_id": {"const": "7"}, "department": "team", "text": "team"}
        | {"kind": {"const": "solved"}},
    }
    mapping = {"unknown": {"team": ["?"]}, "events": [responded]}

    (event,) = events(tmp_path, "at,team\n2026-01-05,?\n", mapping)

    assert "?" == event["data"]["department"]


def test_a_fixed_time_is_taken_in_the_mapping_zone(tmp_path: Path) -> None:
    """A register that is of one day says so once."""
    mapping = {"events": [OPENED | {"time": {"const": "2026-05-04 09:00"}}]}

    (event,) = events(tmp_path, "number,at\n7,\n", mapping)

    assert "2026-05-04T09:00:00+08:00" == event["time"]


def test_a_row_can_correct_an_event_that_was_sent_before(tmp_path: Path) -> None:
    """By its id alone it is of the same source; a blank cell corrects nothing."""
    table = (
        "number,at,corrects\n7,2026-01-05,\n8,2026-01-05,1.1\n9,2026-01-05,/departments/water#x\n"
    )
    mapping = {"system": {"const": "crm"}, "events": [OPENED | {"replaces": "corrects"}]}

    found = events(tmp_path, table, mapping)

    assert [None, "/departments/water/crm#1.1", "/departments/water#x"] == [
        event.get("replaces") for event in found
    ]


def test_a_corrected_table_takes_the_earlier_row_back(tmp_path: Path) -> None:
    """From the file to the hub: one case counts, both rows are on record."""
    table = "number,at,corrects\n7,2026-01-05,\n8,2026-01-05,1.1\n"
    said = {"party_id": "P", "kind": "demand", "channel": "web", "category": "c", "text": "t"}
    data = {
        "case_id": "number",
        "area": {"const": "a"},
        **{n: {"const": v} for n, v in said.items()},
    }
    events(tmp_path, table, {"events": [OPENED | {"replaces": "corrects", "data": data}]})
    load = Load((tmp_path / "table.csv",), "water", tmp_path / "mapping.yaml", "event")
    with open_client(Settings(data=tmp_path / "hub"), create=True) as client:
        counts = run_load(client, load)
        asked = "SELECT case_id, withdrawn FROM events WHERE name = 'case.opened' ORDER BY 1"
        found = client.ask("sql", query=asked)

    assert (2, 0) == (counts.accepted, counts.rejected)
    assert [("7", 1), ("8", 0)] == [(row["case_id"], row["withdrawn"]) for row in found]


def test_a_workbook_that_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    """A zip bomb: some thousand bytes, and a gigabyte of blanks inside."""
    book = Workbook()
    book.create_sheet(index=0).append(["number"])
    path = tmp_path / "table.xlsx"
    book.save(path)
    assert [["number"]] == list(rows(path))
    with ZipFile(path, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/bomb.xml", b" " * 20_000_000)

    with pytest.raises(Failure, match="table-unreadable"):
        list(rows(path))


def test_a_workbook_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    """People rename files."""
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"at,licence\n")

    with pytest.raises(Failure, match="table-no-workbook"):
        list(rows(path))
