"""``hub schemas write`` and ``check``: the published schemas follow the models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG, Failure
from hub.output import note, print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="JSON Schemas and AsyncAPI of all events.")

Folder = Annotated[Path | None, typer.Argument(help="Folder of the schemas [schemas].")]


@app.command()
def write(context: typer.Context, folder: Folder = None) -> None:
    """Write the schemas of all events."""
    from events import schemas  # builds every schema, and no other command needs it

    settings: Settings = context.obj
    try:
        schemas.write(folder or settings.schemas)
    except schemas.IncompatibleError as error:
        raise Failure("schemas-incompatible", FOUND_WRONG, reason=error) from error


@app.command()
def check(context: typer.Context, folder: Folder = None, json: AsJson = False) -> None:
    """Compare the schemas with the models. Exit code 1 when a change would break someone."""
    from events import schemas  # as above

    settings: Settings = context.obj
    problems = schemas.check(folder or settings.schemas)
    rows = [{"problem": str(problem)} for problem in problems]
    if json or rows:
        print_rows(rows, json, settings.language)
    if rows:
        note(settings.language, "schemas-wrong", count=len(rows))
        raise typer.Exit(FOUND_WRONG)
