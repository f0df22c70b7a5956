"""``hub outreach tell``, ``hub campaign invite``: policies, invitations to whom they are for."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from hub.commands.options import AsJson
from hub.office import open_office
from hub.output import print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Policies told to the parties they fit.")

Url = Annotated[str, typer.Option(help="Gateway as receivers reach it: letters carry a link.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Show who would be told; tell nobody.")]


@app.callback()
def outreach() -> None:
    """Keep ``tell`` a sub-command, however few there are."""


@app.command()
def tell(
    context: typer.Context,
    item: Annotated[str, typer.Option(help="Of a menu in force (hub report offers).")],
    url: Url = "",
    dry_run: Dry = False,
    json: AsJson = False,
) -> None:
    """Tell those whom an item fits and who were never told, by their channels or their officer."""
    _posted(context, json, "outreach_tell", item=item, base=url, dry=dry_run)


def invite(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Of the campaign (hub report campaigns).")],
    url: Url = "",
    dry_run: Dry = False,
    json: AsJson = False,
) -> None:
    """Invite who waits for an answer to the campaign's topic to its next day."""
    _posted(context, json, "campaign_invite", id=id, base=url, dry=dry_run)


def _posted(context: typer.Context, json: bool, operation: str, **asked: Any) -> None:
    """Put letters into the outbox by *operation*, and print what became of each party."""
    settings: Settings = context.obj
    with open_office(settings) as office:
        rows = office.ask(operation, **asked)
    print_rows(rows, json, settings.language)
