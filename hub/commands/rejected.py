"""``hub rejected``: what was refused, and what becomes of it."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.client import ask
from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG
from hub.output import print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Records that were refused: list, show, send again.")

Ids = Annotated[list[str] | None, typer.Argument(help="As hub rejected list names them.")]


@app.command("list")
def list_refused(
    context: typer.Context,
    department: Annotated[str, typer.Option(help="Only what it sent.")] = "",
    code: Annotated[str, typer.Option(help="Only what was refused with it.")] = "",
    json: AsJson = False,
) -> None:
    """List what was refused and is not settled, in the order it was sent."""
    settings: Settings = context.obj
    print_rows(ask(settings, "rejected", department=department, code=code), json, settings.language)


@app.command()
def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="As hub rejected list names it.")],
    json: AsJson = False,
) -> None:
    """Show one refused record with its bytes."""
    settings: Settings = context.obj
    print_rows([ask(settings, "rejected_show", id=id)], json, settings.language)


@app.command()
def retry(context: typer.Context, ids: Ids = None, json: AsJson = False) -> None:
    """Send them again, all or those named, in order per case. Exit code 1 when one is refused."""
    settings: Settings = context.obj
    rows = ask(settings, "rejected_retry", ids=ids or [])
    print_rows(rows, json, settings.language)
    if any(row["outcome"] in ("rejected", "waits", "sealed") for row in rows):
        raise typer.Exit(FOUND_WRONG)


@app.command()
def drop(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="As hub rejected list names them.")],
    json: AsJson = False,
) -> None:
    """Let them go: they stay on record and are listed no more."""
    settings: Settings = context.obj
    print_rows(ask(settings, "rejected_drop", ids=ids), json, settings.language)
