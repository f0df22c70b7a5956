"""
What a command prints: one JSON document for programs, a table or a sentence for people.

JSON and tables go to standard output, notices and progress to standard error, so that a
pipe carries the answer alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from time import monotonic
from typing import Any, Final

import orjson
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from events.messages import Language
from hub.i18n import say

Document = Mapping[str, Any]

_COLUMNS: Final = 10
"""Rows of more names are printed one name a line."""
_NARROW: Final = 8
"""Columns of a screen that a column of a table needs, so as not to stand one letter a line."""
_PIPE_WIDTH: Final = 240
_PATIENCE_S: Final = 2.0
"""A bar is shown for what lasts longer."""


def print_json(document: Any) -> None:
    """Print *document* as one line of JSON, UTF-8."""
    sys.stdout.write(orjson.dumps(document, default=str).decode() + "\n")


def print_rows(rows: Sequence[Document], as_json: bool, language: Language) -> None:
    """Print *rows* (all with the same names) as a JSON array or as a table."""
    if as_json:
        print_json(rows)
    elif not rows:
        note(language, "nothing")
    elif len(rows[0]) > min(_COLUMNS, console().width // _NARROW):
        _print_records(rows)
    else:
        console().print(_table(rows))


def console() -> Console:
    """Return a console that does not fold what goes into a file or a pipe."""
    found = Console()
    return found if found.is_terminal else Console(width=_PIPE_WIDTH)


def _print_records(rows: Sequence[Document]) -> None:
    """Print rows with many names one below the other: no terminal is that wide."""
    for row in rows:
        width = max(map(len, row))
        print("\n".join(f"{name:{width}}  {_cell(value)}" for name, value in row.items()) + "\n")


def _table(rows: Sequence[Document]) -> Table:
    table = Table(show_header=True, header_style="bold")
    for name in rows[0]:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    return table


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return orjson.dumps(value, default=str).decode()
    return "" if value is None else str(value)


def tell(language: Language, key: str, **values: Any) -> None:
    """Print a sentence as the command's answer."""
    print(say(language, key, **values))


def note(language: Language, key: str, **values: Any) -> None:
    """Print a sentence beside the answer, on standard error."""
    print(say(language, key, **values), file=sys.stderr)


class Meter:
    """Shows a bar on standard error once two seconds have passed and a person is looking."""

    def __init__(self, title: str, total: int) -> None:
        self._started = monotonic()
        self._console = Console(stderr=True)
        self._bar = Progress(console=self._console, transient=True)
        self._task: TaskID = self._bar.add_task(title, total=total)

    def expect(self, total: int) -> None:
        """Say how many steps there are, where that is known only now."""
        self._bar.update(self._task, total=total)

    def advance(self, count: int) -> None:
        self._bar.advance(self._task, count)
        late = monotonic() - self._started > _PATIENCE_S
        if late and self._console.is_terminal and not self._bar.live.is_started:
            self._bar.start()

    def stop(self) -> None:
        if self._bar.live.is_started:
            self._bar.stop()


@contextmanager
def waiting(language: Language) -> Iterator[None]:
    """Show that something goes on, while the body runs and a person is looking."""
    console = Console(stderr=True)
    with console.status(say(language, "working")) if console.is_terminal else nullcontext():
        yield


@contextmanager
def metered(title: str, total: int) -> Iterator[Meter]:
    """Give a meter for *total* steps while the body runs."""
    meter = Meter(title, total)
    try:
        yield meter
    finally:
        meter.stop()
