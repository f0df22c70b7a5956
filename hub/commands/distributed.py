"""``hub topics create``, ``intake``, ``worker`` and ``project``: the parts of a cluster."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.output import print_rows
from hub.settings import Settings

topics = typer.Typer(no_args_is_help=True, help="The topics of a Kafka cluster.")

Departments = Annotated[
    list[str] | None, typer.Option("--department", help="A department that sends; repeat it.")
]
Ticks = Annotated[
    bool, typer.Option(help="Write the wall clock into the journals; not where they hold theirs.")
]


@topics.callback()
def topics_group() -> None:
    """Keep ``create`` a sub-command, although it is the only one."""


@topics.command("create")
def create_topics(
    context: typer.Context, department: Departments = None, json: AsJson = False
) -> None:
    """Create the hub's topics, and those of the departments named."""
    from hub import distributed

    settings: Settings = context.obj
    created = distributed.create_topics(settings, tuple(department or ()))
    rows = [{"topic": name, "partitions": count} for name, count in created]
    print_rows(rows, json, settings.language)


def intake(context: typer.Context) -> None:
    """Judge what departments send to Kafka, write the journals and the receipts."""
    from hub import distributed

    distributed.run_intake(context.obj)


def worker(context: typer.Context, ticks: Ticks = True) -> None:
    """Fold a share of the journals' partitions (a Faust worker)."""
    from hub import distributed

    distributed.run_worker(context.obj, ticks)


def project(context: typer.Context) -> None:
    """Write what stands in Kafka to ClickHouse."""
    from hub import distributed

    distributed.run_projector(context.obj)
