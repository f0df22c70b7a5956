"""``hub campaign propose`` and ``schedule``: one common problem a month, face to face."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.commands.outreach import invite
from hub.office import open_office
from hub.output import print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Campaigns like the 27th: topic, day, departments.")


app.command()(invite)


@app.command()
def propose(context: typer.Context, json: AsJson = False) -> None:
    """List what a campaign could be about: rising topics first, then the most common kinds."""
    settings: Settings = context.obj
    with open_office(settings) as office:
        rows = office.ask("campaign_topics")
    print_rows(rows, json, settings.language)


@app.command()
def schedule(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Names the campaign; again: its next topic.")],
    name: Annotated[str, typer.Option(help="As people call it.")],
    day: Annotated[int, typer.Option(min=1, max=28, help="Of each month.")] = 27,
    department: Annotated[list[str] | None, typer.Option(help="Who goes; repeat it.")] = None,
    category: Annotated[str, typer.Option(help="The topic; without it the first proposed.")] = "",
    cluster: Annotated[str, typer.Option(help="The cluster of like cases it is about.")] = "",
    json: AsJson = False,
) -> None:
    """Publish a campaign on a topic, by default the one that is proposed first."""
    settings: Settings = context.obj
    topic = {"category": category, "cluster_id": cluster} if category or cluster else None
    said = {"id": id, "name": name, "day": day, "departments": department or [], "topic": topic}
    with open_office(settings) as office:
        row = office.ask("campaign_schedule", **said)
    print_rows([row], json, settings.language)
