"""``hub repartition``: another number of partitions, in a new generation of the log."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

import typer

from hub.client import ask
from hub.commands.options import AsJson
from hub.commands.proving import Cluster
from hub.failure import Failure
from hub.output import note, print_rows, waiting
from hub.settings import Settings

_Partitions = Annotated[
    list[str] | None,
    typer.Option("--partitions", help="TOPIC=COUNT, as journal.cases=16; repeat it."),
]
_Patience = Annotated[
    float, typer.Option(min=0, help="Seconds for which a cluster's parts may show no progress.")
]
_DropOld = Annotated[
    bool, typer.Option(help="Delete a cluster's older generations, once all accounts balance.")
]


def repartition(
    context: typer.Context,
    partitions: _Partitions = None,
    cluster: Cluster = False,
    patience: _Patience = 300,
    drop_old: _DropOld = False,
    json: AsJson = False,
) -> None:
    """Copy the journals into a new generation of the log with other numbers of partitions."""
    settings: Settings = context.obj
    asked = dict(map(_counted, partitions or ()))
    if drop_old:
        rows = _dropped(settings, patience)
    elif cluster:
        rows = _changed(settings, asked, patience)
    else:
        rows = _local(settings, asked)
    print_rows(rows, json, settings.language)


def _local(settings: Settings, asked: dict[str, int]) -> list[dict[str, Any]]:
    from hub.generations import local

    with waiting(settings.language):
        return local.repartition(settings, asked)


def _changed(settings: Settings, asked: dict[str, int], patience: float) -> list[dict[str, Any]]:
    from hub.cluster.repartition import repartition as change

    return change(settings, asked, patience, partial(note, settings.language))


def _dropped(settings: Settings, patience: float) -> list[dict[str, Any]]:
    from hub.cluster.dropping import drop_old

    balance = partial(ask, settings, "verify", cluster=True, patience_s=patience)
    with waiting(settings.language):
        return drop_old(settings, balance)


def _counted(text: str) -> tuple[str, int]:
    topic, _, count = text.partition("=")
    try:
        return topic, int(count)
    except ValueError as error:
        raise Failure("partitions-wrong", topic=topic, value=count, most=1_024) from error
