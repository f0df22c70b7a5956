"""``hub repartition``: another number of partitions, in a new generation of the log."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.failure import Failure
from hub.output import print_rows, waiting
from hub.settings import Settings

_Partitions = Annotated[
    list[str],
    typer.Option("--partitions", help="TOPIC=COUNT, as journal.cases=16; repeat it."),
]


def repartition(context: typer.Context, partitions: _Partitions, json: AsJson = False) -> None:
    """Copy the journals into a new generation with other numbers of partitions."""
    from hub.generations import local

    settings: Settings = context.obj
    asked = dict(map(_counted, partitions))
    with waiting(settings.language):
        rows = local.repartition(settings, asked)
    print_rows(rows, json, settings.language)


def _counted(text: str) -> tuple[str, int]:
    topic, _, count = text.partition("=")
    try:
        return topic, int(count)
    except ValueError as error:
        raise Failure("partitions-wrong", topic=topic, value=count, most=1_024) from error
