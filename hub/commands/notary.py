"""``hub notary`` swears to the journals as they grow; ``hub verify --chain`` holds them to it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.client import ask
from hub.commands.options import AsJson
from hub.output import print_json, print_rows, tell
from hub.settings import Settings

Anchors = Annotated[
    Path | None, typer.Option("--anchors", help="File of anchors; keep copies elsewhere.")
]
Key = Annotated[Path | None, typer.Option("--key", help="File of the notary's private key.")]
Every = Annotated[float, typer.Option(min=0, help="Seconds between oaths; 0: swear once.")]
Cluster = Annotated[bool, typer.Option("--cluster", help="To the journals on Kafka.")]


def notary(
    context: typer.Context,
    anchors: Anchors = None,
    key: Key = None,
    every: Every = 60,
    cluster: Cluster = False,
    json: AsJson = False,
) -> None:
    """Write down, signed, what the journals are; go on until told to stop."""
    settings: Settings = context.obj
    files = files_of(settings, anchors, key)
    while True:
        document = ask(settings, "swear", cluster=cluster, **files)
        if json:
            print_json(document)
        elif document["anchors"]:
            tell(settings.language, "sworn", count=len(document["anchors"]), **document)
            print_rows(document["anchors"], as_json=False, language=settings.language)
        if every == 0:
            return
        time.sleep(every)


def files_of(settings: Settings, anchors: Path | None, key: Path | None) -> dict[str, Any]:
    """Return where the notary keeps its files: beside the hub's, unless said otherwise."""
    from hub.notary.office import ANCHORS, KEY

    files = {"anchors": anchors or settings.data / ANCHORS, "key": key or settings.data / KEY}
    return {name: str(path.resolve()) for name, path in files.items()}
