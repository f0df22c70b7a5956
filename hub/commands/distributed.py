"""``hub topics create``, ``intake``, ``worker`` and ``project``: the parts of a cluster."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.output import note, print_rows
from hub.settings import Settings

topics = typer.Typer(no_args_is_help=True, help="The topics of a Kafka cluster.")

Departments = Annotated[
    list[str] | None, typer.Option("--department", help="A department that sends; repeat it.")
]
HubUser = Annotated[str, typer.Option("--hub-user", help="As whom the hub's parts log in.")]
Ticks = Annotated[
    bool, typer.Option(help="Write the wall clock into the journals; not where they hold theirs.")
]


@topics.callback()
def topics_group() -> None:
    """Keep ``create`` a sub-command, although it is the only one."""


@topics.command("create")
def create_topics(
    context: typer.Context,
    department: Departments = None,
    hub_user: HubUser = "hub",
    json: AsJson = False,
) -> None:
    """Create the hub's topics, those of the departments named, and who may reach which."""
    from events.access import RefusedByBrokerError
    from hub.cluster import distributed

    settings: Settings = context.obj
    names = tuple(department or ())
    created = distributed.create_topics(settings, names)
    try:
        distributed.allow(settings, names, hub_user)
    except RefusedByBrokerError as error:
        note(settings.language, "no-access-rules", reason=error)
    rows = [{"topic": name, "partitions": count} for name, count in created]
    print_rows(rows, json, settings.language)


def intake(context: typer.Context) -> None:
    """Judge what departments send to Kafka, write the journals and the receipts."""
    from hub.cluster import distributed

    distributed.run_intake(context.obj)


def worker(context: typer.Context, ticks: Ticks = True) -> None:
    """Fold a share of the journals' partitions (a Faust worker)."""
    from hub.cluster import distributed

    distributed.run_worker(context.obj, ticks)


def project(context: typer.Context) -> None:
    """Write what stands in Kafka to ClickHouse."""
    from hub.cluster import distributed

    distributed.run_projector(context.obj)
