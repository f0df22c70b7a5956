"""``hub rules``: is every policy, calendar and menu that was published one that can be used?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from hub.client import ask
from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG
from hub.output import note, print_rows, tell
from hub.settings import Settings


def rules(
    context: typer.Context,
    cluster: Annotated[bool, typer.Option("--cluster", help="On Kafka [HUB_KAFKA].")] = False,
    json: AsJson = False,
) -> None:
    """List publications that are passed over, and why. Exit code 1 when there are any."""
    settings: Settings = context.obj
    rows = ask(settings, "rules", cluster=cluster)
    if json or rows:
        print_rows(rows, json, settings.language)
    elif not json:
        tell(settings.language, "rules-good")
    if rows:
        raise typer.Exit(FOUND_WRONG)


def warn(settings: Settings, rows: list[dict[str, Any]]) -> None:
    """Say on the error channel that some rules cannot be used, the first one in words."""
    if rows:
        note(settings.language, "rules-unusable", count=len(rows), first=rows[0]["problem"])
