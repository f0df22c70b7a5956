"""``hub outreach``, ``hub campaign invite``: policies, invitations to whom they are for."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Any

import typer

from hub.client import ask
from hub.commands.options import AsJson, Limit
from hub.output import print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Policies told to the parties they fit.")

Url = Annotated[str, typer.Option(help="Gateway as receivers reach it: letters carry a link.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Show who would be told; tell nobody.")]
Cluster = Annotated[
    bool,
    typer.Option("--cluster", help="On Kafka [HUB_KAFKA]; HUB_DATA is the alerter's folder."),
]


@app.command()
def tell(
    context: typer.Context,
    item: Annotated[str, typer.Option(help="Of a menu in force (hub report offers).")],
    url: Url = "",
    dry_run: Dry = False,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Tell those whom an item fits and who were never told, by their channels or their officer."""
    asked = {"item": item, "base": url, "dry": dry_run}
    print_asked(context, json, cluster, "outreach_tell", **asked)


def invite(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Of the campaign (hub report campaigns).")],
    url: Url = "",
    dry_run: Dry = False,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Invite who waits for an answer to the campaign's topic to its next day."""
    asked = {"id": id, "base": url, "dry": dry_run}
    print_asked(context, json, cluster, "campaign_invite", **asked)


@app.command()
def letters(context: typer.Context, limit: Limit = 200, json: AsJson = False) -> None:
    """Show what became of each offer: on-its-way, arrived, told (the log has it), dead, refused."""
    from hub.alerting.books import books
    from hub.outreach.book import Book

    settings: Settings = context.obj
    with books(settings.data), closing(Book(settings.data / "alerts.sqlite")) as book:
        rows = [_row(one) for one in book.listed(limit)]
    print_rows(rows, json, settings.language)


_SHOWN = ("state", "party_id", "menu_id", "item", "campaign_id", "note", "offer_id")


def _row(offer: dict[str, Any]) -> dict[str, Any]:
    return {name: offer.get(name, "") for name in _SHOWN}


def print_asked(
    context: typer.Context, json: bool, cluster: bool, operation: str, **asked: Any
) -> None:
    """Ask for *operation* and print what it returns."""
    settings: Settings = context.obj
    found = ask(settings, operation, cluster=cluster, **asked)
    print_rows(found if isinstance(found, list) else [found], json, settings.language)
