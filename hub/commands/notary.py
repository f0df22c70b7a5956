"""``hub notary`` swears to the journals as they grow; ``hub verify --chain`` holds them to it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.commands.options import AsJson
from hub.notary.office import ANCHORS, KEY, Files, checked, sworn
from hub.office import open_office
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
        document = _sworn(settings, files, cluster)
        if json:
            print_json(document)
        elif document["anchors"]:
            tell(settings.language, "sworn", count=len(document["anchors"]), **document)
            print_rows(document["anchors"], as_json=False, language=settings.language)
        if every == 0:
            return
        time.sleep(every)


def files_of(settings: Settings, anchors: Path | None, key: Path | None) -> Files:
    """Return where the notary keeps its files: beside the hub's, unless said otherwise."""
    return Files(
        (anchors or settings.data / ANCHORS).resolve(), (key or settings.data / KEY).resolve()
    )


def chain_of(settings: Settings, files: Files, public: str, cluster: bool) -> dict[str, Any]:
    """Return what in the log is not as the notary swore to."""
    if cluster:
        from hub.cluster.connecting import connection_of
        from hub.cluster.kafka_journal import KafkaJournal

        with KafkaJournal(connection_of(settings)) as journal:
            return checked(journal, files, public)
    with open_office(settings) as office:
        asked = {"anchors": str(files.anchors), "key": str(files.key), "public": public}
        document: dict[str, Any] = office.ask("chain", **asked)
        return document


def _sworn(settings: Settings, files: Files, cluster: bool) -> dict[str, Any]:
    if cluster:
        from hub.cluster.connecting import connection_of
        from hub.cluster.kafka_journal import KafkaJournal

        with KafkaJournal(connection_of(settings)) as journal:
            return sworn(journal, files)
    with open_office(settings) as office:
        document: dict[str, Any] = office.ask(
            "swear", anchors=str(files.anchors), key=str(files.key)
        )
        return document
