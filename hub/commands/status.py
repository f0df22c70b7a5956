"""``hub status``: how far our own pipeline is, apart from any case that stands still."""

from __future__ import annotations

import typer

from hub.client import ask
from hub.commands.options import AsJson
from hub.commands.proving import Cluster
from hub.failure import FOUND_WRONG
from hub.output import print_json, print_rows, tell
from hub.settings import Settings


def status(context: typer.Context, cluster: Cluster = False, json: AsJson = False) -> None:
    """Tell lag, refusals, clocks, alerts. Exit code 1: a part is stuck, or alerts are quiet."""
    settings: Settings = context.obj
    document = ask(settings, "status", cluster=cluster)
    if json:
        print_json(document)
    else:
        for name in ("log", "parts", "behind", "alerts", "rejected", "clocks"):
            if document.get(name):
                tell(settings.language, f"status-{name}")
                print_rows(document[name], as_json=False, language=settings.language)
    quiet = any(alerts["quiet"] for alerts in document["alerts"])
    if quiet or any(part.get("stuck") for part in document["parts"]):
        raise typer.Exit(FOUND_WRONG)
