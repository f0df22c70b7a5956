"""``hub policy check`` and ``publish``: the rules are data, and reach the folds by the log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG, Failure
from hub.office import open_office
from hub.output import note, print_json, print_rows, tell
from hub.policy_check import problems_of
from hub.publications import read_publications
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Policies and calendars: YAML in, events out.")

File = Annotated[Path, typer.Argument(help="A policy or calendar in YAML.")]


@app.command()
def check(context: typer.Context, file: File, json: AsJson = False) -> None:
    """Say what a fold could not use. Exit code 1 when there is something."""
    settings: Settings = context.obj
    problems = problems_of(file)
    rows = [{"problem": problem} for problem in problems]
    if json or rows:
        print_rows(rows, json, settings.language)
    if problems:
        raise typer.Exit(FOUND_WRONG)
    if not json:
        tell(settings.language, "policy-good", path=file)


@app.command()
def publish(context: typer.Context, file: File, json: AsJson = False) -> None:
    """Publish a policy or a calendar as of the log's now."""
    settings: Settings = context.obj
    if problems := problems_of(file):
        raise Failure("policy-wrong", FOUND_WRONG, reason=problems[0])
    with open_office(settings, create=True) as office:
        office.ask("begin")
        published = office.ask("publish", publications=read_publications(file))
    if json:
        print_json({"published": published})
    else:
        note(settings.language, "published", count=published)
