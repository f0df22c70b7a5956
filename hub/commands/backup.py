"""``hub backup`` and ``hub restore``: the embedded hub in one verified file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.failure import Failure
from hub.output import print_rows, waiting
from hub.settings import Settings

_Replace = Annotated[bool, typer.Option("--replace", help="Move the hub that is there aside.")]


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where the backup goes.")],
    json: AsJson = False,
) -> None:
    """Write the whole hub into FILE while it goes on, and verify it."""
    from hub.backup import back_up

    settings: Settings = context.obj
    if not settings.log.exists():
        raise Failure("no-log", data=settings.data)
    with waiting(settings.language):
        document = back_up(settings.log, file)
    print_rows([document], json, settings.language)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup that was made by hub backup.")],
    replace: _Replace = False,
    json: AsJson = False,
) -> None:
    """Put the backup FILE in the place of the hub; the warehouse is built again from it."""
    from hub import backup as backups

    settings: Settings = context.obj
    with waiting(settings.language):
        document = backups.restore(settings, file, replace)
    print_rows([document], json, settings.language)
