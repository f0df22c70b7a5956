"""
How ``hub --help`` looks: in the reader's language, in whole sentences, on narrow screens too.

A Chinese character is two columns wide and stands without spaces, so lines are cut by ``rich``,
which knows both. The list of commands tells the first sentence of each, however long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Any, Final

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text
from typer._click.core import Context
from typer._click.formatting import HelpFormatter

from events.messages import Language
from hub.i18n import say
from hub.i18n.helping import helped

_WIDEST: Final = 80
_NARROWEST: Final = 40
_SENTENCE: Final = re.compile(r"(?<=[.。])\s*(?=\S)")
_HEADINGS: Final = {"Arguments": "arguments", "Options": "options", "Commands": "commands"}
_MARKS: Final = {"required": "help-required", "default: ": "help-default"}


class Page(HelpFormatter):
    """Writes a page of help in English."""

    language: Language = "en"

    def __init__(self, *said: Any, **named: Any) -> None:
        super().__init__(*said, **named)
        self.width = max(min(get_terminal_size().columns, _WIDEST) - 2, _NARROWEST - 2)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or say(self.language, "help-usage"))

    def write_heading(self, heading: str) -> None:
        key = _HEADINGS.get(heading)
        self.write((say(self.language, f"help-{key}") if key else f"{heading}:") + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" if number else "")
            for line in lines(" ".join(paragraph.split()), self.width - self.current_indent):
                self.write(f"{indent}{line}\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names and what they mean side by side; below each other where that is too wide."""
        column = min(max(cell_len(name) for name, _ in rows), col_max, self.width // 2)
        indent = " " * self.current_indent
        start = self.current_indent + column + col_spacing
        for name, meaning in rows:
            told = lines(self._marked(meaning), self.width - start)
            beside = cell_len(name) <= column
            first = told.pop(0) if beside and told else ""
            self.write(f"{indent}{name:{column + col_spacing}}{first}".rstrip() + "\n")
            self.write("".join(f"{' ' * start}{line}\n" for line in told))

    def _marked(self, meaning: str) -> str:
        """Return *meaning* with what typer adds to it (``[required]``) in the page's language."""
        for mark, key in _MARKS.items():
            meaning = meaning.replace(f"[{mark}", f"[{say(self.language, key)}")
        return meaning


class ChinesePage(Page):
    """Writes a page of help in Chinese."""

    language: Language = "zh"


class EnglishHelp(Context):
    """What typer keeps of a call; its help is in English."""

    formatter_class = Page


class ChineseHelp(Context):
    """What typer keeps of a call; its help is in Chinese."""

    formatter_class = ChinesePage


def lines(text: str, width: int) -> list[str]:
    """Cut *text* into lines of at most *width* columns: at spaces, else between two characters."""
    whole = Text(text).wrap(Console(width=width), width)
    return [part for line in whole for part in chop_cells(line.plain.rstrip(), width)]


def translate(command: Any, language: Language) -> None:
    """Let *command*, what it takes and the commands below it speak *language*."""
    command.context_class = ChineseHelp if language == "zh" else EnglishHelp
    command.help = helped(language, command.help or "")
    command.short_help = _SENTENCE.split(command.help, maxsplit=1)[0]
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = helped(language, parameter.help)
    option = command.get_help_option(command.context_class(command))
    option.help = helped(language, option.help)
    for below in getattr(command, "commands", {}).values():
        translate(below, language)
