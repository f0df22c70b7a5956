"""Reading event files: every line as it stands, whatever is in it."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest

from events.instant import parse
from hub.failure import Failure
from hub.loading.files import peek, read_lines
from hub.loading.merging import Merged

LINE = b'{"source": "/departments/housing/crm", "time": "2026-03-01T09:00:00+08:00"}'


def test_a_gzipped_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    """Exports come compressed; nobody should have to unpack them first."""
    plain, packed = tmp_path / "a.ndjson", tmp_path / "a.ndjson.gz"
    plain.write_bytes(LINE + b"\n" + LINE)
    packed.write_bytes(gzip.compress(LINE + b"\n" + LINE))

    assert list(read_lines(plain)) == list(read_lines(packed))


def test_blank_lines_and_windows_ends_are_no_events(tmp_path: Path) -> None:
    """An editor adds them; refusing them would blame the department for nothing."""
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"\r\n" + LINE + b"\r\n\n  \n")

    assert [LINE] == list(read_lines(path))


def test_one_json_document_is_one_event_or_an_array_of_them(tmp_path: Path) -> None:
    """Who tries by hand writes it over many lines; the name says which file is one document."""
    one, many, lines = (tmp_path / name for name in ("one.json", "many.json", "lines.json"))
    one.write_bytes(LINE.replace(b", ", b",\n  "))
    many.write_bytes(b"[" + LINE + b",\n" + LINE + b"]")
    lines.write_bytes(LINE + b"\n" + LINE)

    assert [peek(LINE)] == [peek(raw) for raw in read_lines(one)]
    assert [peek(LINE)] * 2 == [peek(raw) for raw in read_lines(many)]
    assert [LINE] * 2 == list(read_lines(lines))


@pytest.mark.parametrize("name", ["a.ndjson", "a.json", "a.ndjson.gz"])
def test_the_mark_that_editors_of_windows_put_before_a_text_is_no_part_of_it(
    tmp_path: Path, name: str
) -> None:
    """The first event would be refused as no JSON, and nobody can see why."""
    path = tmp_path / name
    text = codecs.BOM_UTF8 + LINE
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)

    assert [LINE] == list(read_lines(path))


def test_a_torn_gzip_says_so_in_one_line(tmp_path: Path) -> None:
    """A broken copy is the sender's to mend, and must not look like fewer events."""
    path = tmp_path / "a.ndjson.gz"
    path.write_bytes(gzip.compress(LINE * 1000)[:-8])

    with pytest.raises(Failure, match="file-broken"):
        list(read_lines(path))


def test_a_line_says_its_department_and_time() -> None:
    """They decide where the line goes and when its turn is."""
    assert ("housing", parse("2026-03-01T01:00:00Z")) == peek(LINE)


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b"nonsense", b"[]", b'{"source": 7, "time": 7}', b'{"source": "/x"}']
)
def test_a_line_that_says_nothing_is_passed_on_without_a_word(line: bytes) -> None:
    """Judging is intake's: here a bad line must only not be lost."""
    assert (None, None) == peek(line)


def at(minute: int, name: str) -> tuple[str | None, bytes]:
    return None, b'{"time": "2026-01-01T00:%02d:00Z", "id": "%s"}' % (minute, name.encode())


def test_two_departments_files_become_one_load_by_event_time() -> None:
    """History is concluded as it happened, not file by file."""
    merged = Merged([at(5, "a"), at(9, "b"), at(1, "c"), at(7, "d")])

    assert [at(1, "c")[1], at(5, "a")[1], at(7, "d")[1], at(9, "b")[1]] == [r for _, r in merged]


def test_events_of_one_instant_keep_the_order_they_were_sent_in() -> None:
    """The order a department sent is kept."""
    merged = Merged([at(5, "a"), at(5, "b"), at(5, "c")])

    assert [at(5, name)[1] for name in "abc"] == [raw for _, raw in merged]


def test_a_line_without_time_keeps_its_place() -> None:
    """It will be refused beside its neighbours, and moves none of them."""
    merged = Merged([at(5, "a"), (None, b"rubbish"), at(3, "b")])

    assert [at(3, "b")[1], at(5, "a")[1], b"rubbish"] == [raw for _, raw in merged]


def test_live_input_is_taken_as_it_came() -> None:
    """At the wall clock there is nothing to sort: what came first was first."""
    merged = Merged([at(5, "a"), at(3, "b")], sort=False)

    assert [at(5, "a")[1], at(3, "b")[1]] == [raw for _, raw in merged]
