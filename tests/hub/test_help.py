"""Help and wrong use, in the reader's language and on the reader's screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hub.cli import app, run
from hub.commands.helping import lines
from hub.i18n.helping import chinese, paragraphs

Page = Callable[..., str]
SILENCE = ("alert", "silence", "add")


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


@pytest.fixture
def page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Page:
    """Give what the help of a command says in a language, on so many columns."""

    def told(language: str, columns: int, *words: str) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        run(["--lang", language, *words, "--help"])
        return capsys.readouterr().out

    return told


@pytest.mark.parametrize(
    ("language", "heading", "meaning", "default"),
    [
        ("en", "Options:", "Why nothing is to be said.  [required]", "[default: "),
        ("zh", "选项：", "为何静默。  [必填]", "[默认："),
    ],
)
def test_an_option_is_told_whole_in_one_language(
    page: Page, language: str, heading: str, meaning: str, default: str
) -> None:
    """What the library adds to it, that it is required or has a default, is the page's own too."""
    silence, simulated = page(language, 80, *SILENCE), page(language, 80, "simulate")

    assert heading in silence.splitlines()
    assert meaning in silence
    assert default in simulated


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Show a report, list them all", "A report is narrowed"),
        ("zh", "显示一张报表、列出全部报表", "报表可用它具有的选项"),
    ],
)
def test_the_list_of_commands_tells_the_first_sentence_of_each(
    page: Page, language: str, first: str, second: str
) -> None:
    """The page of the command has the others."""
    assert first in page(language, 80)
    assert second not in page(language, 80)
    assert second in page(language, 80, "report")


def test_a_name_too_long_for_its_column_has_its_meaning_below(page: Page) -> None:
    """Beside it there would be no room for a word."""
    told = page("en", 80).splitlines()
    long = next(number for number, line in enumerate(told) if "--show-completion" in line)

    assert told[long].endswith("|pwsh>")
    assert "Print it for a shell." == told[long + 1].strip()
    assert told[long + 1].index("Print") == told[long - 1].index("en or zh")


@pytest.mark.parametrize(("columns", "as_at"), [(30, 40), (39, 40), (81, 80), (200, 80)])
def test_a_page_is_no_narrower_than_forty_columns_and_no_wider_than_eighty(
    page: Page, columns: int, as_at: int
) -> None:
    """Narrower, words are cut to pieces; wider, the eye loses its line."""
    assert page("en", as_at) == page("en", columns)
    assert page("en", 41) != page("en", 40)
    assert page("en", 79) != page("en", 80)


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
