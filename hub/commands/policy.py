"""``hub policy``: check and publish: the rules are data, and reach the folds by the log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.client import open_client
from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG, Failure
from hub.i18n.policies import translated
from hub.output import note, print_json, print_rows, tell
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Policies and calendars: YAML in, events out.")

File = Annotated[Path, typer.Argument(help="A policy, calendar or menu in YAML.")]
Beside = Annotated[
    list[Path] | None,
    typer.Option("--beside", help="A file that is published before it; may be repeated."),
]


@app.command()
def check(context: typer.Context, file: File, beside: Beside = None, json: AsJson = False) -> None:
    """Say what a fold could not use. Exit code 1 when there is something, 2 without the file."""
    from hub.publishing.policy_check import problems_of

    settings: Settings = context.obj
    problems = problems_of(file, beside or (), settings.language)
    rows = [{"problem": translated(problem, settings.language)} for problem in problems]
    if json or rows:
        print_rows(rows, json, settings.language)
    if problems:
        raise typer.Exit(FOUND_WRONG)
    if not json:
        tell(settings.language, "policy-good", path=file)


@app.command()
def publish(context: typer.Context, file: File, json: AsJson = False) -> None:
    """Publish a policy, a calendar or a menu as of the log's now."""
    from hub.publishing.publications import read_publications

    settings: Settings = context.obj
    publications = read_publications(file)
    with open_client(settings, create=True) as client:
        client.ask("begin")
        problems = client.ask("problems", publications=publications, language=settings.language)
        if problems:
            reason = translated(problems[0], settings.language)
            raise Failure("policy-wrong", FOUND_WRONG, reason=reason)
        published = client.ask("publish", publications=publications)
    if json:
        print_json({"published": published})
    else:
        note(settings.language, "published", count=published)
