"""``hub department add`` and ``reorganise``: a department joins, changes, or hands on its work."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from hub.client import ask
from hub.commands.options import AsJson, day_option
from hub.onboarding import QUOTA
from hub.output import print_rows
from hub.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Departments: join the hub, be reorganised.")

Id = Annotated[str, typer.Argument(help="Names its topics: letters, digits, - and _.")]
Name = Annotated[str, typer.Option(help="As people call it.")]
Level = Annotated[str, typer.Option(help="province, city, county, township or village.")]
Parent = Annotated[str, typer.Option(help="The department above it.")]
Area = Annotated[str, typer.Option(help="The area it governs, as parties name it.")]
Since = Annotated[str, typer.Option("--from", help="Local date from which it holds.")]
Cluster = Annotated[bool, typer.Option("--cluster", help="On Kafka [HUB_KAFKA].")]


@app.command()
def add(
    context: typer.Context,
    id: Id,
    name: Name,
    since: Since,
    level: Level = "county",
    parent: Parent = "",
    area: Area = "",
    quota: Annotated[int, typer.Option(min=1, help="Bytes a second.")] = QUOTA,
    new_key: Annotated[bool, typer.Option("--new-key", help="Make the old key void.")] = False,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Make registry entry, topics, principal, key and quota together; say what was not made."""
    settings: Settings = context.obj
    said = _said(name, level, parent, area, since)
    asked: dict[str, Any] = {"said": said, "quota": quota, "new_key": new_key}
    rows = ask(settings, "department_add", create=True, cluster=cluster, department=id, **asked)
    print_rows(rows, json, settings.language)


@app.command()
def reorganise(
    context: typer.Context,
    id: Id,
    name: Name,
    since: Since,
    level: Level = "county",
    parent: Parent = "",
    area: Area = "",
    into: Annotated[
        list[str] | None, typer.Option("--into", help="Who takes its work over; repeat it.")
    ] = None,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Rename, move, merge (--into one) or split (--into several) from a date on."""
    settings: Settings = context.obj
    said = _said(name, level, parent, area, since) | {"successors": into or []}
    rows = ask(settings, "department_reorganise", cluster=cluster, department=id, said=said)
    print_rows(rows, json, settings.language)


def _said(name: str, level: str, parent: str, area: str, since: str) -> dict[str, Any]:
    valid_from = day_option(since)
    return {
        "name": name,
        "level": level,
        "parent_id": parent,
        "area": area,
        "valid_from": valid_from,
    }
