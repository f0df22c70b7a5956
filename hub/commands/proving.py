"""``hub verify``, ``replay`` and ``rebuild``: is what is reported what the log says?"""

from __future__ import annotations

from typing import Annotated

import typer

from hub.client import ask
from hub.commands.notary import Anchors, files_of
from hub.commands.options import AsJson
from hub.failure import FOUND_WRONG
from hub.output import print_json, print_rows, tell, waiting
from hub.settings import Settings

_FIRST = 20

Cluster = Annotated[bool, typer.Option("--cluster", help="Of Kafka and ClickHouse.")]
Patience = Annotated[
    float, typer.Option(min=0, help="Seconds to wait until a cluster's parts have caught up.")
]


Chain = Annotated[bool, typer.Option("--chain", help="Hold the log to what the notary swore.")]
Public = Annotated[str, typer.Option("--notary-key", help="The notary's public key.")]


def verify(
    context: typer.Context,
    cluster: Cluster = False,
    patience: Patience = 60,
    chain: Chain = False,
    anchors: Anchors = None,
    notary_key: Public = "",
    json: AsJson = False,
) -> None:
    """Check that log, receipts, findings and warehouse agree. Exit code 1 when they do not."""
    settings: Settings = context.obj
    with waiting(settings.language):
        if chain:
            said = files_of(settings, anchors, None) | {"public": notary_key}
            document = ask(settings, "chain", cluster=cluster, **said)
        else:
            document = ask(settings, "verify", cluster=cluster, patience_s=patience)
    problems = document["problems"]
    if json:
        print_json(document)
    elif problems:
        tell(settings.language, "disagree", count=document["disagreements"])
        print_rows(problems[:_FIRST], as_json=False, language=settings.language)
    else:
        tell(settings.language, "chained" if chain else "verified", **document["figures"])
    if problems:
        raise typer.Exit(FOUND_WRONG)


def replay(
    context: typer.Context,
    rule: Annotated[str | None, typer.Option(help="Only this rule's findings.")] = None,
    cluster: Cluster = False,
    patience: Patience = 60,
    json: AsJson = False,
) -> None:
    """Conclude again from the log and show the difference. Nothing is written or sent."""
    settings: Settings = context.obj
    with waiting(settings.language):
        document = ask(settings, "replay", cluster=cluster, rule=rule, patience_s=patience)
    differs = not document["same"]
    if json:
        print_json(document)
    elif differs:
        sizes = {name: len(document[name]) for name in ("missing", "extra", "changed")}
        tell(settings.language, "replayed-differs", **sizes)
        print_rows(_differences(document), as_json=False, language=settings.language)
    else:
        tell(settings.language, "replayed-same", count=document["count"])
    if differs:
        raise typer.Exit(FOUND_WRONG)


def _differences(document: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    names = ("missing", "extra", "changed")
    return [{"difference": name, **row} for name in names for row in document[name]]


def rebuild(context: typer.Context, json: AsJson = False) -> None:
    """Build the warehouse anew from the log."""
    settings: Settings = context.obj
    with waiting(settings.language):
        document = ask(settings, "rebuild")
    if json:
        print_json(document)
    else:
        tell(settings.language, "rebuilt", **document)
