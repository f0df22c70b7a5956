"""``hub campaign propose`` and ``schedule``: one common problem a month, face to face."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.commands.outreach import Cluster, invite, print_asked

app = typer.Typer(no_args_is_help=True, help="Campaigns like the 27th: topic, day, departments.")


app.command()(invite)


@app.command()
def propose(context: typer.Context, cluster: Cluster = False, json: AsJson = False) -> None:
    """List what a campaign could be about: rising topics first, then the most common kinds."""
    print_asked(context, json, cluster, "campaign_topics")


@app.command()
def schedule(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Names the campaign; again: its next topic.")],
    name: Annotated[str, typer.Option(help="As people call it.")],
    day: Annotated[int, typer.Option(min=1, max=28, help="Of each month.")] = 27,
    department: Annotated[list[str] | None, typer.Option(help="Who goes; repeat it.")] = None,
    category: Annotated[str, typer.Option(help="The topic; without it the first proposed.")] = "",
    cluster_id: Annotated[str, typer.Option(help="The cluster of like cases it is about.")] = "",
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Publish a campaign on a topic, by default the one that is proposed first."""
    topic = {"category": category, "cluster_id": cluster_id} if category or cluster_id else None
    said = {"id": id, "name": name, "day": day, "departments": department or [], "topic": topic}
    print_asked(context, json, cluster, "campaign_schedule", **said)
