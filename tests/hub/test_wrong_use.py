"""What a newcomer does wrong, and the one line that says how to mend it, in either language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from hub.backup import back_up
from hub.cli import run
from hub.failure import Failure, must_be_file
from hub.loading.files import read_lines
from hub.mapping.tables import rows
from hub.settings import read_settings
from tests.hub.test_cli import Hub, hub

__all__ = ["hub"]

EVENT = (Path(__file__).parents[2] / "examples" / "visit.json").read_bytes()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with what people name by mistake."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "secret.csv").touch(mode=0)
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "visit.json").write_bytes(EVENT)
    for name in ("empty.ndjson", "empty.csv"):
        (tmp_path / name).touch()
    for name in ("old.xls", "broken.xlsx", "broken.XLSX", "visits.csv", "VISITS.CSV"):
        (tmp_path / name).write_text("走访编号,企业名称\nV-1,宏达食品\n", "utf-8")
    (tmp_path / "latin.yaml").write_bytes(b"title: \xe9\n")
    (tmp_path / "list.yaml").write_text("- nothing\n", "utf-8")
    (tmp_path / "torn.yaml").write_text("events: [\n", "utf-8")
    (tmp_path / "short.yaml").write_text("timezone: Asia/Shanghai\n", "utf-8")
    (tmp_path / "typo.yaml").write_text("evnts: []\nevents: [{type: a, time: b}]\n", "utf-8")
    return tmp_path


WRONG = [
    (["check", "nothing"], "there is no file nothing", "没有文件 nothing"),
    (["ingest", "nothing"], "there is no file nothing", "没有文件 nothing"),
    (["check", "folder"], "folder is a folder", "folder 是文件夹"),
    (["check", "pipe"], "save it as a file first", "请先存为文件"),
    (["check", "visit.json", "--department", "消防"], "消防 is no department", "消防 不是部门代号"),
    (["check", "VISITS.CSV"], "VISITS.CSV is a table", "VISITS.CSV 是表格"),
    (["check", "old.xls"], "old.xls is a table", "old.xls 是表格"),
    (["mapping", "suggest", "old.xls"], "save it as one of these", "请另存为其中一种"),
    (["mapping", "suggest", "visit.json"], "no CSV or XLSX", "不是 CSV 或 XLSX"),
    (["mapping", "suggest", "nothing"], "there is no file nothing", "没有文件 nothing"),
    (["mapping", "suggest", "broken.xlsx"], "broken.xlsx is no workbook", "不是工作簿"),
    (["mapping", "suggest", "broken.XLSX"], "broken.XLSX is no workbook", "不是工作簿"),
    (["mapping", "suggest", "empty.csv"], "empty.csv has no rows", "没有数据行"),
    (["check", "visits.csv", "--mapping", "nothing"], "there is no file nothing", "没有文件"),
    (["check", "visits.csv", "--mapping", "list.yaml"], "list.yaml is no mapping", "不是映射"),
    (["check", "visits.csv", "--mapping", "torn.yaml"], "is no YAML", "不是有效的 YAML"),
    (["check", "visits.csv", "--mapping", "short.yaml"], "lacks events", "缺少 events"),
    (["check", "visits.csv", "--mapping", "typo.yaml"], "says evnts", "evnts 在该处没有意义"),
    (["policy", "check", "nothing"], "there is no file nothing", "没有文件 nothing"),
    (["policy", "check", "latin.yaml"], "latin.yaml is no text in UTF-8", "不是 UTF-8 文本"),
    (["restore", "nothing"], "there is no file nothing", "没有文件 nothing"),
    (["keys", "sign", "visit.json", "--key", "nothing"], "no file nothing", "没有文件 nothing"),
    (["--data", "visit.json", "findings"], "visit.json is no folder", "visit.json 不是文件夹"),
    (["--lang", "fr", "check", "visit.json"], "--lang is fr", "--lang is fr"),
]


@pytest.mark.parametrize(("arguments", "english", "chinese"), WRONG)
def test_a_wrong_file_is_told_with_its_mend_in_both_languages(
    files: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    english: str,
    chinese: str,
) -> None:
    """A clerk cannot read an errno, nor half a sentence in another language."""
    for language, told in (("en", english), ("zh", chinese)):
        monkeypatch.setenv("HUB_LANG", language)
        code = run(arguments)
        said = capsys.readouterr()

        assert (2, "", 1) == (code, said.out, len(said.err.splitlines()))
        assert told in said.err


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[None]:
    """Whoever runs the tests, from now on without the rights of root."""
    tmp_path.chmod(0o755)
    for folder in (tmp_path.parent, tmp_path.parent.parent):
        if folder.owner() == tmp_path.owner():
            folder.chmod(0o755)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield
    os.seteuid(was)


@pytest.mark.parametrize(
    "read", [lambda path: list(read_lines(path)), lambda path: list(rows(path)), must_be_file]
)
def test_what_may_not_be_read_is_told_as_that(
    files: Path, nobody: None, read: Callable[[Path], object]
) -> None:
    """Checking name, encoding and delimiter would not help."""
    with pytest.raises(Failure, match="file-forbidden"):
        read(files / "locked" / "visits.csv" if read is must_be_file else files / "secret.csv")


def test_a_file_without_events_is_not_called_good(hub: Hub, files: Path) -> None:
    """Most often it is the wrong one; a department without news has one all the same."""
    code, out, _ = hub("check", "empty.ndjson")

    assert (0, True) == (code, "holds no event" in out)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "HUB_LANG": "en"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_session(environment: dict[str, str], language: str) -> None:
    """Other programs look at the same names in the same order; ours goes before them."""
    assert language == read_settings(environment).language


def test_an_event_over_many_lines_is_signed_as_one(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed is sent on, one event a line."""
    run(["keys", "new", "fire.pem"])
    capsys.readouterr()
    code = run(["keys", "sign", "visit.json", "--key", "fire.pem"])
    signed = capsys.readouterr().out

    assert (0, 1) == (code, len(signed.splitlines()))
    assert orjson.loads(EVENT)["data"] == orjson.loads(signed)["data"]


def test_a_backup_into_a_folder_that_is_not_there_names_it(tmp_path: Path) -> None:
    """It was a traceback of the database."""
    log = tmp_path / "log.sqlite"
    log.touch()

    with pytest.raises(Failure, match="folder-missing"):
        back_up(log, tmp_path / "nothing" / "hub.backup")
