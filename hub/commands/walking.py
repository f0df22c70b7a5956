"""``hub path`` draws the best way a kind of case can go; ``knowledge`` finds earlier answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from events.messages import Language
from hub.client import ask
from hub.commands.options import AsJson
from hub.i18n import say
from hub.output import console, print_json, print_rows
from hub.settings import Settings


def path(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="Like demand or complaint.")],
    support: Annotated[int | None, typer.Option(min=1, help="Least cases of a path.")] = None,
    json: AsJson = False,
) -> None:
    """Draw the best path of a kind of case, and show its other paths and where it waits."""
    settings: Settings = context.obj
    document = ask(settings, "path", kind=kind, support=str(support or ""))
    if json:
        print_json(document)
        return
    print(_headline(document, settings.language))
    print(drawing(document["legs"]))
    for part in ("paths", "waits"):
        console().print(f"\n[bold]{say(settings.language, part)}[/bold]")
        rows = [{n: v for n, v in row.items() if n != "kind"} for row in document[part]]
        print_rows(rows, as_json=False, language=settings.language)


def knowledge(
    context: typer.Context,
    words: Annotated[str, typer.Argument(help="Keywords, Chinese or other, with spaces between.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 10,
    reader: Annotated[str, typer.Option("--for", help="As this department may see it.")] = "",
    json: AsJson = False,
) -> None:
    """Look up what was answered to cases like this, best first; nothing personal is shown."""
    settings: Settings = context.obj
    rows = ask(settings, "knowledge", words=words, limit=limit, reader=reader)
    print_rows(rows, json, settings.language)


def _headline(document: Mapping[str, Any], language: Language) -> str:
    best = document["best"]
    return say(language, "best-path", **best) if best else say(language, "no-best-path")


def drawing(legs: Sequence[Mapping[str, Any]]) -> str:
    """Return *legs* (n >= 0, in order) as one step a line, with the median hours between."""
    if not legs:
        return ""
    lines = [legs[0]["step"]]
    for leg in legs:
        lines += [f"  │ {leg['median_hours']} h", f"  ▼\n{leg['next_step']}"]
    return "\n".join(lines)
