"""Help and wrong use, in the reader's language and on the reader's screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hub.cli import app, run
from hub.commands.helping import lines
from hub.i18n.helping import chinese, paragraphs


def _texts(command: Any) -> Iterator[str]:
    """Every paragraph of help of *command* and of those below it, in English."""
    said = [command.help, *(getattr(one, "help", "") for one in command.params)]
    yield from (one for text in said for one in paragraphs(text or ""))
    for below in getattr(command, "commands", {}).values():
        yield from _texts(below)


def test_every_text_of_help_is_there_in_chinese_and_nothing_else() -> None:
    """Whoever adds an option finds here what hub/i18n/help.yaml lacks."""
    english = set(_texts(typer.main.get_command(app))) | {"Show this message and exit."}

    assert "" not in english, "a command or an option says nothing of itself"
    assert english == set(chinese())


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["alert", "silence", "--help"]])
@pytest.mark.parametrize("columns", [30, 40, 80])
def test_help_is_in_the_language_asked_for_and_fits_the_screen(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    columns: int,
) -> None:
    """Chinese stands without spaces and is two columns wide."""
    monkeypatch.setenv("COLUMNS", str(columns))
    codes = [run(["--lang", language, *words]) for language in ("zh", "en")]
    told = capsys.readouterr().out

    assert [0, 0] == codes
    assert "用法：hub" in told
    assert "Usage: hub" in told
    assert "显示本帮助" in told
    assert "..." not in told.replace("ARGS]...", "")
    prose = [
        line for line in told.splitlines() if not line.lstrip().startswith(("-", "用法", "Us"))
    ]
    assert max(map(cell_len, prose)) <= max(columns, 40)


def test_a_hub_asked_for_nothing_shows_what_it_can_in_chinese_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thing that a newcomer types."""
    monkeypatch.setenv("HUB_LANG", "zh")
    code = run([])
    told = capsys.readouterr()

    assert (2, True) == (code, "接收事件并得出结论" in told.out + told.err)


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (
            ["ingst"],
            "there is no command ingst; did you mean ingest",
            "没有命令 ingst；是否为 ingest",
        ),
        (["check", "--departmnt", "a", "b"], "no option --departmnt", "没有选项 --departmnt"),
        ([], "which command?", "请写明命令"),
        (["check"], "FILE is missing", "缺少 FILE"),
        (["simulate", "--out", "a", "--days", "x"], "--days cannot be that", "--days 的值不对"),
        (["check", "a", "b"], "too many words: b", "多余的内容：b"),
        (["check", "a", "--mapping"], "--mapping needs a value", "--mapping 后面需要写值"),
    ],
)
def test_wrong_use_is_told_in_one_line_in_both_languages(
    capsys: pytest.CaptureFixture[str], arguments: list[str], english: str, chinese: str
) -> None:
    """A slip of the finger, told by the library in English only."""
    for language, told in (("en", english), ("zh", chinese)):
        code = run(["--lang", language, *arguments])
        said = capsys.readouterr()

        assert (2, "", 1) == (code, said.out, len(said.err.splitlines()))
        assert told in said.err


@given(st.text("事件 ab，。", max_size=60), st.integers(min_value=2, max_value=30))
def test_lines_lose_nothing_and_are_never_too_wide(text: str, width: int) -> None:
    """Whatever is written: only spaces go at a line's end."""
    cut = lines(text, width)

    assert "".join(text.split()) == "".join("".join(cut).split())
    assert all(cell_len(line) <= width for line in cut)


def test_a_full_disk_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What goes wrong is told to people, never as a traceback."""
    code = run(["simulate", "--parties", "1", "--days", "1", "--out", "/dev/full"])
    told = capsys.readouterr().err

    assert (1, 1) == (code, len(told.splitlines()))
    assert "the system refused" in told
