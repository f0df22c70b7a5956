"""``hub serve``, ``demo`` and ``simulate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hub.commands.options import AsJson
from hub.i18n import say
from hub.output import print_json, tell
from hub.settings import Settings


def serve(
    context: typer.Context,
    defaults: Annotated[
        bool, typer.Option(help="Publish the default policies into an empty log.")
    ] = True,
    http: Annotated[
        str | None, typer.Option(help="Gateway for departments: PORT, or HOST:PORT.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Run everything in one process, at the wall clock; other commands talk to it."""
    from hub.embedded.serving import run_serve

    settings: Settings = context.obj

    def ready(address: str, gateway: str) -> None:
        if json:
            print_json({"address": address, "gateway": gateway, "data": str(settings.data)})
        else:
            print(say(settings.language, "serving", data=settings.data, address=address))
            if gateway:
                print(say(settings.language, "gateway-open", address=gateway))
        sys.stdout.flush()

    run_serve(settings, defaults, ready, http)


def demo(
    context: typer.Context,
    serve: Annotated[bool, typer.Option(help="Open the pages of it, until Ctrl-C.")] = False,
    json: AsJson = False,
) -> None:
    """Simulate a county, take its events in, and show what goes wrong in it."""
    from hub.demo import run  # heavy, and no other command needs it

    settings = run(context.obj, json=json)
    if not serve:
        return
    from hub.pages.opening import run_pages

    def ready(address: str) -> None:
        print(say(settings.language, "pages-open", address=address), flush=True)

    run_pages(settings, ready)


def simulate(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for events.ndjson and truth.json.")],
    parties: Annotated[int, typer.Option(min=1, help="How many enterprises.")] = 1000,
    days: Annotated[int, typer.Option(min=1, help="How many days.")] = 90,
    seed: Annotated[int, typer.Option(help="Another number, another city.")] = 1,
    noise: Annotated[
        bool, typer.Option(help="Misspelt names, retold matters; late and repeated events.")
    ] = True,
    json: AsJson = False,
) -> None:
    """Write a city's events, with faults planted among them, and the truth about them."""
    from hub import simulate as city  # heavy, and no other command needs it

    settings: Settings = context.obj
    truth = city.write(city.sized(parties, days, seed, noise=noise), out)
    document = {"out": str(out), "planted": len(truth["planted"])}
    if json:
        print_json(document)
    else:
        tell(settings.language, "simulated", **document)
