"""Options that several sub-commands share, and how their text becomes a value."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from events.instant import parse, render
from hub.failure import Failure

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many.")]


def day_option(text: str | None) -> str | None:
    """Return *text*, a local date YYYY-MM-DD; raise ``Failure`` where it is none."""
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Failure("day-wrong", value=text) from error


def instant_option(text: str | None) -> str | None:
    """Return *text* (RFC 3339 with an offset) in UTC; raise ``Failure`` where it is none."""
    if text is None:
        return None
    try:
        return render(parse(text))
    except (ValueError, OverflowError) as error:
        raise Failure("time-wrong", value=text) from error


def named_option(option: str, text: str) -> str:
    """Return *text* of ``--option`` without blanks around it; raise ``Failure`` for none."""
    if not (said := text.strip()):
        raise Failure("option-blank", option=option)
    return said


def pairs_option(texts: list[str] | None) -> dict[str, str]:
    """Return ``column=value`` *texts* as a mapping; raise ``Failure`` where one is none."""
    pairs = [text.partition("=") for text in texts or ()]
    for column, sign, value in pairs:
        if not (column and sign):
            raise Failure("pair-wrong", value=column + value)
    return {column: value for column, _, value in pairs}
