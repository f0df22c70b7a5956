"""``hub status``: how far our own pipeline is, apart from any case that stands still."""

from __future__ import annotations

from typing import Any

import typer

from hub.commands.options import AsJson
from hub.commands.proving import Cluster
from hub.failure import FOUND_WRONG
from hub.office import open_office
from hub.output import print_json, print_rows, tell
from hub.settings import Settings


def status(context: typer.Context, cluster: Cluster = False, json: AsJson = False) -> None:
    """Tell lag, oldest unread record, refusals and clocks. Exit code 1 when a part is stuck."""
    settings: Settings = context.obj
    document = _asked(settings, cluster)
    if json:
        print_json(document)
    else:
        for name in ("parts", "behind", "rejected", "clocks"):
            if document[name]:
                tell(settings.language, f"status-{name}")
                print_rows(document[name], as_json=False, language=settings.language)
    if any(part.get("stuck") for part in document["parts"]):
        raise typer.Exit(FOUND_WRONG)


def _asked(settings: Settings, cluster: bool) -> dict[str, Any]:
    if not cluster:
        with open_office(settings) as office:
            found: dict[str, Any] = office.ask("status")
            return found
    from hub.connecting import connection_of
    from hub.status import cluster_status, refusals

    connection = connection_of(settings)
    return cluster_status(connection) | {"rejected": refusals(connection)}
