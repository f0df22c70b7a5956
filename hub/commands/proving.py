"""``hub verify``, ``replay`` and ``rebuild``: is what is reported what the log says?"""

from __future__ import annotations

from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG
from hub.office import open_office
from hub.output import print_json, print_rows, tell, waiting
from hub.settings import Settings

_FIRST = 20


def verify(context: typer.Context, json: AsJson = False) -> None:
    """Check that log, receipts, findings and warehouse agree. Exit code 1 when they do not."""
    settings: Settings = context.obj
    with waiting(settings.language), open_office(settings) as office:
        document = office.ask("verify")
    problems = document["problems"]
    if json:
        print_json(document)
    elif problems:
        tell(settings.language, "disagree", count=document["disagreements"])
        print_rows(problems[:_FIRST], as_json=False, language=settings.language)
    else:
        tell(settings.language, "verified", **document["figures"])
    if problems:
        raise typer.Exit(FOUND_WRONG)


def replay(
    context: typer.Context,
    rule: Annotated[str | None, typer.Option(help="Only this rule's findings.")] = None,
    json: AsJson = False,
) -> None:
    """Conclude again from the log and show the difference. Nothing is written or sent."""
    settings: Settings = context.obj
    with waiting(settings.language), open_office(settings) as office:
        document = office.ask("replay", rule=rule)
    differs = not document["same"]
    if json:
        print_json(document)
    elif differs:
        sizes = {name: len(document[name]) for name in ("missing", "extra", "changed")}
        tell(settings.language, "replayed-differs", **sizes)
        print_rows(_differences(document), as_json=False, language=settings.language)
    else:
        tell(settings.language, "replayed-same", count=document["count"])
    if differs:
        raise typer.Exit(FOUND_WRONG)


def _differences(document: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    names = ("missing", "extra", "changed")
    return [{"difference": name, **row} for name in names for row in document[name]]


def rebuild(context: typer.Context, json: AsJson = False) -> None:
    """Build the warehouse anew from the log."""
    settings: Settings = context.obj
    with waiting(settings.language), open_office(settings) as office:
        document = office.ask("rebuild")
    if json:
        print_json(document)
    else:
        tell(settings.language, "rebuilt", **document)
